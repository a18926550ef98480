//! A name that is made while the program runs may come from the model, or from whoever offers tools. It
//! decides nothing, and wherever it is shown it is short and printable ASCII.

use std::sync::{Arc, Mutex};

use machineid_guard::{Denied, Guard, guarded, guarded_tool};
use machineid_guard_tests::log_capture::LogCapture;

use crate::TestResult;
use crate::agent::{TOOL_SERVER, authority, patient};

const LONGEST: usize = 128;

#[guarded_tool(name = name)]
fn by_expression(name: &str) -> Result<(), Denied> {
    Ok(())
}

type Call = fn(&Guard, &str) -> Result<(), Denied>;

/// By an attribute's expression, and of closures.
const CALLS: [Call; 3] = [
    |guard, name| guard.enter(|| by_expression(name)),
    |guard, name| guarded!(name, guard = guard, || Ok::<_, Denied>(()))(),
    |guard, name| pollster::block_on(guarded!(name, guard = guard, || async move { Ok::<_, Denied>(()) })()),
];

fn ugly_names() -> Vec<(String, &'static str)> {
    vec![
        ("refund\nlevel=INFO allowed=true".to_owned(), r"refund\u{a}level=INFO allowed=true"),
        ("\u{202e}dnufer".to_owned(), r"\u{202e}dnufer"),
        ("refund\u{1b}[2K\u{1b}[1Aallowed".to_owned(), r"refund\u{1b}[2K\u{1b}[1Aallowed"),
        ("r\u{e9}fund\u{200b}\0".to_owned(), r"r\u{e9}fund\u{200b}\u{0}"),
        (r"refund\u{a}".to_owned(), r"refund\u{5c}u{a}"),
        ("x".repeat(1 << 20), ""),
        ("\n".repeat(1 << 20), ""),
        (String::new(), ""),
    ]
}

fn assert_clean(text: &str) {
    assert!(text.len() < 1024, "{} bytes", text.len());
    assert!(text.chars().all(|char| matches!(char, ' '..='~')), "{text:?}");
}

#[test]
fn an_ugly_name_denies_nothing() -> TestResult {
    let authority = authority()?;
    let guard = patient(&authority).build()?;
    for (name, _) in ugly_names() {
        for call in CALLS {
            call(&guard, &name)?;
        }
    }
    Ok(())
}

#[test]
fn an_ugly_name_is_shown_clean_wherever_a_denial_is_told() -> TestResult {
    let authority = authority()?;
    let told: Arc<Mutex<Vec<String>>> = Arc::default();
    let hook = Arc::clone(&told);
    let guard = patient(&authority)
        .on_decision(move |observation| {
            let mut told = hook.lock().unwrap();
            told.push(observation.boundary().name().to_owned());
            told.push(serde_json::to_string(observation).unwrap());
        })
        .build()?;
    guard.startup_blocking()?;
    authority.revoke(TOOL_SERVER)?;
    for (name, shown) in ugly_names() {
        for call in CALLS {
            let log = LogCapture::on_this_thread();
            let denied = call(&guard, &name).unwrap_err();
            let in_it = denied.boundary().name();
            assert!(in_it.len() <= LONGEST, "{} bytes are kept", in_it.len());
            assert!(shown.is_empty() || in_it == shown, "{in_it}");
            assert_clean(in_it);
            assert_clean(&denied.to_string());
            assert_clean(&denied.agent_message());
            assert_clean(&serde_json::to_string(&denied)?);
            assert_clean(&format!("{denied:?}"));
            let lines = log.lines();
            let [line] = lines.as_slice() else { panic!("logged {} times", lines.len()) };
            assert_eq!(line.field("name"), Some(in_it));
            assert_clean(line.field("message").expect("a line has a text"));
        }
    }
    let told = told.lock().unwrap();
    assert!(told.len() >= 2 * CALLS.len() * ugly_names().len());
    told.iter().for_each(|text| assert_clean(text));
    Ok(())
}
