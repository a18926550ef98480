//! Answers with a few bytes turned, taken out, put in, said twice, or from another answer.

use std::ops::Range;

use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;
use proptest::strategy::ValueTree;
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};

/// Each answer with one bit turned, at each place.
pub fn bit_flips(answer: &[u8]) -> impl Iterator<Item = (usize, Vec<u8>)> {
    (0..answer.len() * 8).map(move |bit| {
        let mut flipped = answer.to_vec();
        flipped[bit / 8] ^= 1 << (bit % 8);
        (bit / 8, flipped)
    })
}

/// Each beginning of an answer.
pub fn truncations(answer: &[u8]) -> impl Iterator<Item = Vec<u8>> {
    (0..answer.len()).map(|length| answer[..length].to_vec())
}

/// Some of all that can be done to one of these answers, the same at each run.
pub fn edited(answers: &[Vec<u8>], count: u32) -> Vec<Vec<u8>> {
    let edit = (0_u8..6, any::<u16>(), 0_u16..40, any::<u16>(), any::<u8>());
    let others = select(answers.to_vec());
    let edited = (select(answers.to_vec()), others, vec(edit, 1..5)).prop_map(|(mut answer, other, edits)| {
        for (kind, at, length, from, byte) in edits {
            apply(&mut answer, &other, kind, at.into(), length.into(), from.into(), byte);
        }
        answer
    });
    let mut runner = TestRunner::new_with_rng(Config::default(), TestRng::deterministic_rng(RngAlgorithm::ChaCha));
    let mut some = || edited.new_tree(&mut runner).expect("nothing is filtered").current();
    (0..count).map(|_| some()).collect()
}

fn apply(answer: &mut Vec<u8>, other: &[u8], kind: u8, at: usize, length: usize, from: usize, byte: u8) {
    let at = at % (answer.len() + 1);
    let range = |bytes: &[u8], start: usize| -> Range<usize> { start..(start + length).min(bytes.len()) };
    match kind {
        0 if at < answer.len() => answer[at] ^= 1 << (byte % 8),
        1 => answer.truncate(at),
        2 => answer.insert(at, byte),
        3 => drop(answer.drain(range(answer, at))),
        4 => {
            let again = answer[range(answer, at)].to_vec();
            answer.splice(at..at, again);
        }
        _ => {
            let piece = other[range(other, from % (other.len() + 1))].to_vec();
            let replaced = if byte.is_multiple_of(2) { at..at } else { at..(at + piece.len()).min(answer.len()) };
            answer.splice(replaced, piece);
        }
    }
}
