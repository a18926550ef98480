//! Which process this is, so that a forked child knows that it is another one.
//!
//! A child has the memory of its parent and none of its threads: the gatekeeper's is not there, and a lock
//! that another thread held is held for ever. So the child has to find out before it takes one.

use std::io;

use tokio::runtime::Runtime;

/// A process, told from its children.
#[derive(Debug)]
pub(super) struct Process {
    id: u32,
    /// A child that is the first process of a container has the process id 1, as a parent may have that is
    /// the first of another. The system remembers who made this socket, and tells each who asks by the
    /// numbers of their own container: to such a child the parent has none.
    #[cfg(unix)]
    made_here: tokio::net::UnixStream,
}

impl Process {
    /// This one. The runtime is only there for the socket, which lives on without it.
    ///
    /// # Errors
    /// Where the system gives no socket.
    pub(super) fn current(runtime: &Runtime) -> io::Result<Self> {
        let _inside = runtime.enter();
        Ok(Self {
            id: std::process::id(),
            #[cfg(unix)]
            made_here: tokio::net::UnixStream::pair()?.0,
        })
    }

    /// Whether it is the one that asks. Takes no lock.
    pub(super) fn is_this_one(&self) -> bool {
        std::process::id() == self.id && self.made_the_socket()
    }

    #[cfg(unix)]
    fn made_the_socket(&self) -> bool {
        let maker = self.made_here.peer_cred().ok().and_then(|maker| maker.pid());
        maker.is_some_and(|maker| u32::try_from(maker) == Ok(self.id))
    }

    #[cfg(not(unix))]
    fn made_the_socket(&self) -> bool {
        true
    }
}
