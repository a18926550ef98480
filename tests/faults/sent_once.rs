//! A call that changes something is sent once: an `unrevoke` that arrives a second time could undo a revoke that
//! came in between.

use std::sync::Arc;

use machineid_guard::{Client, ClientError, DeviceId, Fault};
use machineid_guard_tests::scripted::{Cue, REGISTERED, Scripted, Step};
use machineid_guard_tests::tls::{Answer, Answers, Certificate, CertificateAuthority, Reception, TlsServer};

use crate::TestResult;
use crate::victim::{CANARY, DEVICE};

#[derive(Clone, Copy, Debug)]
enum Order {
    List,
    Usage,
    Revoke,
    Unrevoke,
    Remove,
}

const ORDERS: [Order; 5] = [Order::List, Order::Usage, Order::Revoke, Order::Unrevoke, Order::Remove];

async fn give(order: Order, client: &Client) -> Result<(), ClientError> {
    let device = DeviceId::new(DEVICE).expect("a device id");
    match order {
        Order::List => client.list_devices().await.map(drop),
        Order::Usage => client.usage().await.map(drop),
        Order::Revoke => client.revoke(&device).await.map(drop),
        Order::Unrevoke => client.unrevoke(&device).await.map(drop),
        Order::Remove => client.remove(&device).await.map(drop),
    }
}

/// The connection is a shared one that has carried a question before, which is where a retry would be fair.
#[tokio::test]
async fn an_order_whose_answer_is_lost_on_a_shared_connection_is_not_sent_again() -> TestResult {
    for order in ORDERS {
        let trusted = CertificateAuthority::new()?;
        let answers: Answers = Arc::new(|asked| match (asked.connection, asked.nth) {
            (0, 0) => Answer::Json(REGISTERED),
            (0, _) => Answer::GoAway,
            (_, _) => Answer::Json("{}"),
        });
        let authority = TlsServer::start(Reception::Serve(trusted.server(Certificate::Good, &["h2"])?, answers))?;
        let builder = Client::builder().org_key(CANARY).base_url(authority.base_url());
        let client = builder.root_certificate(trusted.pem()).build()?;
        client.register(&DeviceId::new(DEVICE)?).await?;
        assert_eq!(give(order, &client).await, Err(ClientError::Fault(Fault::ConnectionLost)), "{order:?}");
        assert_eq!((authority.requests(), authority.connections()), (2, 1), "{order:?} was sent twice");
        give(order, &client).await?;
    }
    Ok(())
}

#[tokio::test]
async fn an_order_whose_answer_is_lost_over_http_1_1_is_not_sent_again() -> TestResult {
    for order in ORDERS {
        for end in [Step::Fin, Step::Reset] {
            let authority = Scripted::start(Arc::new(move |cue| match cue {
                Cue::Asked { request, .. } if request.is_register() => {
                    vec![machineid_guard_tests::scripted::json(REGISTERED)]
                }
                Cue::Asked { .. } => vec![end.clone()],
                Cue::Accepted => Vec::new(),
            }))?;
            let client = Client::builder().org_key(CANARY).base_url(authority.base_url()).build()?;
            client.register(&DeviceId::new(DEVICE)?).await?;
            assert_eq!(give(order, &client).await, Err(ClientError::Fault(Fault::ConnectionLost)), "{order:?}");
            assert_eq!(authority.requests().len(), 2, "{order:?} was sent twice");
        }
    }
    Ok(())
}
