//! No body that differs from the one that was meant is a yes. The oracle is the one of the tests.
#![no_main]

use std::sync::LazyLock;

use libfuzzer_sys::fuzz_target;
use machineid_guard::DeviceId;

#[path = "../../tests/decoder/oracle.rs"]
mod oracle;
#[path = "../../tests/decoder/slow_json.rs"]
mod slow_json;

const ASKED: &str = "openai-agent:prod:payments:01";
static DEVICE: LazyLock<DeviceId> = LazyLock::new(|| DeviceId::new(ASKED).expect("it is a device id"));

fuzz_target!(|body: &[u8]| {
    assert_eq!(oracle::decoded(body, &DEVICE), oracle::expected(body, ASKED));
});
