//! HTTP/2 over TLS, as far as bytes go: what a frame means is nobody's business here.

use std::error::Error;
use std::io::{self, Read, Write};
use std::net::TcpStream;
use std::sync::Arc;

use rustls::{ServerConfig, ServerConnection, StreamOwned};

use super::{end, prepare};
use crate::tls::{Certificate, CertificateAuthority};

type Stream = StreamOwned<ServerConnection, TcpStream>;

const PREFACE: usize = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".len();
const SETTINGS: [u8; 9] = [0, 0, 0, 4, 0, 0, 0, 0, 0];
const SETTINGS_ACKNOWLEDGED: [u8; 9] = [0, 0, 0, 4, 1, 0, 0, 0, 0];
const END_STREAM: u8 = 1;

type Play = dyn Fn(TcpStream, &[u8]) -> io::Result<()> + Send + Sync;

pub(super) fn after_settings(trusted: &CertificateAuthority) -> Result<Box<Play>, Box<dyn Error>> {
    let config = trusted.server(Certificate::Good, &["h2"])?;
    Ok(Box::new(move |stream, bytes| play(&config, stream, &[&SETTINGS, &SETTINGS_ACKNOWLEDGED, bytes])))
}

pub(super) fn from_the_start(trusted: &CertificateAuthority) -> Result<Box<Play>, Box<dyn Error>> {
    let config = trusted.server(Certificate::Good, &["h2"])?;
    Ok(Box::new(move |stream, bytes| play(&config, stream, &[bytes])))
}

fn play(config: &Arc<ServerConfig>, tcp: TcpStream, said: &[&[u8]]) -> io::Result<()> {
    prepare(&tcp)?;
    let tls = ServerConnection::new(Arc::clone(config)).map_err(io::Error::other)?;
    let mut stream = StreamOwned::new(tls, tcp);
    read_question(&mut stream)?;
    stream.write_all(&said.concat())?;
    stream.conn.send_close_notify();
    stream.flush()?;
    end(stream.sock)
}

/// Reads up to the frame that ends the question's stream.
fn read_question(stream: &mut Stream) -> io::Result<()> {
    stream.read_exact(&mut [0; PREFACE])?;
    loop {
        let mut head = [0; 9];
        stream.read_exact(&mut head)?;
        let length = u32::from_be_bytes([0, head[0], head[1], head[2]]);
        io::copy(&mut Read::by_ref(stream).take(length.into()), &mut io::sink())?;
        // DATA or HEADERS.
        if head[3] <= 1 && head[4] & END_STREAM != 0 {
            return Ok(());
        }
    }
}
