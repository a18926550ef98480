//! No bytes that come back over plain HTTP/1.1 are a yes but the one well-formed answer. The oracle is the one of the
//! tests.
#![no_main]

use std::sync::LazyLock;

use libfuzzer_sys::fuzz_target;
use machineid_guard_tests::played::Played;

#[path = "../../tests/answers/ask.rs"]
#[expect(dead_code, reason = "nobody is asked over TLS here")]
mod ask;
#[path = "../../tests/answers/http1_oracle.rs"]
mod http1_oracle;
#[path = "../../tests/decoder/oracle.rs"]
#[expect(dead_code, reason = "the decoder is asked by the client here, not by the oracle's own function")]
mod oracle;
#[path = "../../tests/decoder/slow_json.rs"]
mod slow_json;

use ask::{ASKED, Asker};

static AUTHORITY: LazyLock<(Played, Asker)> = LazyLock::new(|| {
    let played = Played::http1().expect("a loopback port");
    let asker = Asker::plain(played.base_url());
    (played, asker)
});

fuzz_target!(|bytes: &[u8]| {
    let (played, asker) = &*AUTHORITY;
    played.play(bytes);
    assert!(!asker.is_yes() || http1_oracle::is_yes(bytes, ASKED), "WRONG YES");
});
