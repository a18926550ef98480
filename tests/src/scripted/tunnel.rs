//! A proxy that does what it is asked for.

use std::io::{self, ErrorKind, Read, Write};
use std::net::{Shutdown, SocketAddr, TcpStream};
use std::sync::{Arc, Mutex};
use std::thread;

use super::{Act, Cue, Play, Step, lock};

/// What went through a proxy, in both directions.
pub type Seen = Arc<Mutex<Vec<u8>>>;

/// Opens a tunnel to this address for every `CONNECT`, and keeps what goes through it.
pub fn proxy_to(address: SocketAddr, seen: &Seen) -> Play {
    let seen = Arc::clone(seen);
    let pass: Act = Arc::new(move |client| pass(client, TcpStream::connect(address)?, &seen));
    Arc::new(move |cue| match cue {
        Cue::Asked { request, .. } if request.head().starts_with("CONNECT ") => {
            vec![Step::Say(b"HTTP/1.1 200 Connection established\r\n\r\n".to_vec()), Step::Do(Arc::clone(&pass))]
        }
        Cue::Asked { .. } => vec![Step::Fin],
        Cue::Accepted => Vec::new(),
    })
}

fn pass(client: &mut TcpStream, mut authority: TcpStream, seen: &Seen) -> io::Result<()> {
    authority.set_nodelay(true)?;
    let (mut back, mut to_client) = (authority.try_clone()?, client.try_clone()?);
    let returned = Arc::clone(seen);
    let backwards = thread::Builder::new().spawn(move || copy(&mut back, &mut to_client, &returned))?;
    // Either end is the end of the connection.
    drop(copy(client, &mut authority, seen));
    drop(backwards.join());
    Ok(())
}

fn copy(from: &mut TcpStream, to: &mut TcpStream, seen: &Seen) -> io::Result<()> {
    let mut bytes = [0; 4096];
    loop {
        match from.read(&mut bytes) {
            Ok(0) => return to.shutdown(Shutdown::Both),
            Ok(count) => {
                lock(seen).extend_from_slice(&bytes[..count]);
                to.write_all(&bytes[..count])?;
            }
            Err(error) if matches!(error.kind(), ErrorKind::WouldBlock | ErrorKind::TimedOut) => {}
            Err(error) => {
                drop(to.shutdown(Shutdown::Both));
                return Err(error);
            }
        }
    }
}
