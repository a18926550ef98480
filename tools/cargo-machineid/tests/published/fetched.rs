//! Published packages, which stay on the registry: cargo fetches them one by one, without what they depend on.

use std::path::PathBuf;
use std::process::Command;
use std::{env, fs};

/// The folder of the package's source, which cargo unpacks.
pub(crate) fn fetched(name: &str, version: &str) -> Option<PathBuf> {
    let package = format!("{name}@{version}");
    let place = || {
        let registries = fs::read_dir(cargo_home().join("registry/src")).ok()?;
        let folder = format!("{name}-{version}");
        registries.filter_map(|entry| Some(entry.ok()?.path().join(&folder))).find(|path| path.is_dir())
    };
    if place().is_none() {
        // Outside of any workspace, whose own versions `cargo info` would prefer.
        let answer =
            Command::new(env!("CARGO")).args(["info", "--quiet", &package]).current_dir(env::temp_dir()).output();
        drop(answer);
    }
    let found = place();
    if found.is_none() {
        assert!(env::var_os("MACHINEID_REQUIRE_CORPUS").is_none(), "cargo could not fetch {package}");
        println!("skipped: cargo could not fetch {package}");
    }
    found
}

fn cargo_home() -> PathBuf {
    env::var_os("CARGO_HOME")
        .map_or_else(|| PathBuf::from(env::var_os("HOME").expect("a home")).join(".cargo"), PathBuf::from)
}
