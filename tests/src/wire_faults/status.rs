//! Every status but 200, each with a perfect yes in the body.

use machineid_guard::Fault;

use super::Row;
use crate::scripted::{ALLOW, Step, http, on_validate};

pub(super) fn rows() -> Vec<Row> {
    let statuses = [
        (101, Fault::HttpStatus(101)),
        (201, Fault::HttpStatus(201)),
        (202, Fault::HttpStatus(202)),
        (203, Fault::HttpStatus(203)),
        (204, Fault::HttpStatus(204)),
        (206, Fault::HttpStatus(206)),
        (299, Fault::HttpStatus(299)),
        (304, Fault::RedirectRefused),
        (400, Fault::HttpStatus(400)),
        (401, Fault::KeyRejected),
        (403, Fault::KeyRejected),
        (404, Fault::AuthorityError(404)),
        (407, Fault::HttpStatus(407)),
        (429, Fault::RateLimited),
        (500, Fault::AuthorityError(500)),
        (502, Fault::AuthorityError(502)),
        (503, Fault::AuthorityError(503)),
        (504, Fault::AuthorityError(504)),
        (599, Fault::AuthorityError(599)),
        (999, Fault::AuthorityError(999)),
    ];
    statuses.into_iter().map(|(status, fault)| row(status, fault)).collect()
}

fn row(status: u16, expected: Fault) -> Row {
    let answer = http(&format!("HTTP/1.1 {status} Whatever"), "", ALLOW.as_bytes());
    let play = on_validate(move |_| vec![Step::Say(answer.clone()), Step::Fin]);
    Row::denied(format!("status {status} with a yes in the body"), play, expected)
}
