//! Over plain HTTP/1.1.

use crate::TestResult;
use crate::good::{NO, YES, chunked, http1, sized};
use crate::mutations::{bit_flips, edited, truncations};
use crate::trial::Trial;

const EDITED: u32 = 5_000;

#[test]
fn good_answers_are_understood() -> TestResult {
    let mut trial = Trial::http1()?;
    trial.understands(&http1(YES), &http1(NO))?;
    trial.tally.conclude("HTTP/1.1, good answers");
    Ok(())
}

#[test]
fn no_bit_outside_the_body_turns_a_no_into_a_yes() -> TestResult {
    let mut trial = Trial::http1()?;
    let no = sized(NO);
    let body = no.len() - NO.len();
    for (place, flipped) in bit_flips(&no) {
        assert!(!trial.said(&flipped) || place >= body, "WRONG YES: {}", flipped.escape_ascii());
    }
    assert_eq!(trial.tally.yes(), 0, "one bit does not make `true` of `false`");
    trial.tally.conclude("HTTP/1.1, a no with one bit turned");
    Ok(())
}

#[test]
fn a_yes_with_a_bit_turned_or_cut_short_is_one_only_if_it_still_says_so() -> TestResult {
    let mut trial = Trial::http1()?;
    for yes in [sized(YES), chunked(YES)] {
        for (_, flipped) in bit_flips(&yes).step_by(3) {
            trial.said(&flipped);
        }
        for short in truncations(&yes) {
            assert!(!trial.said(&short), "WRONG YES: {}", short.escape_ascii());
        }
    }
    assert!(trial.tally.yes() > 100, "the bits of a header's value say nothing");
    trial.tally.conclude("HTTP/1.1, a yes with one bit turned, or cut short");
    Ok(())
}

#[test]
fn edited_answers_are_a_yes_only_if_they_still_say_so() -> TestResult {
    let mut trial = Trial::http1()?;
    let answers = [http1(YES), http1(NO)].concat();
    trial.tries(edited(&answers, EDITED));
    assert!(trial.tally.yes() > 0, "nothing was tried");
    trial.tally.conclude("HTTP/1.1, edited answers");
    Ok(())
}

/// Answers that somebody thought of.
#[test]
fn answers_that_look_like_a_yes_are_none() -> TestResult {
    let mut trial = Trial::http1()?;
    let with =
        |fields: &str| format!("HTTP/1.1 200 OK\r\n{fields}content-length: {}\r\n\r\n{YES}", YES.len()).into_bytes();
    let in_chunks = |end: &str| {
        format!("HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n{:x}\r\n{YES}\r\n{end}", YES.len()).into_bytes()
    };
    let liars = [
        with("content-encoding: identity\r\n"),
        with("transfer-encoding: chunked\r\n"),
        with("content-length: 3\r\n"),
        [sized(NO), sized(YES)].concat(),
        format!("HTTP/1.0 200 OK\r\ncontent-length: {}\r\n\r\n{YES}", YES.len()).into_bytes(),
        format!("HTTP/1.1 200 OK\r\n\r\n{YES}").into_bytes(),
        format!("HTTP/1.1 206 OK\r\ncontent-length: {}\r\n\r\n{YES}", YES.len()).into_bytes(),
        in_chunks("0\r\nx-trailer: 1\r\n\r\n"),
        in_chunks("0\r\n:status: 403\r\n\r\n"),
        in_chunks("0\r\n"),
    ];
    trial.refuses(&liars);
    trial.tally.conclude("HTTP/1.1, answers by hand");
    Ok(())
}
