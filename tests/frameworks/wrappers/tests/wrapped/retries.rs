//! What runs a body again after a failure.

use std::time::Duration;

use machineid_guard::guarded_tool;

use crate::trial::{Effects, Trial};

/// Fails twice, and revokes the device in the first attempt: the others should not run.
fn flaky(effects: &Effects, trial: &Trial) -> Result<usize, String> {
    trial.revoke();
    match effects.another() {
        attempt @ 1..3 => Err(format!("attempt {attempt}")),
        attempt => Ok(attempt),
    }
}

/// One attempt ran, and the next one was denied.
#[track_caller]
fn assert_stopped(result: &Result<usize, String>, effects: &Effects) {
    assert!(result.as_ref().is_err_and(|error| error.contains("DEVICE_REVOKED")), "{result:?}");
    assert_eq!(effects.count(), 1);
}

mod with_backon {
    use backon::Retryable as _;
    use backon_macros::backon;

    use super::*;

    fn at_once() -> backon::ConstantBuilder {
        backon::ConstantBuilder::default().with_delay(Duration::from_millis(1)).with_max_times(4)
    }

    #[allow(clippy::ptr_arg, reason = "the macro hands on a reference to the error")]
    fn may_pass(error: &String) -> bool {
        !error.contains("DEVICE_REVOKED")
    }

    #[backon(backoff = at_once, sleep = tokio::time::sleep)]
    #[guarded_tool]
    async fn above(effects: &Effects, trial: &Trial) -> Result<usize, String> {
        flaky(effects, trial)
    }

    #[guarded_tool]
    #[backon(backoff = at_once, sleep = tokio::time::sleep)]
    async fn below(effects: &Effects, trial: &Trial) -> Result<usize, String> {
        flaky(effects, trial)
    }

    #[guarded_tool]
    #[backon(backoff = at_once, sleep = tokio::time::sleep, when = may_pass)]
    async fn below_with_a_condition(effects: &Effects, trial: &Trial) -> Result<usize, String> {
        flaky(effects, trial)
    }

    #[guarded_tool]
    #[backon(backoff = at_once, sleep = std::thread::sleep)]
    fn below_sync(effects: &Effects, trial: &Trial) -> Result<usize, String> {
        flaky(effects, trial)
    }

    #[guarded_tool]
    async fn plain(effects: &Effects, trial: &Trial) -> Result<usize, String> {
        flaky(effects, trial)
    }

    #[tokio::test]
    async fn above_ours_one_question_covers_all_attempts() {
        let (trial, effects) = (Trial::new(), Effects::new());
        let result = trial.guard.scope(above(&effects, &trial)).await;
        assert_eq!((result, effects.count(), trial.validates()), (Ok(3), 3, 1));
    }

    #[tokio::test]
    async fn below_ours_and_called_around_each_attempt_asks() {
        let (trial, effects) = (Trial::new(), Effects::new());
        assert_stopped(&trial.guard.scope(below(&effects, &trial)).await, &effects);
        assert_eq!(trial.validates(), 5, "a denial is tried again, unless a condition says that it is final");

        let (trial, effects) = (Trial::new(), Effects::new());
        assert_stopped(&trial.guard.scope(below_with_a_condition(&effects, &trial)).await, &effects);
        assert_eq!(trial.validates(), 2);

        let (trial, effects) = (Trial::new(), Effects::new());
        let called_around = (|| async { plain(&effects, &trial).await }).retry(at_once()).sleep(tokio::time::sleep);
        assert_stopped(&trial.guard.scope(called_around.when(may_pass)).await, &effects);

        let (trial, effects) = (Trial::new(), Effects::new());
        assert_stopped(&trial.guard.enter(|| below_sync(&effects, &trial)), &effects);
    }
}

mod with_retrying {
    use retrying::retry;

    use super::*;

    #[retry(stop = attempts(4), wait = fixed(0))]
    #[guarded_tool]
    fn above(effects: &Effects, trial: &Trial) -> Result<usize, String> {
        flaky(effects, trial)
    }

    #[guarded_tool]
    #[retry(stop = attempts(4), wait = fixed(0))]
    fn below(effects: &Effects, trial: &Trial) -> Result<usize, String> {
        flaky(effects, trial)
    }

    #[test]
    fn above_ours_one_question_covers_all_attempts_and_below_ours_each_asks() {
        let (trial, effects) = (Trial::new(), Effects::new());
        let result = trial.guard.enter(|| above(&effects, &trial));
        assert_eq!((result, effects.count(), trial.validates()), (Ok(3), 3, 1));

        let (trial, effects) = (Trial::new(), Effects::new());
        assert_stopped(&trial.guard.enter(|| below(&effects, &trial)), &effects);
        assert_eq!(trial.validates(), 2, "a denial ends it");
    }
}
