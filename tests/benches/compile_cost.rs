//! What a boundary costs the compiler: a crate of many functions, plain, guarded and under tracing's
//! `#[instrument]`, sync and async, checked and built.
//!
//! `cargo bench -p machineid-guard-tests --profile dev --bench compile_cost` on a quiet machine;
//! `-- 200 1` for 200 functions and one round. The rounds alternate between the crates, and the fastest
//! of each counts, so that what else runs on the machine hits all of them alike.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

mod functions;

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use functions::{Attribute, Waiting, source};
use machineid_guard_tests::side_workspace::{Package, SideWorkspace, guard_path};

const ATTRIBUTES: [Attribute; 3] = [Attribute::None, Attribute::GuardedTool, Attribute::Instrument];
const WAITING: [Waiting; 2] = [Waiting::Sync, Waiting::Async];

/// One crate and the fastest times so far.
struct Subject {
    package: String,
    source: PathBuf,
    check: Duration,
    build: Duration,
}

fn main() {
    // `cargo bench` adds `--bench`.
    let mut numbers = std::env::args().skip(1).filter_map(|argument| argument.parse::<usize>().ok());
    let (functions, rounds) = (numbers.next().unwrap_or(1000), numbers.next().unwrap_or(3));
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("compile-cost-sources");
    std::fs::create_dir_all(&folder).expect("a writable target folder");
    let mut workspace = SideWorkspace::new(Path::new(env!("CARGO_TARGET_TMPDIR")), "compile-cost");
    let mut subjects = Vec::new();
    for waiting in WAITING {
        for attribute in ATTRIBUTES {
            let package = format!("{}_{}", waiting.word(), attribute.word());
            let file = folder.join(format!("{package}.rs"));
            std::fs::write(&file, source(waiting, attribute, functions)).expect("a writable target folder");
            workspace = workspace.with(described(&package, &file)).expect("a writable target folder");
            subjects.push(Subject { package, source: file, check: Duration::MAX, build: Duration::MAX });
        }
    }
    // The dependencies are not what is measured.
    cargo(&workspace, &["check", "--workspace"]);
    cargo(&workspace, &["build", "--workspace"]);
    for _ in 0..rounds {
        for subject in &mut subjects {
            subject.check = subject.check.min(timed(&workspace, "check", subject));
            subject.build = subject.build.min(timed(&workspace, "build", subject));
        }
    }
    show(functions, &subjects);
}

fn described(package: &str, source: &Path) -> Package {
    Package::new(package, "2024").target("bin", source).lines(&format!(
        "[dependencies]\nmachineid-guard = {{ path = {:?} }}\n\
         tracing = {{ version = \"0.1\", default-features = false, features = [\"attributes\", \"std\"] }}",
        guard_path()
    ))
}

fn timed(workspace: &SideWorkspace, command: &str, subject: &Subject) -> Duration {
    let text = std::fs::read(&subject.source).expect("it was written above");
    std::fs::write(&subject.source, text).expect("a writable target folder");
    let started = Instant::now();
    cargo(workspace, &[command, "--package", &subject.package]);
    started.elapsed()
}

fn cargo(workspace: &SideWorkspace, arguments: &[&str]) {
    let mut command = workspace.command(arguments).expect("a writable target folder");
    // All of a crate, every time.
    let output = command.env("CARGO_INCREMENTAL", "0").output().expect("cargo runs");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
}

fn show(functions: usize, subjects: &[Subject]) {
    println!("{functions} functions              check              build");
    for of_form in subjects.chunks(ATTRIBUTES.len()) {
        let [plain, ..] = of_form else { continue };
        for subject in of_form {
            let (check, build) = (subject.check.as_secs_f64(), subject.build.as_secs_f64());
            println!(
                "{:<22} {check:>6.2} s  {:>5.2} x   {build:>6.2} s  {:>5.2} x",
                subject.package,
                check / plain.check.as_secs_f64(),
                build / plain.build.as_secs_f64(),
            );
        }
    }
}
