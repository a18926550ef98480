//! The net that calls every tool: what it lets pass, and what it finds.

use std::cell::Cell;

use machineid_guard::local::{LocalAuthority, prove_denied};
use machineid_guard::{Denied, Guard, checkpoint, guarded_tool, resume, side_effect};

use crate::agent::block_on;

thread_local! {
    // Per thread, as each test has one.
    static EFFECTS: Cell<usize> = const { Cell::new(0) };
}

#[guarded_tool]
async fn search() -> Result<String, Denied> {
    Ok("results".to_owned())
}

#[side_effect(surface = "payments")]
fn refund() -> Result<String, Denied> {
    Ok("refunded".to_owned())
}

#[resume]
fn go_on() -> Result<String, Denied> {
    Ok("went on".to_owned())
}

async fn guarded_inside() -> Result<String, Denied> {
    checkpoint!("half_way").await?;
    Ok("done".to_owned())
}

async fn early() -> Result<String, Denied> {
    #[guarded_tool(name = "early")]
    async fn late() -> Result<String, Denied> {
        Ok("done".to_owned())
    }
    EFFECTS.set(EFFECTS.get() + 1);
    late().await
}

async fn dispatch(tool: &str) -> String {
    let result = match tool {
        "search" | "renamed" => search().await,
        "refund" => refund(),
        "go_on" => go_on(),
        "guarded_inside" => guarded_inside().await,
        "early" => early().await,
        "quiet" => {
            #[guarded_tool]
            fn quiet() -> Result<String, Denied> {
                Ok("done".to_owned())
            }
            quiet().or_else(|_denied| Ok("something went wrong".to_owned()))
        }
        "unguarded" => Ok("done".to_owned()),
        "logged" => {
            #[guarded_tool]
            fn logged() -> anyhow::Result<String> {
                Ok("done".to_owned())
            }
            Ok(logged().unwrap_or_else(|error| error.to_string()))
        }
        "picky" => Ok("failed to deserialize parameters: missing field `query`".to_owned()),
        "picky_and_early" => {
            EFFECTS.set(EFFECTS.get() + 1);
            Ok("Invalid params".to_owned())
        }
        "picky_behind_its_boundary" => {
            #[guarded_tool]
            fn picky_behind_its_boundary() -> Result<String, Denied> {
                Ok("done".to_owned())
            }
            picky_behind_its_boundary().or_else(|_denied| Ok("invalid type: null".to_owned()))
        }
        _ => unreachable!("no such tool"),
    };
    result.unwrap_or_else(|denied| denied.agent_message())
}

fn authority() -> (LocalAuthority, Guard) {
    let authority = LocalAuthority::start().expect("a loopback port");
    let guard = authority.guard().build().expect("complete");
    (authority, guard)
}

/// The report on these tools; `None` where all are stopped.
fn report(tools: &[&str]) -> Option<String> {
    let (authority, guard) = authority();
    let call = async |tool: String| guard.scope(dispatch(&tool)).await;
    let proof = prove_denied(&authority, tools.iter().copied(), call).effects(|| EFFECTS.get());
    block_on(async { proof.await }).err().map(|unproven| unproven.to_string())
}

#[test]
fn tools_that_ask_first_under_their_own_name_and_say_so_pass() {
    assert_eq!(report(&["search", "refund", "go_on"]), None);
}

#[test]
fn every_tool_that_is_not_stopped_is_reported_with_what_was_seen() {
    let report = report(&["search", "unguarded", "guarded_inside", "renamed", "early", "quiet"]).expect("unproven");
    for line in [
        "5 of 6 tools are not proven to be stopped:",
        "\n  stopped: 1",
        "\n  unguarded: NOT STOPPED: nobody was asked; its answer does not say that it was denied (`ORG_DISABLED`); \
         it answered \"done\"\n",
        "\n  guarded_inside: NOT STOPPED: it ran, and was only asked at `checkpoint half_way` inside of it",
        "\n  renamed: NOT STOPPED: it asked as `search`, which is not its name (`name = \"renamed\"` on its boundary)",
        "\n  early: NOT STOPPED: it acted (its effects moved by 1)",
        "\n  quiet: NOT STOPPED: its answer does not say that it was denied (`ORG_DISABLED`); it answered \
         \"something went wrong\"",
    ] {
        assert!(report.contains(line), "{line:?} is not in {report}");
    }
}

#[test]
fn the_log_s_line_in_place_of_the_model_s_sentence_is_a_leak() {
    let report = report(&["logged", "search"]).expect("unproven");
    for part in [
        "1 of 2 tools",
        "\n  logged: NOT STOPPED: its answer shows the model the device's id",
        "denied.agent_message()",
        "denials! {",
        "\n  stopped: 1",
    ] {
        assert!(report.contains(part), "{part:?} is not in {report}");
    }
}

#[test]
fn a_device_s_id_is_found_in_json_and_in_debug_too() {
    let authority = LocalAuthority::start().expect("a loopback port");
    let guard = authority.guard().device_id("it's \"mine\" \\ yours").build().expect("complete");
    let json = |text: String| serde_json::json!({ "text": text }).to_string();
    let debug = |text: String| format!("{text:?}");
    for written in [&json as &dyn Fn(String) -> String, &debug] {
        let call = async |_tool: String| written(guard.scope(search()).await.expect_err("it is stopped").to_string());
        let unproven = block_on(async { prove_denied(&authority, ["search"], call).await }).expect_err("it leaks");
        assert!(unproven.to_string().contains("shows the model the device's id"), "{unproven}");
    }
}

#[test]
fn refused_arguments_are_told_apart_after_the_failures_and_prove_nothing() {
    let tools = ["picky", "picky_and_early", "search", "unguarded", "picky_behind_its_boundary"];
    let report = report(&tools).expect("unproven");
    let lines: Vec<&str> = report.lines().map(str::trim).collect();
    let [head, early, unguarded, behind, picky, stopped] = lines.as_slice() else { panic!("{report}") };
    assert_eq!(*head, "4 of 5 tools are not proven to be stopped:");
    assert!(early.starts_with("picky_and_early: NOT STOPPED: nobody was asked; it acted"), "{early}");
    assert!(unguarded.starts_with("unguarded: NOT STOPPED: nobody was asked"), "{unguarded}");
    assert!(behind.starts_with("picky_behind_its_boundary: NOT STOPPED: its answer does not say"), "{behind}");
    let refused = "picky: NOT REACHED: nobody was asked, and its arguments were refused: \"failed to deserialize \
                   parameters: missing field `query`\"";
    assert!(picky.starts_with(refused), "{picky}");
    assert_eq!(*stopped, "stopped: 1");
}

#[test]
fn nothing_is_proven_by_no_tools_and_by_a_name_that_is_listed_twice() {
    assert_eq!(report(&[]).as_deref(), Some("no tool was called: the framework's list is empty"));
    let twice = report(&["search", "search"]).expect("unproven");
    assert!(twice.contains("it is listed more than once"), "{twice}");
}

#[test]
fn a_denial_that_is_not_the_disabled_organisations_proves_nothing() {
    let (authority, guard) = authority();
    authority.stop();
    let call = async |tool: String| guard.scope(dispatch(&tool)).await;
    let unproven = block_on(async { prove_denied(&authority, ["search"], call).await }).expect_err("down");
    assert!(unproven.to_string().contains("denied for another reason (UNREACHABLE)"), "{unproven}");
}

#[test]
fn a_guard_that_cannot_be_watched_proves_nothing() {
    let (authority, _) = authority();
    let guard = Guard::builder()
        .org_key(authority.org_key())
        .base_url(authority.base_url())
        .device_id(LocalAuthority::DEVICE_ID)
        .build()
        .expect("complete");
    let call = async |tool: String| guard.scope(dispatch(&tool)).await;
    let unproven = block_on(async { prove_denied(&authority, ["search"], call).await }).expect_err("unseen");
    assert!(unproven.to_string().contains("not by a guard of `LocalAuthority::guard()`"), "{unproven}");
}

#[test]
fn a_yes_of_another_authority_is_told() {
    let ((authority, _), (other, _)) = (authority(), authority());
    let guard = authority.guard().base_url(other.base_url()).build().expect("complete");
    let call = async |tool: String| guard.scope(dispatch(&tool)).await;
    let unproven = block_on(async { prove_denied(&authority, ["search"], call).await }).expect_err("allowed");
    assert!(unproven.to_string().contains("`before_tool_call search` was allowed"), "{unproven}");
}

#[test]
fn the_organisation_is_afterwards_as_it_was() {
    let (authority, guard) = authority();
    let call = async |tool: String| guard.scope(dispatch(&tool)).await;
    block_on(async { prove_denied(&authority, ["search"], call).await }).expect("stopped");
    assert!(block_on(guard.scope(search())).is_ok());

    authority.disable_org();
    block_on(async { prove_denied(&authority, ["search"], call).await }).expect("stopped");
    assert!(block_on(guard.scope(search())).is_err());

    authority.enable_org();
    let panics = std::panic::AssertUnwindSafe(|| {
        block_on(async { prove_denied(&authority, ["search"], async |_tool: String| panic!("a tool")).await })
    });
    assert!(std::panic::catch_unwind(panics).is_err());
    assert!(block_on(guard.scope(search())).is_ok(), "a tool that panics leaves no organisation disabled");
}
