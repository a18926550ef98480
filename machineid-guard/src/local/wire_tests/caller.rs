//! Asks over a plain socket.

use std::error::Error;
use std::io::{self, BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::time::Duration;

use serde_json::Value;

use crate::local::LocalAuthority;

pub(super) const REGISTER: &str = "/api/v1/devices/register";
pub(super) const VALIDATE: &str = "/api/v1/devices/validate";

/// A keep-alive connection that brings the authority's key.
pub(super) struct Caller {
    stream: BufReader<TcpStream>,
    sender_lines: String,
    key_lines: String,
}

pub(super) struct Reply {
    pub(super) status: u16,
    pub(super) head: String,
    pub(super) body: Value,
}

impl Caller {
    pub(super) fn to(authority: &LocalAuthority) -> io::Result<Self> {
        let stream = TcpStream::connect(("127.0.0.1", authority.port))?;
        stream.set_read_timeout(Some(Duration::from_secs(10)))?;
        Ok(Self {
            stream: BufReader::new(stream),
            sender_lines: format!("host: 127.0.0.1:{}\r\n", authority.port),
            key_lines: format!("x-org-key: {}\r\n", authority.org_key()),
        })
    }

    pub(super) fn with_key_lines(mut self, key_lines: &str) -> Self {
        key_lines.clone_into(&mut self.key_lines);
        self
    }

    /// Another `host` line, and lines that say where the request comes from.
    pub(super) fn with_sender_lines(mut self, sender_lines: &str) -> Self {
        sender_lines.clone_into(&mut self.sender_lines);
        self
    }

    pub(super) fn send(&mut self, method: &str, path: &str, body: &[u8]) -> io::Result<()> {
        let mut request = format!(
            "{method} {path} HTTP/1.1\r\n{}{}content-length: {}\r\n\r\n",
            self.sender_lines,
            self.key_lines,
            body.len()
        )
        .into_bytes();
        request.extend_from_slice(body);
        self.stream.get_mut().write_all(&request)
    }

    pub(super) fn receive(&mut self) -> Result<Reply, Box<dyn Error>> {
        let mut head = String::new();
        while !head.ends_with("\r\n\r\n") {
            if self.stream.read_line(&mut head)? == 0 {
                return Err("the connection was closed".into());
            }
        }
        let length = head.lines().find_map(|line| line.strip_prefix("content-length: ")).ok_or("no content-length")?;
        let mut body = vec![0; length.parse()?];
        self.stream.read_exact(&mut body)?;
        Ok(Reply { status: head.get(9..12).ok_or("no status")?.parse()?, body: serde_json::from_slice(&body)?, head })
    }

    pub(super) fn ask(&mut self, method: &str, path: &str, body: &[u8]) -> Result<Reply, Box<dyn Error>> {
        self.send(method, path, body)?;
        self.receive()
    }

    pub(super) fn post(&mut self, path: &str, device_id: &str) -> Result<Reply, Box<dyn Error>> {
        let body = serde_json::json!({ "deviceId": device_id }).to_string();
        self.ask("POST", path, body.as_bytes())
    }

    /// The status of a register, or the code of a validate.
    pub(super) fn code(&mut self, path: &str, device_id: &str) -> Result<Value, Box<dyn Error>> {
        let reply = self.post(path, device_id)?;
        assert_eq!(reply.status, 200);
        let field = if path == VALIDATE { "code" } else { "status" };
        let allowed = reply.body["code"] == "ALLOW";
        assert!(path != VALIDATE || reply.body["allowed"] == allowed);
        Ok(reply.body[field].clone())
    }
}
