//! A name that does not resolve, whose resolution hangs, or for which no thread can be started.
//!
//! The name is looked up by the C library, as in production. A library that is loaded before it stands in
//! for the network's name servers, and for a system that is out of threads: it does what a file says.

use std::net::TcpListener;
use std::path::PathBuf;
use std::time::Duration;

use machineid_guard::{Fault, Reason};
use machineid_guard_tests::child::run_in_child;
use machineid_guard_tests::preloaded;
use machineid_guard_tests::scripted::{DENY, Scripted, healthy, json, on_validate};
use machineid_guard_tests::tls::{CertificateAuthority, TlsServer};

use crate::TestResult;
use crate::run::{assert_row, assert_unharmed};
use crate::table::{Expected, Injection, OwnTest, Row};
use crate::tls;
use crate::victim::{Effect, call_async, call_sync, guard};

const SCRIPT: &str = "RESOLVER_SCRIPT";
const FAULT: &str = "RESOLVER_FAULT";

/// For as long as the file says so, a name stands for 127.0.0.1 (`local`) or 127.0.0.2 (`elsewhere`), resolves to
/// nothing (`fails`), or hangs (`hangs`), or no thread can be started (`threadless`).
const RESOLVER: &str = r#"
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <netdb.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>
typedef int lookup(const char *, const char *, const struct addrinfo *, struct addrinfo **);
static int script(void) {
    FILE *file = fopen(getenv("RESOLVER_SCRIPT"), "r");
    int said = file ? fgetc(file) : 'f';
    if (file) fclose(file);
    return said;
}
int getaddrinfo(const char *name, const char *service, const struct addrinfo *hints, struct addrinfo **found) {
    while (script() == 'h') usleep(10000);
    if (script() == 'f') return EAI_NONAME;
    const char *address = script() == 'e' ? "127.0.0.2" : "127.0.0.1";
    return ((lookup *)dlsym(RTLD_NEXT, "getaddrinfo"))(address, service, hints, found);
}
typedef int start(pthread_t *, const pthread_attr_t *, void *(*)(void *), void *);
int pthread_create(pthread_t *thread, const pthread_attr_t *attributes, void *(*body)(void *), void *argument) {
    if (script() == 't') return EAGAIN;
    return ((start *)dlsym(RTLD_NEXT, "pthread_create"))(thread, attributes, body, argument);
}
"#;

pub fn rows() -> Vec<Row> {
    let own = |fault: &str, test: OwnTest, expected: Fault| {
        Row::new(fault, Injection::Own(test), Expected::Denied(Reason::Fault(expected)))
    };
    vec![
        own("the name does not resolve", |_| with_resolver("fails"), Fault::Unreachable),
        own("name resolution hangs", |_| with_resolver("hangs"), Fault::Timeout),
        own("no thread can be started to look the name up", |_| with_resolver("threadless"), Fault::OutOfResources),
    ]
}

fn with_resolver(fault: &str) -> TestResult {
    in_child("names::child_with_resolver", fault)
}

fn in_child(test: &str, fault: &str) -> TestResult {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(format!("resolver-{}-{fault}", std::process::id()));
    std::fs::create_dir_all(&folder)?;
    let (library, script) = (preloaded::compile(&folder, RESOLVER)?, folder.join("script"));
    std::fs::write(&script, "local")?;
    let outcome =
        run_in_child(test, |command| command.env("LD_PRELOAD", library).env(SCRIPT, &script).env(FAULT, fault));
    std::fs::remove_dir_all(&folder)?;
    outcome
}

/// Run by [`with_resolver`], in a process that has the scripted resolver.
#[test]
#[ignore = "a child process of another test"]
fn child_with_resolver() -> TestResult {
    let said = std::env::var(FAULT)?;
    let fault = match said.as_str() {
        "hangs" => Fault::Timeout,
        "threadless" => Fault::OutOfResources,
        _ => Fault::Unreachable,
    };
    let row = Row::new("", Injection::Own(|_| Ok(())), Expected::Denied(Reason::Fault(fault)));
    let trusted = CertificateAuthority::new()?;
    let authority = TlsServer::start(tls::healthy(&trusted)?)?;
    let url = format!("https://authority.test:{}", authority.address().port());
    let guard = guard(&url, row.patience.timeout()).root_certificate(trusted.pem()).build()?;
    // So that the threads that wake async callers are there, and none of a connection.
    std::fs::write(std::env::var(SCRIPT)?, "fails")?;
    assert!(call_async(&guard, &Effect::default()).is_err());
    std::fs::write(std::env::var(SCRIPT)?, &said)?;
    assert_row(&row, &guard);
    assert_eq!(authority.connections(), 0);
    std::fs::write(std::env::var(SCRIPT)?, "local")?;
    assert_unharmed(&guard);
    Ok(())
}

#[test]
fn no_resolver_can_point_a_plain_localhost_elsewhere() -> TestResult {
    in_child("names::child_whose_localhost_is_elsewhere", "elsewhere")
}

/// Run by [`no_resolver_can_point_a_plain_localhost_elsewhere`].
#[test]
#[ignore = "a child process of another test"]
fn child_whose_localhost_is_elsewhere() -> TestResult {
    let authority = Scripted::start(on_validate(|_| vec![json(DENY)]))?;
    let stranger = Scripted::on(TcpListener::bind(("127.0.0.2", authority.address().port()))?, healthy())?;
    std::fs::write(std::env::var(SCRIPT)?, std::env::var(FAULT)?)?;
    let url = format!("http://localhost:{}", authority.address().port());
    let denied = call_sync(&guard(&url, Duration::from_secs(10)).build()?, &Effect::default()).unwrap_err();
    assert_eq!((denied.code(), stranger.connections()), ("DEVICE_REVOKED", 0));
    Ok(())
}
