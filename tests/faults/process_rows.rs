//! Faults of the process itself. Each is shown by a test of its own, here or in another binary of this crate;
//! the document names it, and a test compares the name with the sources.

/// A fault, what the caller sees, and the test that shows it.
pub struct ProcessRow {
    pub fault: &'static str,
    pub seen: &'static str,
    pub source: &'static str,
    pub test: &'static str,
}

macro_rules! source {
    ($path:literal) => {
        include_str!(concat!("../", $path))
    };
}

const LATE: &str = source!("faults/process/late.rs");
const DROPPED: &str = source!("faults/process/dropped.rs");
const RUNTIMES: &str = source!("faults/process/runtimes.rs");
const OBSERVERS: &str = source!("faults/process/observers.rs");
const GONE: &str = source!("faults/process/wakers.rs");
const DESYNC: &str = source!("faults/desync.rs");
const RETRY: &str = source!("faults/one_retry.rs");
const RETRY_HTTP2: &str = source!("faults/one_retry_http2.rs");
const EXECUTORS: &str = source!("process/executors.rs");
const SYNC: &str = source!("process/sync_inside_async.rs");
const FORKED: &str = source!("process/forked.rs");
const OVERLOAD: &str = source!("sharing/overload.rs");
const REVOKE: &str = source!("sharing/revoke.rs");

pub fn rows() -> Vec<ProcessRow> {
    [connections(), executors(), foreign_code(), load()].into_iter().flatten().collect()
}

fn row(fault: &'static str, seen: &'static str, source: &'static str, test: &'static str) -> ProcessRow {
    ProcessRow { fault, seen, source, test }
}

fn connections() -> Vec<ProcessRow> {
    vec![
        row(
            "a server that says a yes that nobody asked for, after each no",
            "denied with the no: over HTTP/1.1 a connection carries one question, over HTTP/2 an answer bears the number \
             of its question",
            DESYNC,
            "a_yes_after_a_no_is_never_believed_however_long_after",
        ),
        row(
            "a server that ends every connection after its first answer, under load",
            "each call runs",
            RETRY,
            "a_server_that_ends_each_connection_after_its_first_answer_causes_no_false_denial",
        ),
        row(
            "HTTP/2 GOAWAY under load",
            "each call runs, after one retry",
            RETRY_HTTP2,
            "goaway_under_64_callers_causes_no_false_denial",
        ),
        row(
            "an HTTP/2 connection that was open is forgotten on its way",
            "one call is denied with `TIMEOUT`, the next one runs",
            RETRY_HTTP2,
            "a_half_open_connection_costs_one_call",
        ),
    ]
}

fn executors() -> Vec<ProcessRow> {
    vec![
        row(
            "the caller's thread comes back after the limit, to a yes",
            "denied with `PERMIT_EXPIRED` or `TIMEOUT`",
            LATE,
            "a_caller_that_comes_back_too_late_for_its_yes_is_denied",
        ),
        row(
            "the caller's runtime is blocked past the limit",
            "denied with `PERMIT_EXPIRED` or `TIMEOUT`",
            LATE,
            "a_runtime_that_is_blocked_past_the_limit_denies_its_callers",
        ),
        row("no runtime", "the call runs", EXECUTORS, "a_sync_function_works_without_any_runtime"),
        row("another executor: smol", "the call runs", EXECUTORS, "an_async_function_works_on_smol"),
        row("another executor: pollster", "the call runs", EXECUTORS, "an_async_function_works_on_pollster"),
        row(
            "a paused tokio clock",
            "the call runs, and a timeout comes in real time",
            RUNTIMES,
            "on_a_paused_clock_no_timeout_comes_early_and_none_is_missing",
        ),
        row(
            "a runtime that is shut down between calls",
            "the call runs, on the same connection",
            RUNTIMES,
            "the_connection_outlives_the_runtimes_that_used_it",
        ),
        row(
            "four current-thread runtimes, one of them blocked",
            "the calls of the others run",
            EXECUTORS,
            "one_guard_serves_several_runtimes_one_of_which_is_blocked",
        ),
        row("a sync function in a current-thread runtime", "the call runs", SYNC, "inside_a_current_thread_runtime"),
        row("a sync function in a multi-thread runtime", "the call runs", SYNC, "inside_a_multi_thread_runtime"),
    ]
}

fn foreign_code() -> Vec<ProcessRow> {
    vec![
        row(
            "the call's future is dropped at an await",
            "nothing ran, and the next call is unharmed",
            DROPPED,
            "a_call_that_is_dropped_at_any_await_ran_nothing_and_harms_no_later_call",
        ),
        row(
            "a `tracing` subscriber that panics",
            "decided as ever",
            OBSERVERS,
            "a_subscriber_of_the_whole_process_that_panics_changes_no_decision",
        ),
        row("a hook that panics", "decided as ever", OBSERVERS, "a_hook_that_panics_changes_no_decision"),
        row(
            "the gatekeeper's thread panics",
            "denied with `GATEKEEPER_GONE`, at once",
            GONE,
            "wakers_of_the_program_cost_nobody_else_anything",
        ),
        row(
            "the process is forked",
            "the child is denied with `GATEKEEPER_GONE`, at once",
            FORKED,
            "a_forked_child_is_denied_and_may_build_a_guard_of_its_own",
        ),
    ]
}

fn load() -> Vec<ProcessRow> {
    vec![
        row(
            "10,000 callers at once on one device",
            "each call runs; they share few questions",
            OVERLOAD,
            "ten_thousand_callers_on_one_device_are_all_decided_by_few_validates",
        ),
        row(
            "callers on 1,000 devices, and the authority hangs",
            "each is denied with `TIMEOUT`, by its deadline",
            OVERLOAD,
            "callers_on_a_thousand_devices_are_all_denied_in_time_by_an_authority_that_hangs",
        ),
        row(
            "more callers than a guard takes",
            "those are denied with `OVERLOADED`",
            OVERLOAD,
            "more_callers_than_a_guard_takes_are_denied_and_the_rest_is_decided",
        ),
        row(
            "a revoke that was acknowledged before the boundary, under 64 callers",
            "denied, whatever is in flight",
            REVOKE,
            "no_call_that_comes_after_an_acknowledged_revoke_is_allowed",
        ),
    ]
}

#[test]
fn each_fault_of_the_process_has_its_test() {
    for ProcessRow { fault, source, test, .. } in rows() {
        assert!(source.contains(&format!("#[test]\nfn {test}(")), "{fault}: there is no test {test}");
    }
}
