//! Every status but 200, whose rows are those of the wire, and redirects, each with a perfect yes in the body.

use machineid_guard::{Fault, Reason};
use machineid_guard_tests::scripted::{ALLOW, Scripted, Step, healthy, http, on_validate};
use machineid_guard_tests::wire_faults;

use crate::TestResult;
use crate::leak::assert_key_only_in_its_header;
use crate::run::{assert_row, assert_unharmed};
use crate::table::{Expected, Injection, OwnTest, Row};
use crate::victim::guard;

pub fn rows() -> Vec<Row> {
    let mut rows: Vec<Row> = wire_faults::status().into_iter().map(Row::from).collect();
    let redirects: [(u16, OwnTest); 5] = [
        (301, |row| redirect(row, 301)),
        (302, |row| redirect(row, 302)),
        (303, |row| redirect(row, 303)),
        (307, |row| redirect(row, 307)),
        (308, |row| redirect(row, 308)),
    ];
    let refused = Expected::Denied(Reason::Fault(Fault::RedirectRefused));
    rows.extend(redirects.into_iter().map(|(status, test)| {
        let fault = format!("status {status}, to another origin that would say yes (which sees nothing)");
        Row::new(fault, Injection::Own(test), refused.clone())
    }));
    rows
}

fn redirect(row: &Row, status: u16) -> TestResult {
    let tempting = Scripted::start(healthy())?;
    let head = format!("location: {}/api/v1/devices/validate\r\n", tempting.base_url());
    let answer = http(&format!("HTTP/1.1 {status} Moved"), &head, ALLOW.as_bytes());
    let authority = Scripted::start(on_validate(move |_| vec![Step::Say(answer.clone())]))?;
    let guard = guard(&authority.base_url(), row.patience.timeout()).build()?;
    assert_row(row, &guard);
    authority.play(healthy());
    assert_unharmed(&guard);
    assert_eq!(tempting.connections(), 0, "the redirect was followed");
    assert_key_only_in_its_header(&authority.requests());
    Ok(())
}
