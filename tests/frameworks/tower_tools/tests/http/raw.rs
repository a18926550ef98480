//! A request, byte by byte.

use serde_json::Value;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use crate::TestResult;

pub(crate) struct Raw(TcpStream);

/// What came back: the status, and the body where it is JSON.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) body: Value,
}

impl Raw {
    pub(crate) async fn to(address: &str) -> std::io::Result<Self> {
        Ok(Self(TcpStream::connect(address).await?))
    }

    /// The head of a POST, for a connection that carries one request.
    pub(crate) async fn begin(&mut self, path: &str, more_headers: &str) -> TestResult {
        let head = format!("POST {path} HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n{more_headers}\r\n");
        self.send(head.as_bytes()).await
    }

    pub(crate) async fn send(&mut self, bytes: &[u8]) -> TestResult {
        Ok(self.0.write_all(bytes).await?)
    }

    /// The next bytes, whatever they are.
    pub(crate) async fn some(&mut self) -> std::io::Result<String> {
        let mut bytes = [0; 256];
        let read = self.0.read(&mut bytes).await?;
        Ok(String::from_utf8_lossy(&bytes[..read]).into_owned())
    }

    pub(crate) async fn answer(mut self) -> Result<Answer, Box<dyn std::error::Error>> {
        let mut text = String::new();
        self.0.read_to_string(&mut text).await?;
        let (head, body) = text.split_once("\r\n\r\n").ok_or("no answer")?;
        let status = head.get(9..12).ok_or("no status")?.parse()?;
        Ok(Answer { status, body: serde_json::from_str(body).unwrap_or_default() })
    }
}
