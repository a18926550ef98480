//! The ways to ask that are compared. Each ends with a yes, or the run ends.

use std::sync::{Arc, OnceLock};
use std::time::Duration;

use machineid_guard::{Client, Denied, DeviceId, Guard, Verdict, guarded_tool};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::sync::Mutex;

use crate::authority::AuthorityProcess;

pub(crate) const DEVICE: &str = "openai-agent:bench:tool-server:01";

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Wire {
    Plain,
    Tls,
    /// TLS without HTTP/2.
    TlsHttp1,
    /// TLS with HTTP/2, and an authority that is 20 ms away.
    TlsFar,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Arm {
    RawTcp,
    HandWritten,
    Client,
    GuardedAsync,
    GuardedSync,
}

impl Arm {
    pub(crate) const ALL: [Self; 5] =
        [Self::RawTcp, Self::HandWritten, Self::Client, Self::GuardedAsync, Self::GuardedSync];

    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::RawTcp => "raw tcp",
            Self::HandWritten => "hand-written reqwest",
            Self::Client => "Client::validate",
            Self::GuardedAsync => "guarded async",
            Self::GuardedSync => "guarded sync",
        }
    }

    pub(crate) fn speaks(self, wire: Wire) -> bool {
        wire == Wire::Plain || self != Self::RawTcp
    }

    /// A thousand connections of the client's, one for each question, or a thousand raw ones say nothing
    /// about a boundary; a sync call blocks its worker, so many callers are its workers.
    pub(crate) fn bears(self, callers: usize) -> bool {
        callers == 1 || matches!(self, Self::HandWritten | Self::GuardedAsync)
    }

    pub(crate) fn asker(self, wire: Wire, authority: &AuthorityProcess) -> Asker {
        let address = authority.address(wire);
        match self {
            Self::RawTcp => Asker::Raw(Arc::default(), address.base_url.clone()),
            Self::HandWritten => Asker::HandWritten(hand_written(wire, address), validate_url(address)),
            Self::Client => Asker::Client(Arc::new(client(wire, address)), DeviceId::new(DEVICE).unwrap()),
            Self::GuardedAsync => Asker::GuardedAsync(guard(wire, address)),
            Self::GuardedSync => Asker::GuardedSync(guard(wire, address)),
        }
    }
}

/// Where an authority of the other process is.
pub(crate) struct Address {
    pub(crate) base_url: String,
    pub(crate) certificate: String,
}

#[derive(Clone)]
pub(crate) enum Asker {
    Raw(Arc<Mutex<Option<TcpStream>>>, String),
    HandWritten(reqwest::Client, String),
    Client(Arc<Client>, DeviceId),
    GuardedAsync(Guard),
    GuardedSync(Guard),
}

#[guarded_tool]
async fn guarded_async() -> Result<(), Denied> {
    Ok(())
}

#[guarded_tool]
fn guarded_sync() -> Result<(), Denied> {
    Ok(())
}

impl Asker {
    pub(crate) async fn ask(&self) {
        match self {
            Self::Raw(stream, base_url) => ask_raw(stream, base_url).await,
            Self::HandWritten(client, url) => ask_by_hand(client, url).await,
            Self::Client(client, device) => {
                assert_eq!(client.validate(device).await.unwrap().verdict(), Verdict::Allowed);
            }
            Self::GuardedAsync(guard) => guard.scope(guarded_async()).await.unwrap(),
            Self::GuardedSync(guard) => guard.enter(guarded_sync).unwrap(),
        }
    }
}

/// The wrapper that a user would write without this crate: a shared client, a timeout, a look at `allowed`.
async fn ask_by_hand(client: &reqwest::Client, url: &str) {
    let request = client.post(url).header("x-org-key", "org_local").json(&serde_json::json!({ "deviceId": DEVICE }));
    let answer: serde_json::Value = request.send().await.unwrap().json().await.unwrap();
    assert_eq!(answer["allowed"], true);
}

/// The same bytes without HTTP: the least that a question can cost.
async fn ask_raw(stream: &Mutex<Option<TcpStream>>, base_url: &str) {
    static REQUEST: OnceLock<String> = OnceLock::new();
    let host = base_url.trim_start_matches("http://");
    let request = REQUEST.get_or_init(|| {
        let body = format!(r#"{{"deviceId":"{DEVICE}"}}"#);
        format!(
            "POST /api/v1/devices/validate HTTP/1.1\r\nhost: {host}\r\nx-org-key: org_local\r\n\
             content-type: application/json\r\ncontent-length: {}\r\n\r\n{body}",
            body.len()
        )
    });
    let mut stream = stream.lock().await;
    if stream.is_none() {
        let opened = TcpStream::connect(host).await.unwrap();
        opened.set_nodelay(true).unwrap();
        *stream = Some(opened);
    }
    let stream = stream.as_mut().unwrap();
    stream.write_all(request.as_bytes()).await.unwrap();
    let (mut buffer, mut have) = ([0_u8; 4096], 0);
    while !buffer[..have].ends_with(b"}") {
        have += stream.read(&mut buffer[have..]).await.unwrap();
    }
}

fn validate_url(address: &Address) -> String {
    format!("{}/api/v1/devices/validate", address.base_url)
}

fn hand_written(wire: Wire, address: &Address) -> reqwest::Client {
    let mut builder = reqwest::Client::builder().timeout(Duration::from_secs(10)).no_proxy();
    if wire != Wire::Plain {
        let certificate = reqwest::Certificate::from_pem(address.certificate.as_bytes()).unwrap();
        builder = builder.tls_certs_only([certificate]);
    }
    builder.build().unwrap()
}

fn client(wire: Wire, address: &Address) -> Client {
    let builder = Client::builder().org_key("org_local").base_url(&address.base_url).timeout(Duration::from_secs(10));
    match wire {
        Wire::Plain => builder.build().unwrap(),
        _ => builder.root_certificate(&address.certificate).build().unwrap(),
    }
}

fn guard(wire: Wire, address: &Address) -> Guard {
    let builder = Guard::builder().org_key("org_local").base_url(&address.base_url).device_id(DEVICE);
    let builder = builder.timeout(Duration::from_secs(10));
    match wire {
        Wire::Plain => builder.build().unwrap(),
        _ => builder.root_certificate(&address.certificate).build().unwrap(),
    }
}
