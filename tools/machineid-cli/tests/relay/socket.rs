//! The socket: who may open it, what is done with one that is there already, and when it goes.

use std::fs::{self, Permissions};
use std::os::unix::fs::{FileTypeExt, MetadataExt, PermissionsExt};
use std::os::unix::net::UnixListener;
use std::path::Path;

use machineid_guard_tests::scripted::{Scripted, healthy};

use crate::TestResult;
use crate::agent::{Effects, work};
use crate::running::{Folder, PATTERN, Relay, command};

/// What a relay that does not start says.
fn refusal(socket: &Path) -> String {
    let arguments = ["--socket", socket.to_str().expect("a plain path"), "--allow", PATTERN];
    let output = command("http://127.0.0.1:9", &arguments).output().expect("it runs");
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!(output.status.code(), Some(2), "{said}");
    said
}

#[test]
fn the_socket_has_the_permissions_that_it_is_told_and_goes_with_the_relay() -> TestResult {
    let authority = Scripted::start(healthy())?;
    for (arguments, mode) in
        [(&[][..], 0o660), (&["--socket-mode", "0600"][..], 0o600), (&["--socket-mode", "666"], 0o666)]
    {
        let mut relay = Relay::with(&authority.base_url(), arguments);
        let metadata = fs::symlink_metadata(relay.socket())?;
        assert!(metadata.file_type().is_socket());
        assert_eq!(metadata.permissions().mode() & 0o7777, mode);
        work(&relay.guard().build()?, &Effects::default())?;
        assert!(relay.end().success());
        assert!(!relay.socket().exists());
        assert!(relay.said().contains("asked to end"));
    }
    Ok(())
}

#[test]
fn the_group_is_a_number_or_a_name_of_this_system() -> TestResult {
    let authority = Scripted::start(healthy())?;
    let folder = Folder::new();
    let own = fs::metadata(folder.file("own", "", 0o600))?.gid();
    let relay = Relay::with(&authority.base_url(), &["--socket-group", &own.to_string()]);
    assert_eq!(fs::symlink_metadata(relay.socket())?.gid(), own);
    let groups = fs::read_to_string("/etc/group")?;
    let named = groups.lines().find(|line| line.split(':').nth(2) == Some(&own.to_string()));
    if let Some(name) = named.and_then(|line| line.split(':').next()) {
        let relay = Relay::with(&authority.base_url(), &["--socket-group", name]);
        assert_eq!(fs::symlink_metadata(relay.socket())?.gid(), own);
    }
    let socket = folder.join("relay.sock");
    let path = socket.to_str().expect("a plain path");
    let output =
        command("http://127.0.0.1:9", &["--socket", path, "--allow", PATTERN, "--socket-group", "nobody-has-this"]);
    let mut output = output;
    let said = output.output()?;
    assert!(String::from_utf8_lossy(&said.stderr).contains("/etc/group"));
    assert!(!socket.exists());
    Ok(())
}

#[test]
fn a_socket_that_a_killed_relay_left_is_replaced() -> TestResult {
    let authority = Scripted::start(healthy())?;
    let mut first = Relay::of(&authority.base_url());
    let socket = first.socket().to_owned();
    first.kill();
    assert!(socket.exists(), "it was killed");
    let second = Folder::new();
    let arguments = ["--socket", socket.to_str().expect("a plain path"), "--allow", PATTERN];
    let second = Relay::start(second, &mut command(&authority.base_url(), &arguments));
    work(&second.guard().build()?, &Effects::default())?;
    Ok(())
}

#[test]
fn a_socket_that_is_answered_is_left_alone() -> TestResult {
    let authority = Scripted::start(healthy())?;
    let relay = Relay::of(&authority.base_url());
    assert!(refusal(relay.socket()).contains("listens on already"));
    work(&relay.guard().build()?, &Effects::default())?;
    // Another program's, which takes no lock.
    let folder = Folder::new();
    let path = folder.join("others.sock");
    let _others = UnixListener::bind(&path)?;
    assert!(refusal(&path).contains("listens on already"));
    assert!(path.exists());
    Ok(())
}

#[test]
fn what_is_no_socket_is_not_removed() -> TestResult {
    let folder = Folder::new();
    let file = folder.file("file", "precious", 0o600);
    assert!(refusal(&file).contains("no socket"));
    let link = folder.join("link");
    std::os::unix::fs::symlink(&file, &link)?;
    assert!(refusal(&link).contains("no socket"));
    assert_eq!(fs::read_to_string(&file)?, "precious");
    Ok(())
}

#[test]
fn a_folder_that_others_can_write_to_is_refused() -> TestResult {
    for mode in [0o777, 0o1777, 0o775, 0o757] {
        let folder = Folder::new();
        fs::set_permissions(folder.join("."), Permissions::from_mode(mode))?;
        let said = refusal(&folder.join("relay.sock"));
        assert!(said.contains("others can put a socket into"), "{said}");
    }
    let folder = Folder::new();
    assert!(refusal(&folder.join("absent/relay.sock")).contains("cannot be looked at"));
    let long = folder.join(&"x".repeat(150));
    assert!(refusal(&long).contains("cannot be listened on"));
    Ok(())
}

/// Somebody moved it away and put another one there: that one is not this relay's to remove.
#[test]
fn a_socket_in_its_place_is_left_when_it_ends() -> TestResult {
    let authority = Scripted::start(healthy())?;
    let mut relay = Relay::of(&authority.base_url());
    fs::remove_file(relay.socket())?;
    let _others = UnixListener::bind(relay.socket())?;
    assert!(relay.end().success());
    assert!(relay.socket().exists());
    Ok(())
}

#[test]
fn two_that_start_at_once_on_a_stale_socket_are_not_both_there() -> TestResult {
    let authority = Scripted::start(healthy())?;
    let folder = Folder::new();
    let socket = folder.join("relay.sock");
    drop(UnixListener::bind(&socket)?);
    let arguments = ["--socket", socket.to_str().expect("a plain path"), "--allow", PATTERN];
    let mut children: Vec<_> = (0..4)
        .map(|_| {
            let mut command = command(&authority.base_url(), &arguments);
            command.stdout(std::process::Stdio::null()).stderr(std::process::Stdio::null()).spawn().expect("it runs")
        })
        .collect();
    // Those that are refused end by themselves.
    let mut refused = 0;
    while refused < 3 {
        refused = 0;
        for child in &mut children {
            if let Some(status) = child.try_wait()? {
                assert_eq!(status.code(), Some(2));
                refused += 1;
            }
        }
        std::thread::yield_now();
    }
    for child in &mut children {
        drop(child.kill());
        drop(child.wait());
    }
    assert_eq!(refused, 3);
    Ok(())
}
