//! Over TLS and HTTP/2.

use crate::TestResult;
use crate::good::{NO, YES, http2, sized};
use crate::http2_frames::{answer_frames, frame, with_trailers};
use crate::mutations::{bit_flips, edited, truncations};
use crate::trial::Trial;

const EDITED: u32 = 2_000;

#[test]
fn good_answers_are_understood() -> TestResult {
    let mut trial = Trial::http2()?;
    trial.understands(&http2(YES), &http2(NO))?;
    trial.tally.conclude("HTTP/2, good answers");
    Ok(())
}

#[test]
fn no_bit_turns_a_no_into_a_yes() -> TestResult {
    let mut trial = Trial::http2()?;
    let no = answer_frames(NO);
    let body = no.len() - NO.len();
    for (_, flipped) in bit_flips(&no).filter(|(place, _)| *place < body) {
        assert!(!trial.said(&flipped), "WRONG YES: {}", flipped.escape_ascii());
    }
    trial.tally.conclude("HTTP/2, a no with one bit turned outside its body");
    Ok(())
}

#[test]
fn a_yes_with_a_bit_turned_or_cut_short_is_one_only_if_it_still_says_so() -> TestResult {
    let mut trial = Trial::http2()?;
    let yes = answer_frames(YES);
    for (_, flipped) in bit_flips(&yes).step_by(3) {
        trial.said(&flipped);
    }
    for short in truncations(&yes) {
        assert!(!trial.said(&short), "WRONG YES: {}", short.escape_ascii());
    }
    assert!(trial.tally.yes() > 30, "the bits of a header's value say nothing");
    trial.tally.conclude("HTTP/2, a yes with one bit turned, or cut short");
    Ok(())
}

#[test]
fn edited_answers_are_a_yes_only_if_they_still_say_so() -> TestResult {
    let mut trial = Trial::http2()?;
    let answers = [http2(YES), http2(NO)].concat();
    trial.tries(edited(&answers, EDITED));
    assert!(trial.tally.yes() > 0, "nothing was tried");
    trial.tally.conclude("HTTP/2, edited answers");
    Ok(())
}

/// Answers that somebody thought of.
#[test]
fn answers_that_look_like_a_yes_are_none() -> TestResult {
    let mut trial = Trial::http2()?;
    let on_another_stream = |stream| [frame(1, 0x4, stream, &[0x88]), frame(0, 0x1, stream, YES.as_bytes())].concat();
    let liars = [
        on_another_stream(2),
        on_another_stream(3),
        with_trailers(YES, b"\x00\x05x-end\x011"),
        // `:status: 403` as a trailer.
        with_trailers(YES, b"\x48\x03403"),
        [frame(1, 0x4, 1, b"\x88\x88"), frame(0, 0x1, 1, YES.as_bytes())].concat(),
        [frame(3, 0, 1, &[0; 4]), answer_frames(YES)].concat(),
        [frame(7, 0, 0, &[0; 8]), answer_frames(YES)].concat(),
        [answer_frames(NO), answer_frames(YES)].concat(),
    ];
    trial.refuses(&liars);
    trial.tally.conclude("HTTP/2, answers by hand");
    Ok(())
}

/// The client's library does not insist on the server's SETTINGS; that an answer stands on the question's own
/// stream it does insist on.
#[test]
fn bytes_from_the_start_are_a_yes_only_if_they_say_so() -> TestResult {
    let mut trial = Trial::raw_http2()?;
    for bytes in [sized(YES), Vec::new(), vec![0; 4096], vec![0xff; 4096], b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".to_vec()]
    {
        assert!(!trial.said(&bytes), "{}", bytes.escape_ascii());
    }
    let settings = frame(4, 0, 0, &[0, 3, 0, 0, 0, 100]);
    let answers = [YES, NO].map(|body| [settings.clone(), answer_frames(body)].concat());
    trial.tries(edited(&answers, EDITED / 4));
    trial.tally.conclude("HTTP/2, bytes from the start");
    Ok(())
}
