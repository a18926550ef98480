//! The canary: a key that must be in no text that anybody can read.

use std::error::Error;
use std::sync::{Mutex, Once, PoisonError};

use machineid_guard::Denied;
use machineid_guard_tests::log_capture::LogCapture;
use machineid_guard_tests::scripted::Recorded;

use crate::victim::CANARY;

static PANIC_MESSAGES: Mutex<Vec<String>> = Mutex::new(Vec::new());

/// Keeps what panics say, from now on.
pub fn watch_panics() {
    static WATCHED: Once = Once::new();
    WATCHED.call_once(|| {
        let shown = std::panic::take_hook();
        std::panic::set_hook(Box::new(move |panic| {
            PANIC_MESSAGES.lock().unwrap_or_else(PoisonError::into_inner).push(panic.to_string());
            shown(panic);
        }));
    });
}

/// Looks for the canary in all that a denial says of itself.
pub fn assert_denial_is_clean(denied: &Denied) {
    let mut texts = vec![
        format!("{denied}"),
        format!("{denied:?}"),
        format!("{denied:#?}"),
        denied.agent_message(),
        serde_json::to_string(denied).expect("a denial is JSON"),
        format!("{:?}", denied.reason()),
    ];
    let mut next: Option<&dyn Error> = Some(denied);
    while let Some(error) = next {
        texts.push(format!("{error} {error:?}"));
        next = error.source();
    }
    for text in texts {
        assert!(!text.contains(CANARY), "the key is in {text}");
    }
}

/// Looks for the canary in the log lines and in what panicked so far.
pub fn assert_log_is_clean(log: &LogCapture) {
    assert!(!format!("{:?}", log.lines()).contains(CANARY), "the key is in the log");
    let panics = PANIC_MESSAGES.lock().unwrap_or_else(PoisonError::into_inner);
    assert!(!panics.iter().any(|message| message.contains(CANARY)), "the key is in a panic message");
}

/// The key was sent as a header and nowhere else.
pub fn assert_key_only_in_its_header(requests: &[Recorded]) {
    for request in requests {
        let lines = request.head().lines().filter(|line| line.contains(CANARY)).collect::<Vec<_>>();
        assert_eq!(lines, [format!("x-org-key: {CANARY}")], "in {request:?}");
        assert!(!String::from_utf8_lossy(request.body()).contains(CANARY), "the key is in the body of {request:?}");
    }
}
