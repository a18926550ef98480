//! What a reader of an audit file can rely on: a process that ends orderly leaves a whole trail, and one
//! that does not is recognised.

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use machineid_guard::local::LocalAuthority;
use machineid_guard::{AuditFile, AuditIncomplete, Observation};
use machineid_guard_tests::child::binary;
use serde_json::Value;

use crate::TestResult;
use crate::agent::{DEVICE, Effects, agent, sync_tool};

/// A file of this test's own, that is not there yet.
fn fresh(name: &str) -> PathBuf {
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("trail-{name}-{}.jsonl", std::process::id()));
    drop(std::fs::remove_file(&path));
    path
}

/// An authority that denies the agent.
fn denying() -> Result<LocalAuthority, Box<dyn std::error::Error>> {
    let (authority, guard) = agent()?;
    guard.enter(|| sync_tool(&Effects::default()))?;
    authority.revoke(DEVICE)?;
    Ok(authority)
}

fn spawn(authority: &LocalAuthority, command: &mut Command, path: &Path, steps: &str) -> std::io::Result<Child> {
    command
        .arg(path)
        .args(steps.split(' '))
        .env("MACHINEID_ORG_KEY", authority.org_key())
        .env("MACHINEID_BASE_URL", authority.base_url())
        .env("MACHINEID_DEVICE_ID", DEVICE)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
}

fn audited_agent() -> Command {
    Command::new(binary(env!("CARGO_BIN_EXE_audited_agent")).0)
}

/// What the agent said, once it has ended.
fn said(mut child: Child) -> Result<String, Box<dyn std::error::Error>> {
    // An agent that waits for the test goes on at the end of its input.
    drop(child.stdin.take());
    let deadline = Instant::now() + Duration::from_secs(30);
    while child.try_wait()?.is_none() {
        if Instant::now() > deadline {
            child.kill()?;
            return Err("the agent hangs".into());
        }
        std::thread::sleep(Duration::from_millis(5));
    }
    Ok(String::from_utf8(child.wait_with_output()?.stdout)?)
}

/// Runs one agent to its end.
fn run(authority: &LocalAuthority, path: &Path, steps: &str) -> Result<String, Box<dyn std::error::Error>> {
    said(spawn(authority, &mut audited_agent(), path, steps)?)
}

/// The events of each run, in their order, and the lines that are none. The numbers have no gap.
fn read(text: &str) -> (Vec<Vec<Value>>, Vec<String>) {
    let (mut runs, mut torn) = (BTreeMap::<String, Vec<Value>>::new(), Vec::new());
    for line in text.lines() {
        match serde_json::from_str::<Value>(line) {
            Ok(line) => runs.entry(line["run"].as_str().expect("a run").to_owned()).or_default().push(line),
            Err(_) => torn.push(line.to_owned()),
        }
    }
    for (run, lines) in &runs {
        assert!(run.len() == 32 && run.bytes().all(|digit| digit.is_ascii_hexdigit()), "{run}");
        let numbers: Vec<_> = lines.iter().filter_map(|line| line["seq"].as_u64()).collect();
        assert_eq!(numbers, (0..lines.len() as u64).collect::<Vec<_>>());
        assert!(lines.iter().all(|line| line["at_ms"].as_u64() > Some(1_600_000_000_000)));
    }
    (runs.into_values().collect(), torn)
}

fn events(lines: &[Value]) -> Vec<&str> {
    lines.iter().map(|line| line["event"].as_str().unwrap_or_default()).collect()
}

/// The one run of a file without torn lines.
fn only_run(path: &Path) -> Result<Vec<Value>, Box<dyn std::error::Error>> {
    let (mut runs, torn) = read(&std::fs::read_to_string(path)?);
    assert_eq!((runs.len(), torn), (1, Vec::new()));
    std::fs::remove_file(path)?;
    Ok(runs.remove(0))
}

#[test]
fn forty_processes_that_are_denied_and_leave_main_at_once_each_have_a_whole_trail() -> TestResult {
    let (authority, path) = (denying()?, fresh("forty"));
    let agents: Vec<_> =
        (0..40).map(|_| spawn(&authority, &mut audited_agent(), &path, "call")).collect::<Result<_, _>>()?;
    let mut pids: Vec<_> = agents.iter().map(Child::id).collect();
    for agent in agents {
        said(agent)?;
    }
    let (runs, torn) = read(&std::fs::read_to_string(&path)?);
    std::fs::remove_file(&path)?;
    assert_eq!((runs.len(), torn), (40, Vec::new()));
    for lines in &runs {
        assert_eq!(events(lines), ["begin", "decision", "end"]);
        assert_eq!((&lines[1]["code"], &lines[1]["allowed"]), (&"DEVICE_REVOKED".into(), &false.into()));
        assert_eq!(lines[0]["version"], env!("CARGO_PKG_VERSION"));
        pids.retain(|pid| lines[0]["pid"] != *pid);
    }
    assert!(pids.is_empty(), "each run names its process");
    Ok(())
}

#[test]
fn a_process_that_exits_without_a_drop_is_whole_up_to_its_flush_and_has_no_end() -> TestResult {
    let (authority, path) = (denying()?, fresh("exit"));
    for _ in 0..10 {
        assert_eq!(run(&authority, &path, "call call flush exit")?, "whole\n");
        assert_eq!(events(&only_run(&path)?), ["begin", "decision", "decision"]);
    }
    Ok(())
}

#[test]
fn what_is_recorded_after_the_file_was_dropped_stands_behind_the_end() -> TestResult {
    let (authority, path) = (denying()?, fresh("late"));
    let agent = spawn(&authority, &mut audited_agent(), &path, "call close call say wait")?;
    let deadline = Instant::now() + Duration::from_secs(10);
    while std::fs::read_to_string(&path).unwrap_or_default().lines().count() < 4 {
        assert!(Instant::now() < deadline, "{}", std::fs::read_to_string(&path)?);
        std::thread::sleep(Duration::from_millis(5));
    }
    said(agent)?;
    assert_eq!(events(&only_run(&path)?), ["begin", "decision", "end", "decision"]);
    Ok(())
}

#[test]
fn a_forked_child_writes_nothing_and_ends_at_once() -> TestResult {
    let (authority, path) = (denying()?, fresh("fork"));
    let started = Instant::now();
    assert_eq!(run(&authority, &path, "call flush fork call flush")?, "whole\nwhole\n");
    assert!(started.elapsed() < Duration::from_secs(4), "the child waited for a thread that it does not have");
    assert_eq!(events(&only_run(&path)?), ["begin", "decision", "decision", "end"]);
    Ok(())
}

#[test]
#[cfg(target_os = "linux")]
fn a_line_that_was_torn_is_recognised_and_the_next_one_starts_on_its_own() -> TestResult {
    let (authority, path) = (denying()?, fresh("torn"));
    // The file may grow to one KiB, which is the middle of the first line.
    let filled = format!("{}\n", "x".repeat(949));
    std::fs::write(&path, &filled)?;
    let mut limited = Command::new("bash");
    limited
        .args(["-c", "trap '' XFSZ; ulimit -f 1; exec \"$0\" \"$@\""])
        .arg(binary(env!("CARGO_BIN_EXE_audited_agent")).0);
    let mut agent = spawn(&authority, &mut limited, &path, "call call flush wait call flush")?;
    let mut output = BufReader::new(agent.stdout.take().ok_or("no output")?);
    let mut incomplete = String::new();
    output.read_line(&mut incomplete)?;
    assert_eq!(incomplete, "Waiting\n");
    let full = std::fs::read_to_string(&path)?;
    assert_eq!((full.len(), &full[..950]), (1024, filled.as_str()));
    assert!(read(&full[950..]).1.len() == 1 && !full.ends_with('\n'), "{full}");

    // Somebody makes room, and leaves a part of a line.
    std::fs::File::options().write(true).open(&path)?.set_len(50)?;
    agent.stdin.take().ok_or("no input")?.write_all(b"\n")?;
    incomplete.clear();
    output.read_line(&mut incomplete)?;
    assert_eq!(incomplete, "Lost { lines: 2 }\n");
    said(agent)?;
    let (runs, torn) = read(&std::fs::read_to_string(&path)?);
    assert_eq!(torn, ["x".repeat(50)]);
    assert_eq!((events(&runs[0]), &runs[0][1]["count"]), (vec!["begin", "lost", "decision", "end"], &2.into()));

    // The next process starts on a line of its own, wherever the last one was torn.
    std::fs::File::options().write(true).open(&path)?.set_len(75)?;
    run(&authority, &path, "call")?;
    let (runs, torn) = read(&std::fs::read_to_string(&path)?);
    assert_eq!((runs.len(), torn.len()), (1, 2));
    assert_eq!(events(&runs[0]), ["begin", "decision", "end"]);
    std::fs::remove_file(&path)?;
    Ok(())
}

/// One decision, to record as often as one likes.
fn an_observation() -> Result<Observation, Box<dyn std::error::Error>> {
    let (authority, _) = agent()?;
    let (tell, told) = std::sync::mpsc::channel();
    let hook = move |observation: &Observation| drop(tell.send(observation.clone()));
    authority.guard().device_id(DEVICE).on_decision(hook).build()?.enter(|| sync_tool(&Effects::default()))?;
    Ok(told.recv()?)
}

#[test]
#[cfg(target_os = "linux")]
fn a_disk_that_takes_nothing_holds_up_no_decision_and_what_is_lost_is_in_the_trail() -> TestResult {
    const RECORDED: u64 = 20_000;
    let (observation, path) = (an_observation()?, fresh("fifo"));
    assert!(Command::new("mkfifo").arg(&path).status()?.success());
    // Opened for both, a pipe waits for nobody to open its other end.
    let reading = std::fs::File::options().read(true).write(true).open(&path)?;
    let audit = AuditFile::append(&path)?;
    let record = audit.recorder();
    let started = Instant::now();
    (0..RECORDED).for_each(|_| record(&observation));
    assert!(started.elapsed() < Duration::from_secs(5), "{:?}", started.elapsed());
    assert_eq!(audit.flush(Duration::from_millis(50)), Err(AuditIncomplete::Waiting));
    let lost = audit.lost();
    assert!(lost > RECORDED / 2, "{lost}");

    let reader = std::thread::spawn(move || {
        let lines = BufReader::new(reading).lines().map_while(Result::ok);
        let mut until_end = Vec::new();
        for line in lines {
            until_end.push(line);
            if until_end.last().is_some_and(|line| line.contains(r#""event":"end""#)) {
                break;
            }
        }
        until_end.join("\n")
    });
    assert_eq!(audit.flush(Duration::from_secs(30)), Err(AuditIncomplete::Lost { lines: lost }));
    drop(audit);
    let (runs, torn) = read(&reader.join().expect("it read"));
    std::fs::remove_file(&path)?;
    assert_eq!((runs.len(), torn), (1, Vec::new()));
    let count = |event| runs[0].iter().filter(move |line| line["event"] == event);
    assert_eq!(count("lost").filter_map(|line| line["count"].as_u64()).sum::<u64>(), lost);
    assert_eq!(count("decision").count() as u64, RECORDED - lost);
    assert_eq!(events(&runs[0]).last(), Some(&"end"));
    Ok(())
}
