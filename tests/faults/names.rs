//! A name that does not resolve, or whose resolution hangs.
//!
//! The name is looked up by the C library, as in production. A library that is loaded before it stands in
//! for the network's name servers: it does what a file says.

use std::path::PathBuf;

use machineid_guard::{Fault, Reason};
use machineid_guard_tests::child::run_in_child;
use machineid_guard_tests::preloaded;
use machineid_guard_tests::tls::{CertificateAuthority, TlsServer};

use crate::TestResult;
use crate::run::{assert_row, assert_unharmed};
use crate::table::{Expected, Injection, OwnTest, Row};
use crate::tls;
use crate::victim::guard;

const SCRIPT: &str = "RESOLVER_SCRIPT";
const FAULT: &str = "RESOLVER_FAULT";

/// Answers with 127.0.0.1, fails, or hangs for as long as the file says so.
const RESOLVER: &str = r#"
#define _GNU_SOURCE
#include <dlfcn.h>
#include <netdb.h>
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
    return ((lookup *)dlsym(RTLD_NEXT, "getaddrinfo"))("127.0.0.1", service, hints, found);
}
"#;

pub fn rows() -> Vec<Row> {
    let own = |fault: &str, test: OwnTest, expected: Fault| {
        Row::new(fault, Injection::Own(test), Expected::Denied(Reason::Fault(expected)))
    };
    vec![
        own("the name does not resolve", |_| with_resolver("fails"), Fault::Unreachable),
        own("name resolution hangs", |_| with_resolver("hangs"), Fault::Timeout),
    ]
}

fn with_resolver(fault: &str) -> TestResult {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(format!("resolver-{}-{fault}", std::process::id()));
    std::fs::create_dir_all(&folder)?;
    let (library, script) = (preloaded::compile(&folder, RESOLVER)?, folder.join("script"));
    std::fs::write(&script, fault)?;
    let outcome = run_in_child("names::child_with_resolver", |command| {
        command.env("LD_PRELOAD", library).env(SCRIPT, &script).env(FAULT, fault)
    });
    std::fs::remove_dir_all(&folder)?;
    outcome
}

/// Run by [`with_resolver`], in a process that has the scripted resolver.
#[test]
#[ignore = "a child process of another test"]
fn child_with_resolver() -> TestResult {
    let fault = if std::env::var(FAULT)? == "hangs" { Fault::Timeout } else { Fault::Unreachable };
    let row = Row::new("", Injection::Own(|_| Ok(())), Expected::Denied(Reason::Fault(fault)));
    let trusted = CertificateAuthority::new()?;
    let authority = TlsServer::start(tls::healthy(&trusted)?)?;
    let url = format!("https://authority.test:{}", authority.address().port());
    let guard = guard(&url, row.patience.timeout()).root_certificate(trusted.pem()).build()?;
    assert_row(&row, &guard);
    assert_eq!(authority.connections(), 0);
    std::fs::write(std::env::var(SCRIPT)?, "local")?;
    assert_unharmed(&guard);
    Ok(())
}
