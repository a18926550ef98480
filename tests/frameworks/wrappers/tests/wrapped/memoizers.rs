//! What answers from memory.

use machineid_guard::guarded_tool;
use machineid_guard::local::prove_denied;
use once_cell::sync::OnceCell;

use crate::trial::{Answer, Effects, Seen, Trial, seen, seen_after_a_denial};

mod with_cached {
    use cached::macros::{cached, concurrent_cached, once};
    use cached::macros::{cached as cached_renamed, concurrent_cached as concurrent_renamed, once as once_renamed};

    use super::*;

    static EFFECTS: Effects = Effects::new();

    #[cached]
    #[guarded_tool]
    fn above(key: u8) -> Result<usize, String> {
        Ok(usize::from(key) + EFFECTS.another())
    }

    #[guarded_tool]
    #[cached_renamed]
    fn below(key: u8) -> Result<usize, String> {
        Ok(usize::from(key) + EFFECTS.another())
    }

    #[once]
    #[guarded_tool]
    async fn once_above() -> Result<usize, String> {
        Ok(EFFECTS.another())
    }

    #[guarded_tool]
    #[once_renamed]
    async fn once_below() -> Result<usize, String> {
        Ok(EFFECTS.another())
    }

    #[concurrent_cached]
    #[guarded_tool]
    async fn concurrent_above(key: u8) -> Result<usize, String> {
        Ok(usize::from(key) + EFFECTS.another())
    }

    #[guarded_tool]
    #[concurrent_renamed]
    async fn concurrent_below(key: u8) -> Result<usize, String> {
        Ok(usize::from(key) + EFFECTS.another())
    }

    #[tokio::test]
    async fn above_ours_asks_every_time_and_below_ours_answers_from_its_cache() {
        assert_eq!(seen(async || above(1)).await, Seen::BEFORE_THE_CACHE_AND_BEHIND_IT);
        assert_eq!(seen(async || once_above().await).await, Seen::HOLDS);
        assert_eq!(seen(async || concurrent_above(1).await).await, Seen::HOLDS);
        assert_eq!(seen(async || below(1)).await, Seen::CACHED_YES);
        assert_eq!(seen(async || once_below().await).await, Seen::CACHED_YES);
        assert_eq!(seen(async || concurrent_below(1).await).await, Seen::CACHED_YES);
        assert_eq!(EFFECTS.count(), 6, "each body ran once");
    }
}

mod with_memoize {
    use memoize::memoize as renamed;

    use super::*;

    static EFFECTS: Effects = Effects::new();

    #[guarded_tool]
    #[renamed]
    fn below(key: u8) -> Result<usize, String> {
        Ok(usize::from(key) + EFFECTS.another())
    }

    #[guarded_tool]
    #[renamed]
    fn below_denied_first(key: u8) -> Result<usize, String> {
        Ok(usize::from(key) + EFFECTS.another())
    }

    /// Above ours, it puts ours on the function behind its cache: an error of ours, shown in this crate's
    /// documentation.
    #[tokio::test]
    async fn below_ours_it_keeps_a_yes_and_a_no() {
        assert_eq!(seen(async || below(1)).await, Seen::CACHED_YES);
        let denied_first = seen_after_a_denial(async || below_denied_first(1)).await;
        assert_eq!(denied_first, [Answer::Denied, Answer::Denied], "the denial is kept after the restore");
    }
}

mod with_memoise {
    use memoise::memoise;
    use memoise::memoise as renamed;

    use super::*;

    static EFFECTS: Effects = Effects::new();

    #[memoise(key <= 3)]
    #[guarded_tool]
    fn above(key: usize) -> Result<usize, String> {
        Ok(key + EFFECTS.another())
    }

    #[guarded_tool]
    #[renamed(key <= 3)]
    fn below(key: usize) -> Result<usize, String> {
        Ok(key + EFFECTS.another())
    }

    #[tokio::test]
    async fn above_ours_it_drops_the_boundary_and_below_ours_it_answers_from_its_cache() {
        assert_eq!(seen(async || above(1)).await, Seen::DROPPED);
        assert_eq!(seen(async || below(1)).await, Seen::CACHED_YES);
    }

    #[tokio::test]
    async fn calling_each_tool_finds_the_dropped_boundary_and_the_cache_that_was_filled_before() {
        let trial = Trial::new();
        trial.guard.enter(|| below(2)).expect("allowed, and remembered");
        let call = async |tool: String| {
            let answer = trial.guard.enter(|| if tool == "above" { above(2) } else { below(2) });
            format!("{answer:?}")
        };
        let report = prove_denied(&trial.authority, ["above", "below"], call).await.unwrap_err().to_string();
        assert!(report.contains("above: NOT STOPPED: nobody was asked"), "{report}");
        assert!(report.contains("below: NOT STOPPED: nobody was asked"), "{report}");
    }
}

mod with_michie {
    use michie::memoized;
    use michie::memoized as renamed;

    use super::*;

    static EFFECTS: Effects = Effects::new();

    #[memoized(key_expr = key, store_type = std::collections::HashMap<u8, Result<usize, String>>)]
    #[guarded_tool]
    fn above(key: u8) -> Result<usize, String> {
        Ok(EFFECTS.another())
    }

    #[guarded_tool]
    #[renamed(key_expr = key, store_type = std::collections::HashMap<u8, Result<usize, String>>)]
    fn below(key: u8) -> Result<usize, String> {
        Ok(EFFECTS.another())
    }

    #[tokio::test]
    async fn above_ours_asks_every_time_and_below_ours_answers_from_its_cache() {
        assert_eq!(seen(async || above(1)).await, Seen::HOLDS);
        assert_eq!(seen(async || below(1)).await, Seen::CACHED_YES);
    }
}

mod with_fncache {
    use fncache::backends::memory::MemoryBackend;
    use fncache::{fncache, fncache as renamed, init_global_cache};

    use super::*;

    static EFFECTS: Effects = Effects::new();

    #[fncache(ttl = 60)]
    #[guarded_tool]
    fn above(number: u8) -> Result<usize, String> {
        Ok(usize::from(number) + EFFECTS.another())
    }

    #[guarded_tool]
    #[renamed(ttl = 60)]
    fn below(number: u8) -> Result<usize, String> {
        Ok(usize::from(number) + EFFECTS.another())
    }

    #[tokio::test]
    async fn above_ours_asks_every_time_and_below_ours_answers_from_its_cache() {
        init_global_cache(MemoryBackend::new()).expect("the only one of this program");
        assert_eq!(seen(async || above(1)).await, Seen::HOLDS);
        assert_eq!(seen(async || below(1)).await, Seen::CACHED_YES);
    }
}

mod in_two_functions {
    use cached::macros::cached;
    use memoize::memoize;

    use super::*;

    static EFFECTS: Effects = Effects::new();

    #[guarded_tool]
    fn search(key: u8) -> Result<usize, String> {
        Ok(searched(key))
    }

    #[memoize]
    fn searched(key: u8) -> usize {
        usize::from(key) + EFFECTS.another()
    }

    #[guarded_tool]
    async fn fetch(key: u8) -> Result<usize, String> {
        Ok(fetched(key).await)
    }

    #[cached]
    async fn fetched(key: u8) -> usize {
        usize::from(key) + EFFECTS.another()
    }

    #[tokio::test]
    async fn every_memoizer_holds_and_keeps_no_denial() {
        assert_eq!(seen_after_a_denial(async || search(1)).await, [Answer::Denied, Answer::Result { asked: 1 }]);
        assert_eq!(seen(async || search(1)).await, Seen::HOLDS);
        assert_eq!(seen(async || fetch(1).await).await, Seen::HOLDS);
        assert_eq!(EFFECTS.count(), 2, "each body ran once, the rest came from the caches");
    }
}

/// Cells are no attributes, and nothing of ours can see them: what counts is on which side of the question
/// they stand.
mod in_a_cell {
    use super::*;

    static INSIDE: OnceCell<usize> = OnceCell::new();
    static OUTSIDE: OnceCell<usize> = OnceCell::new();
    static ASYNC_OUTSIDE: tokio::sync::OnceCell<usize> = tokio::sync::OnceCell::const_new();
    static EFFECTS: Effects = Effects::new();

    #[guarded_tool]
    fn cell_inside() -> Result<usize, String> {
        Ok(*INSIDE.get_or_init(|| EFFECTS.another()))
    }

    #[guarded_tool]
    fn plain() -> Result<usize, String> {
        Ok(EFFECTS.another())
    }

    #[tokio::test]
    async fn inside_of_the_guarded_function_asks_every_time_and_around_its_call_asks_once() {
        assert_eq!(seen(async || cell_inside()).await, Seen::HOLDS);
        assert_eq!(seen(async || OUTSIDE.get_or_try_init(plain)).await, Seen::CACHED_YES);
        assert_eq!(seen(async || ASYNC_OUTSIDE.get_or_try_init(async || plain()).await).await, Seen::CACHED_YES);
    }
}
