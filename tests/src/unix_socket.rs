//! A Unix socket in front of a port: what a scripted listener plays is seen through it, byte for byte.

use std::io::{self, Read, Write};
use std::net::{Shutdown, SocketAddr, TcpStream};
use std::os::unix::net::{UnixListener, UnixStream};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::thread;

/// The socket. It goes when it is dropped.
#[derive(Debug)]
pub struct UnixSocket {
    path: PathBuf,
    over: Arc<AtomicBool>,
}

impl UnixSocket {
    /// Listens in the folder for temporary files, on a path of its own.
    ///
    /// # Errors
    /// Where the system gives no socket or no thread.
    pub fn in_front_of(port: SocketAddr) -> io::Result<Self> {
        static NEXT: AtomicUsize = AtomicUsize::new(0);
        let name = format!("mid-{}-{}.sock", std::process::id(), NEXT.fetch_add(1, Ordering::SeqCst));
        Self::at(std::env::temp_dir().join(name), port)
    }

    /// Listens on this path.
    ///
    /// # Errors
    /// Where the system gives no socket or no thread.
    pub fn at(path: PathBuf, port: SocketAddr) -> io::Result<Self> {
        let listener = UnixListener::bind(&path)?;
        let over = Arc::new(AtomicBool::new(false));
        let is_over = Arc::clone(&over);
        thread::Builder::new().spawn(move || {
            for client in listener.incoming().map_while(Result::ok) {
                if is_over.load(Ordering::SeqCst) {
                    return;
                }
                // Where the port refuses, the connection ends here.
                drop(TcpStream::connect(port).and_then(|server| join(client, server)));
            }
        })?;
        Ok(Self { path, over })
    }

    /// Where it is.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// `unix:` and where it is.
    #[must_use]
    pub fn base_url(&self) -> String {
        format!("unix:{}", self.path.display())
    }
}

impl Drop for UnixSocket {
    fn drop(&mut self) {
        self.over.store(true, Ordering::SeqCst);
        // The accepting thread sees the end at its next connection: this one.
        drop(UnixStream::connect(&self.path));
        drop(std::fs::remove_file(&self.path));
    }
}

fn join(client: UnixStream, server: TcpStream) -> io::Result<()> {
    server.set_nodelay(true)?;
    let (mut from_client, mut to_server) = (client.try_clone()?, server.try_clone()?);
    thread::Builder::new().spawn(move || {
        drop(copy(&mut from_client, &mut to_server));
        to_server.shutdown(Shutdown::Write)
    })?;
    let (mut from_server, mut to_client) = (server, client);
    thread::Builder::new().spawn(move || {
        drop(copy(&mut from_server, &mut to_client));
        drop(from_server.shutdown(Shutdown::Both));
        to_client.shutdown(Shutdown::Both)
    })?;
    Ok(())
}

fn copy(from: &mut impl Read, to: &mut impl Write) -> io::Result<()> {
    let mut bytes = [0; 4096];
    loop {
        match from.read(&mut bytes)? {
            0 => return Ok(()),
            count => to.write_all(&bytes[..count])?,
        }
    }
}
