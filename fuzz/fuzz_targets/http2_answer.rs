//! No bytes that come back over TLS and HTTP/2, after the SETTINGS of both sides, are a yes but the one well-formed
//! answer. The oracle is the one of the tests.
#![no_main]

use std::sync::LazyLock;

use libfuzzer_sys::fuzz_target;
use machineid_guard_tests::played::Played;
use machineid_guard_tests::tls::CertificateAuthority;

#[path = "../../tests/answers/ask.rs"]
#[expect(dead_code, reason = "nobody is asked plainly here")]
mod ask;
#[path = "../../tests/answers/http2_oracle.rs"]
mod http2_oracle;
#[path = "../../tests/decoder/oracle.rs"]
#[expect(dead_code, reason = "the decoder is asked by the client here, not by the oracle's own function")]
mod oracle;
#[path = "../../tests/decoder/slow_json.rs"]
mod slow_json;

use ask::{ASKED, Asker};

static AUTHORITY: LazyLock<(Played, Asker)> = LazyLock::new(|| {
    let trusted = CertificateAuthority::new().expect("a key");
    let played = Played::http2(&trusted).expect("a loopback port");
    let asker = Asker::over_tls(played.base_url(), trusted.pem());
    (played, asker)
});

fuzz_target!(|bytes: &[u8]| {
    let (played, asker) = &*AUTHORITY;
    played.play(bytes);
    assert!(!asker.is_yes() || http2_oracle::is_yes(bytes, ASKED), "WRONG YES");
});
