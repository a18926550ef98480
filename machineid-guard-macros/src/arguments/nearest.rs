//! The word that a user most likely meant.

/// The candidate that is nearest to `word`, if any is near enough to be offered.
pub(crate) fn nearest<'a>(word: &str, candidates: &[&'a str]) -> Option<&'a str> {
    let word = word.to_lowercase();
    candidates
        .iter()
        .map(|candidate| (distance(&word, candidate), *candidate))
        // A third of the letters may be wrong, at least two: more is no longer the same word.
        .filter(|(distance, candidate)| *distance <= (candidate.chars().count() / 3).max(2))
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, candidate)| candidate)
}

/// How many letters must be put in, taken out, replaced, or swapped with their neighbour.
fn distance(from: &str, to: &str) -> usize {
    let to: Vec<char> = to.chars().collect();
    let mut before_previous: Vec<usize> = Vec::new();
    let mut previous: Vec<usize> = (0..=to.len()).collect();
    let mut last_letter = None;
    for (row, letter) in from.chars().enumerate() {
        let mut current = vec![row + 1];
        for (column, wanted) in to.iter().enumerate() {
            let replaced = previous.get(column).copied().unwrap_or(usize::MAX - 1) + usize::from(letter != *wanted);
            let taken_out = previous.get(column + 1).copied().unwrap_or(usize::MAX - 1) + 1;
            let put_in = current.get(column).copied().unwrap_or(usize::MAX - 1) + 1;
            let mut best = replaced.min(taken_out).min(put_in);
            let is_swap = column > 0 && last_letter == Some(*wanted) && to.get(column - 1) == Some(&letter);
            if let (true, Some(swapped)) = (is_swap, before_previous.get(column.wrapping_sub(1))) {
                best = best.min(swapped + 1);
            }
            current.push(best);
        }
        before_previous = std::mem::replace(&mut previous, current);
        last_letter = Some(letter);
    }
    previous.last().copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::{distance, nearest};

    const ARGUMENTS: &[&str] = &["name", "surface", "device", "guard", "on_denied", "permit", "future", "crate"];

    #[test]
    fn a_slip_finds_its_argument() {
        assert_eq!(nearest("surfce", ARGUMENTS), Some("surface"));
        assert_eq!(nearest("divice", ARGUMENTS), Some("device"));
        assert_eq!(nearest("ondenied", ARGUMENTS), Some("on_denied"));
        assert_eq!(nearest("Name", ARGUMENTS), Some("name"));
        assert_eq!(nearest("permti", ARGUMENTS), Some("permit"));
    }

    #[test]
    fn another_word_finds_nothing() {
        assert_eq!(nearest("timeout_policy", ARGUMENTS), None);
        assert_eq!(nearest("", &["surface"]), None);
    }

    #[test]
    fn the_distance_counts_letters() {
        assert_eq!(distance("", "abc"), 3);
        assert_eq!(distance("abc", ""), 3);
        assert_eq!(distance("kitten", "sitting"), 3);
        assert_eq!(distance("nmae", "name"), 1);
    }
}
