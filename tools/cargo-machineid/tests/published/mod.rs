//! Published packages that are compiled, with the library of this repository in the place of the registry's.

#![allow(dead_code, unused_imports, reason = "each of the test programs uses a part of it")]

mod fetched;

use std::fs;
use std::path::{Path, PathBuf};
use std::string::FromUtf8Error;

use crate::workspace::Workspace;

pub(crate) use self::fetched::fetched;

/// A copy that is a workspace of its own.
pub(crate) fn copied(source: &Path) -> Workspace {
    let workspace = Workspace::empty();
    copy(source, &workspace.root, &|_, text| text);
    let manifest = workspace.root.join("Cargo.toml");
    let text = fs::read_to_string(&manifest).expect("it is there");
    let library = repository().join("machineid-guard");
    let patch =
        format!("\n[patch.crates-io]\nmachineid-guard = {{ path = \"{}\" }}\n\n[workspace]\n", library.display());
    fs::write(manifest, text + &patch).expect("a writable folder");
    // The toolchain is the one that the tests run with.
    for file in ["rust-toolchain", "rust-toolchain.toml"] {
        drop(fs::remove_file(workspace.root.join(file)));
    }
    workspace
}

/// Where they are compiled, once.
pub(crate) fn target() -> PathBuf {
    repository().join("target/published")
}

pub(crate) fn repository() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).ancestors().nth(2).expect("in a repository").to_owned()
}

/// A folder with its files, each as `changed` makes it.
pub(crate) fn copy(from: &Path, to: &Path, changed: &dyn Fn(&Path, String) -> String) {
    fs::create_dir_all(to).expect("a writable folder");
    for entry in fs::read_dir(from).expect("a folder") {
        let path = entry.expect("an entry").path();
        let target = to.join(path.file_name().expect("a name"));
        if path.is_dir() {
            copy(&path, &target, changed);
            continue;
        }
        let bytes = fs::read(&path).expect("a file");
        // What is no text is copied as it is.
        let bytes =
            String::from_utf8(bytes).map_or_else(FromUtf8Error::into_bytes, |text| changed(&path, text).into_bytes());
        fs::write(target, bytes).expect("a writable folder");
    }
}
