//! Faults of the process itself, of kept connections and of load. Each row holds the test that shows it, so
//! there is none without; `run_process_rows` runs them all.

use crate::load::{overload, places, revoke};
use crate::process::{
    budget, dropped, executors, forked, host_executor, late, loggers, observers, reentrant, runtimes,
    sync_inside_async, wakers,
};
use crate::{TestResult, desync, one_retry, one_retry_http2};

/// A fault, what the caller sees, and the test that shows it.
pub struct ProcessRow {
    pub fault: &'static str,
    pub seen: &'static str,
    /// The path of the test, for whoever looks for it.
    pub name: &'static str,
    pub run: fn() -> TestResult,
    pub company: Company,
}

/// Which other rows may run at the same time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Company {
    /// Those that bear company as well.
    Any,
    /// None: the row loads the machine, or would not bear that somebody does.
    None,
}

macro_rules! row {
    ($fault:expr, $seen:expr, $run:path $(,)?) => {
        ProcessRow { fault: $fault, seen: $seen, name: stringify!($run), run: $run, company: Company::Any }
    };
}

pub fn rows() -> Vec<ProcessRow> {
    [alone(connections()), executors(), foreign_code(), alone(load())].into_iter().flatten().collect()
}

fn alone(rows: Vec<ProcessRow>) -> Vec<ProcessRow> {
    rows.into_iter().map(|row| ProcessRow { company: Company::None, ..row }).collect()
}

fn connections() -> Vec<ProcessRow> {
    vec![
        row!(
            "a server that says a yes that nobody asked for, after each no",
            "denied with the no: over HTTP/1.1 a connection carries one question, over HTTP/2 an answer bears the number \
             of its question",
            desync::a_yes_after_a_no_is_never_believed_however_long_after,
        ),
        row!(
            "a server that ends every connection after its first answer, under load",
            "each call runs",
            one_retry::a_server_that_ends_each_connection_after_its_first_answer_causes_no_false_denial,
        ),
        row!(
            "HTTP/2 GOAWAY under load",
            "each call runs, after one retry",
            one_retry_http2::goaway_under_64_callers_causes_no_false_denial,
        ),
        row!(
            "an HTTP/2 connection that was open is forgotten on its way",
            "one call is denied with `TIMEOUT`, the next one runs",
            one_retry_http2::a_half_open_connection_costs_one_call,
        ),
    ]
}

fn executors() -> Vec<ProcessRow> {
    vec![
        row!(
            "the caller's thread comes back after the limit, to a yes",
            "denied with `PERMIT_EXPIRED` or `TIMEOUT`",
            late::a_caller_that_comes_back_too_late_for_its_yes_is_denied,
        ),
        row!(
            "the caller's runtime is blocked past the limit",
            "denied with `PERMIT_EXPIRED` or `TIMEOUT`",
            late::a_runtime_that_is_blocked_past_the_limit_denies_its_callers,
        ),
        row!("no runtime", "the call runs", executors::a_sync_function_works_without_any_runtime),
        row!("another executor: smol", "the call runs", executors::an_async_function_works_on_smol),
        row!("another executor: pollster", "the call runs", executors::an_async_function_works_on_pollster),
        row!(
            "a paused tokio clock",
            "the call runs, and a timeout comes in real time",
            runtimes::on_a_paused_clock_no_timeout_comes_early_and_none_is_missing,
        ),
        row!(
            "a runtime that is shut down between calls",
            "the call runs, on the same connection",
            runtimes::the_connection_outlives_the_runtimes_that_used_it,
        ),
        row!(
            "four current-thread runtimes, one of them blocked",
            "the calls of the others run",
            executors::one_guard_serves_several_runtimes_one_of_which_is_blocked,
        ),
        row!(
            "a sync function in a current-thread runtime",
            "the call runs",
            sync_inside_async::inside_a_current_thread_runtime
        ),
        row!(
            "a sync function in a multi-thread runtime",
            "the call runs",
            sync_inside_async::inside_a_multi_thread_runtime
        ),
    ]
}

fn foreign_code() -> Vec<ProcessRow> {
    vec![
        row!(
            "the call's future is dropped at an await",
            "nothing ran, and the next call is unharmed",
            dropped::a_call_that_is_dropped_at_any_await_ran_nothing_and_harms_no_later_call,
        ),
        row!(
            "a `tracing` subscriber that panics",
            "decided as ever",
            observers::a_subscriber_of_the_whole_process_that_panics_changes_no_decision,
        ),
        row!("a hook that panics", "decided as ever", observers::a_hook_that_panics_changes_no_decision),
        row!(
            "a `log` logger that panics on the gatekeeper's thread",
            "the questions under way are denied with `GATEKEEPER_GONE`, and the next one runs",
            loggers::a_logger_that_panics_costs_the_questions_under_way_and_not_the_process,
        ),
        row!(
            "a `log` logger that blocks the gatekeeper's thread",
            "denied with `TIMEOUT` or `GATEKEEPER_GONE`, by the deadline; another thread takes the next question",
            loggers::a_logger_that_blocks_costs_its_callers_a_denial_in_time_and_later_calls_work,
        ),
        row!(
            "a `log` logger that calls a tool on the gatekeeper's thread",
            "the logger's call is denied with `WHILE_REPORTING`; the others are decided as ever",
            loggers::a_logger_that_calls_a_tool_is_denied_there_and_hangs_nobody,
        ),
        row!(
            "a hook that calls a tool",
            "the hook's call is denied with `WHILE_REPORTING`; the others are decided as ever",
            reentrant::a_hook_that_calls_a_tool_is_denied_there_and_overflows_nothing,
        ),
        row!(
            "a `tracing` subscriber that calls a tool",
            "the subscriber's call is denied with `WHILE_REPORTING`; the others are decided as ever",
            reentrant::a_layer_that_calls_a_tool_is_denied_there_and_overflows_nothing,
        ),
        row!(
            "a waker that panics",
            "the calls of the others run, and later ones",
            wakers::a_waker_that_panics_costs_nobody_else_anything,
        ),
        row!(
            "a waker that blocks",
            "the calls of the others run, and later ones",
            wakers::a_waker_that_blocks_costs_nobody_else_anything,
        ),
        row!(
            "a waker that polls its task in place",
            "the body runs on a thread of its own kind, and every call runs",
            wakers::a_waker_that_polls_in_place_does_not_hold_the_gatekeeper_up,
        ),
        row!(
            "wakers that block, and an authority that is silent",
            "the others are denied with `TIMEOUT`, by their deadlines",
            wakers::every_async_caller_is_woken_at_its_deadline_by_a_silent_authority,
        ),
        row!(
            "a sibling in the same task that has used up tokio's budget: an answer",
            "the call runs",
            budget::an_answer_is_seen_by_a_task_without_budget,
        ),
        row!(
            "a sibling in the same task that has used up tokio's budget: no answer",
            "denied with `TIMEOUT`, by the deadline",
            budget::a_timeout_is_seen_by_a_task_without_budget,
        ),
        row!(
            "a sibling in the same task that has used up tokio's budget: a stop of a running body",
            "the body is dropped",
            budget::a_stop_is_seen_by_a_running_body_without_budget,
        ),
        row!(
            "a sync function inside of `pollster::block_on`, beside a future that is woken meanwhile",
            "both run: no wake-up is lost",
            host_executor::pollster_loses_no_wake_up,
        ),
        row!(
            "the same inside of `smol::block_on`",
            "both run: no wake-up is lost",
            host_executor::smol_loses_no_wake_up,
        ),
        row!(
            "the same inside of tokio's `block_on`",
            "both run: no wake-up is lost",
            host_executor::tokio_loses_no_wake_up,
        ),
        row!(
            "the process is forked",
            "the child is denied with `GATEKEEPER_GONE`, at once",
            forked::a_forked_child_is_denied_and_may_build_a_guard_of_its_own,
        ),
        row!(
            "the process is forked 300 times while other threads ask",
            "each child is denied with `GATEKEEPER_GONE`, and none hangs",
            forked::children_of_a_parent_under_load_are_denied_and_none_hangs,
        ),
    ]
}

fn load() -> Vec<ProcessRow> {
    vec![
        row!(
            "10,000 callers at once on one device",
            "each call runs; they share few questions",
            overload::ten_thousand_callers_on_one_device_are_all_decided_by_few_validates,
        ),
        row!(
            "callers on 1,000 devices, and the authority hangs",
            "each is denied with `TIMEOUT`, by its deadline",
            overload::callers_on_a_thousand_devices_are_all_denied_in_time_by_an_authority_that_hangs,
        ),
        row!(
            "more callers than a guard takes",
            "those are denied with `OVERLOADED`",
            overload::more_callers_than_a_guard_takes_are_denied_and_the_rest_is_decided,
        ),
        row!(
            "65,536 callers that went away",
            "their places are free at once",
            places::callers_that_went_away_leave_their_places_to_others,
        ),
        row!(
            "a revoke that was acknowledged before the boundary, under 64 callers",
            "denied, whatever is in flight",
            revoke::no_call_that_comes_after_an_acknowledged_revoke_is_allowed,
        ),
    ]
}
