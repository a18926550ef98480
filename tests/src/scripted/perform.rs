//! Plays one connection.

use std::io::{self, ErrorKind, Write};
use std::net::{Shutdown, TcpStream};
use std::thread;
use std::time::Duration;

use socket2::SockRef;

use super::request::{self, Recorded};
use super::{Cue, Stage, Step};

/// How often a blocked connection looks whether the server is over.
const GLANCE: Duration = Duration::from_millis(20);

enum Scene {
    GoesOn,
    Over,
}

/// Errors end the connection: the peer went away, which plays make it do.
pub(super) fn connection(stage: &Stage, stream: TcpStream) {
    drop(play_connection(stage, stream));
}

fn play_connection(stage: &Stage, mut stream: TcpStream) -> io::Result<()> {
    stream.set_nodelay(true)?;
    stream.set_read_timeout(Some(GLANCE))?;
    stream.set_write_timeout(Some(GLANCE))?;
    let mut unread = Vec::new();
    let mut nth = 0;
    let mut cue = Cue::Accepted;
    loop {
        for step in stage.steps(&cue) {
            if let Scene::Over = perform(stage, &mut stream, &mut unread, step)? {
                return Ok(());
            }
        }
        let more = |stream: &mut TcpStream, unread: &mut Vec<u8>| receive(stage, stream, unread);
        let Some(request) = Recorded::read(&mut stream, &mut unread, more)? else { return Ok(()) };
        super::lock(&stage.requests).push(request.clone());
        cue = Cue::Asked { nth, request };
        nth += 1;
    }
}

fn perform(stage: &Stage, stream: &mut TcpStream, unread: &mut Vec<u8>, step: Step) -> io::Result<Scene> {
    match step {
        Step::Say(bytes) => say(stage, stream, &bytes)?,
        Step::Drip(bytes, pause) => {
            for byte in bytes {
                say(stage, stream, &[byte])?;
                thread::sleep(pause);
            }
        }
        Step::Repeat(bytes) => loop {
            say(stage, stream, &bytes)?;
        },
        Step::Do(act) => act(stream)?,
        Step::Wait(gate) => gate.wait(),
        Step::Open(gate) => gate.open(),
        Step::Hang => while receive(stage, stream, unread)? > 0 {},
        Step::Fin => {
            stream.shutdown(Shutdown::Write)?;
            // Reads on until the peer closes: unread bytes would turn the end into a reset.
            while receive(stage, stream, unread)? > 0 {}
            return Ok(Scene::Over);
        }
        Step::Reset => {
            SockRef::from(&*stream).set_linger(Some(Duration::ZERO))?;
            return Ok(Scene::Over);
        }
    }
    Ok(Scene::GoesOn)
}

fn say(stage: &Stage, stream: &mut TcpStream, mut bytes: &[u8]) -> io::Result<()> {
    while !bytes.is_empty() {
        match stream.write(bytes) {
            Ok(count) => bytes = &bytes[count..],
            Err(error) => go_on_after(stage, error)?,
        }
    }
    Ok(())
}

fn receive(stage: &Stage, stream: &mut TcpStream, unread: &mut Vec<u8>) -> io::Result<usize> {
    loop {
        match request::receive(stream, unread) {
            Ok(count) => return Ok(count),
            Err(error) => go_on_after(stage, error)?,
        }
    }
}

fn go_on_after(stage: &Stage, error: io::Error) -> io::Result<()> {
    let glanced = matches!(error.kind(), ErrorKind::WouldBlock | ErrorKind::TimedOut | ErrorKind::Interrupted);
    if glanced && !stage.is_over() { Ok(()) } else { Err(error) }
}
