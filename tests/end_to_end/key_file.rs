//! The key in a file: read once, refused where others may touch it, and never shown.

use std::fs::{self, Permissions};
use std::io::ErrorKind;
use std::os::unix::fs::{PermissionsExt, symlink};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};

use machineid_guard::{Client, Guard, Problem};

use crate::TestResult;
use crate::agent::{Effects, KEY, TOOL_SERVER, authority, patient, read_order};

const SETTING: &str = ".org_key_file(…)";
const CONTENT: &str = "the key in .org_key_file(…)";

/// A folder that goes when the test does.
struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> std::io::Result<Self> {
        let path = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(format!("key-{name}-{}", std::process::id()));
        fs::create_dir_all(&path)?;
        Ok(Self(path))
    }

    /// A file with this content, for its owner only.
    fn file(&self, name: &str, content: impl AsRef<[u8]>) -> std::io::Result<PathBuf> {
        let path = self.0.join(name);
        fs::write(&path, content)?;
        fs::set_permissions(&path, Permissions::from_mode(0o600))?;
        Ok(path)
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

/// Guard and client refuse it with the same words, at once, and show nothing of it.
fn assert_refused(path: &Path, setting: &str, problem: &Problem) {
    let begun = Instant::now();
    let guard = Guard::builder().org_key_file(path).build().expect_err("a key that is not to be used");
    let client = Client::builder().org_key_file(path).build().expect_err("a key that is not to be used");
    assert!(begun.elapsed() < Duration::from_secs(5), "{problem:?} took {:?}", begun.elapsed());
    for error in [guard, client] {
        assert_eq!((error.setting(), error.problem()), (setting, problem));
        let text = format!("{error} {error:?}");
        assert!(!text.contains("canary") && !text.contains(&*path.to_string_lossy()), "{text}");
    }
}

#[test]
fn a_file_of_its_owners_alone_has_the_key() -> TestResult {
    let folder = Folder::new("good")?;
    let authority = authority()?;
    let file = folder.file("key", format!(" {KEY}\r\n\n"))?;
    fs::set_permissions(&file, Permissions::from_mode(0o400))?;
    // As a secret is mounted: through symbolic links.
    let link = folder.0.join("link");
    symlink(&file, &link)?;
    for path in [&file, &link] {
        let guard = patient(&authority).org_key("org_wrong").org_key_file(path).build()?;
        guard.enter(|| read_order(&Effects::default()))?;
    }
    let both = patient(&authority).org_key_file("/nowhere").org_key(KEY).build()?;
    both.enter(|| read_order(&Effects::default()))?;
    Ok(())
}

#[test]
fn the_file_is_read_once_and_by_build() -> TestResult {
    let folder = Folder::new("once")?;
    let authority = authority()?;
    let builder = patient(&authority).device_id(TOOL_SERVER).org_key_file(folder.0.join("key"));
    let file = folder.file("key", KEY)?;
    let guard = builder.build()?;
    fs::remove_file(file)?;
    guard.enter(|| read_order(&Effects::default()))?;
    Ok(())
}

#[test]
fn a_file_that_others_have_any_permission_for_is_refused_and_chmod_named() -> TestResult {
    let folder = Folder::new("modes")?;
    let file = folder.file("key", KEY)?;
    for mode in [0o644, 0o640, 0o620, 0o610, 0o604, 0o602, 0o601, 0o666, 0o777, 0o2640] {
        fs::set_permissions(&file, Permissions::from_mode(mode))?;
        assert_refused(&file, SETTING, &Problem::OpenToOthers { mode });
        let error = Guard::builder().org_key_file(&file).build().unwrap_err().to_string();
        assert!(error.contains(SETTING) && error.contains("`chmod 600`"), "{error}");
        assert!(error.contains(&format!("mode {mode:04o}")), "{error}");
    }
    Ok(())
}

#[test]
fn what_is_no_file_or_cannot_be_read_is_refused_at_once() -> TestResult {
    let folder = Folder::new("no-file")?;
    let pipe = folder.0.join("pipe");
    assert!(Command::new("mkfifo").args(["-m", "600"]).arg(&pipe).status()?.success());
    for path in [&folder.0, &pipe, Path::new("/dev/null"), Path::new("/dev/zero")] {
        assert_refused(path, SETTING, &Problem::NotAFile);
    }
    let file = folder.file("canary", KEY)?;
    assert_refused(&folder.0.join("absent"), SETTING, &Problem::UnreadableFile(ErrorKind::NotFound));
    assert_refused(&file.join("below"), SETTING, &Problem::UnreadableFile(ErrorKind::NotADirectory));
    // Somebody gave the key in place of the path.
    assert_refused(Path::new(KEY), SETTING, &Problem::UnreadableFile(ErrorKind::NotFound));
    let builder = Guard::builder().org_key_file(KEY);
    assert!(!format!("{builder:?}").contains("canary"));
    let error = Guard::builder().org_key_file("").build().unwrap_err();
    assert_eq!((error.setting(), error.problem()), (SETTING, &Problem::Blank));
    Ok(())
}

#[test]
fn what_is_no_key_is_refused_unseen() -> TestResult {
    let folder = Folder::new("content")?;
    let too_long = Problem::TooLong { limit: 512 };
    let cases: [(&str, Vec<u8>, Problem); 8] = [
        ("empty", Vec::new(), Problem::Blank),
        ("blank", b" \n\t\n".to_vec(), Problem::Blank),
        ("long", "canary".repeat(100).into(), too_long.clone()),
        // As far as it is read, it would be a good one.
        ("far", format!("{KEY}{}x", "\n".repeat(2000)).into(), too_long.clone()),
        ("huge", "canary".repeat(1 << 20).into(), too_long),
        ("bytes", b"org_canary\xff".to_vec(), Problem::NotUnicode),
        ("lines", format!("{KEY}\n{KEY}\n").into(), Problem::ControlCharacter),
        ("umlaut", format!("{KEY}ü").into(), Problem::NotAscii),
    ];
    for (name, content, problem) in cases {
        assert_refused(&folder.file(name, content)?, CONTENT, &problem);
    }
    Ok(())
}
