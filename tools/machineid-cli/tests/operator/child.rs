//! The program while it runs: line by line, and asked to end.

#![allow(dead_code, reason = "each of the test programs uses a part of it")]

use std::io::{BufRead, BufReader, Read, Write};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::thread;
use std::time::{Duration, Instant};

use crate::organisation::assert_shows_no_key;

/// Longer than anything takes here.
const HANG: Duration = Duration::from_secs(30);

pub(crate) struct Running {
    child: Child,
    out: Receiver<String>,
    err: Receiver<String>,
}

impl Running {
    pub(crate) fn start(command: &mut Command) -> Self {
        let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("the program runs");
        let (out, err) = (lines(child.stdout.take()), lines(child.stderr.take()));
        Self { child, out, err }
    }

    /// The next line of data.
    #[track_caller]
    pub(crate) fn line(&self) -> String {
        next(&self.out)
    }

    /// The next line beside the data.
    #[track_caller]
    pub(crate) fn aside(&self) -> String {
        next(&self.err)
    }

    /// The lines beside the data, up to the first one that has this in it.
    #[track_caller]
    pub(crate) fn asides_until(&self, what: &str) -> String {
        loop {
            let line = self.aside();
            if line.contains(what) {
                return line;
            }
        }
    }

    /// Types a line, where its standard input is piped.
    #[track_caller]
    pub(crate) fn enter(&mut self) {
        self.child.stdin.as_mut().expect("piped").write_all(b"\n").expect("it reads");
    }

    /// Its standard input ends.
    pub(crate) fn hang_up(&mut self) {
        drop(self.child.stdin.take());
    }

    pub(crate) fn signal(&self, name: &str) {
        let id = self.child.id().to_string();
        assert!(Command::new("kill").args(["-s", name, &id]).status().expect("kill runs").success());
    }

    /// Its exit status, and what it said that was not read.
    #[track_caller]
    pub(crate) fn end(mut self) -> (Option<i32>, Vec<String>, Vec<String>) {
        let deadline = Instant::now() + HANG;
        let status = loop {
            match self.child.try_wait().expect("a child") {
                Some(status) => break status,
                None if Instant::now() > deadline => panic!("it does not end"),
                None => thread::sleep(Duration::from_millis(5)),
            }
        };
        (status.code(), self.out.iter().collect(), self.err.iter().collect())
    }
}

/// A test that fails leaves nothing running.
impl Drop for Running {
    fn drop(&mut self) {
        drop(self.child.kill());
        drop(self.child.wait());
    }
}

#[track_caller]
fn next(lines: &Receiver<String>) -> String {
    lines.recv_timeout(HANG).expect("a line")
}

fn lines(stream: Option<impl Read + Send + 'static>) -> Receiver<String> {
    let (sender, receiver) = channel();
    thread::spawn(move || {
        for line in stream.into_iter().flat_map(|stream| BufReader::new(stream).lines()) {
            let Ok(line) = line else { return };
            assert_shows_no_key(&line);
            // Once the receiver is gone the pipe is closed.
            if sender.send(line).is_err() {
                return;
            }
        }
    });
    receiver
}
