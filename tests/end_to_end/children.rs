//! A tool that runs commands: a revoke ends the whole tree of processes, as docs/children.md shows it.

use std::fs;
use std::io::Read;
use std::time::{Duration, Instant};

use machineid_guard::guarded_tool;
use process_wrap::tokio::{ChildWrapper, CommandWrap, ProcessGroup};

use crate::TestResult;
use crate::agent::{TOOL_SERVER, authority, patient};

/// As on the page.
struct Group(Box<dyn ChildWrapper>);

impl Drop for Group {
    fn drop(&mut self) {
        drop(self.0.start_kill());
    }
}

/// A command that starts a command that starts another, and writes down who they are.
const TREE: &str = "sh -c 'sleep 600 & echo $!; echo $$; wait' & echo $$; wait";

#[guarded_tool(recheck = "100ms")]
async fn run_command(output: std::io::PipeWriter) -> Result<(), Box<dyn std::error::Error + Send + Sync>> {
    let mut command = CommandWrap::with_new("sh", |command| {
        command.args(["-c", TREE]).stdout(output);
    });
    let mut group = Group(command.wrap(ProcessGroup::leader()).spawn()?);
    drop(command);
    group.0.wait().await?;
    Ok(())
}

/// Whether it runs: one that nobody has reaped yet does not.
fn runs(process: &str) -> bool {
    let stat = fs::read_to_string(format!("/proc/{process}/stat")).unwrap_or_default();
    stat.rsplit(')').next().and_then(|rest| rest.split_whitespace().next()).is_some_and(|state| state != "Z")
}

fn first_lines(mut output: std::io::PipeReader, count: usize) -> std::io::Result<Vec<String>> {
    let (mut text, mut buffer) = (String::new(), [0; 64]);
    while text.matches('\n').count() < count {
        let read = output.read(&mut buffer)?;
        assert_ne!(read, 0, "the commands ended by themselves: {text}");
        text.push_str(&String::from_utf8_lossy(&buffer[..read]));
    }
    Ok(text.lines().map(str::to_owned).collect())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_revoke_kills_a_command_with_all_that_it_started() -> TestResult {
    let authority = authority()?;
    let guard = patient(&authority).build()?;
    let (reader, writer) = std::io::pipe()?;
    let call = tokio::spawn(guard.scope(run_command(writer)));
    let tree = tokio::task::spawn_blocking(|| first_lines(reader, 3)).await??;
    assert!(tree.iter().all(|process| runs(process)), "{tree:?}");

    authority.revoke(TOOL_SERVER)?;
    let error = call.await?.expect_err("it is stopped").to_string();
    assert!(error.contains("denied at in_flight run_command") && error.contains("DEVICE_REVOKED"), "{error}");
    let give_up = Instant::now() + Duration::from_secs(10);
    while let Some(alive) = tree.iter().find(|process| runs(process)) {
        assert!(Instant::now() < give_up, "process {alive} of {tree:?} runs on after the stop");
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    Ok(())
}
