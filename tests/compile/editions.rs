//! What must compile: in each edition, under another name, and through somebody else's crate.

use std::path::{Path, PathBuf};

use machineid_guard_tests::side_workspace::{Package, SideWorkspace, guard_path};

const EDITIONS: [&str; 3] = ["2018", "2021", "2024"];

fn pass(file: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("ui/pass").join(file)
}

fn guard() -> String {
    format!("[dependencies.machineid-guard]\npath = {:?}", guard_path())
}

fn of_edition(edition: &str) -> Package {
    ["every_form.rs", "no_prelude_and_forbidden_lints.rs", "odd_shapes.rs", "shadowed_names.rs"]
        .iter()
        .fold(Package::new(&format!("edition_{edition}"), edition), |package, file| package.target("bin", &pass(file)))
        .lines(&guard())
        .lines("[dependencies.futures-util]\nversion = \"0.3\"\ndefault-features = false\nfeatures = [\"alloc\"]")
}

/// Without the words that edition 2015 does not have.
fn of_edition_2015() -> Package {
    Package::new("edition_2015", "2015").target("bin", &pass("edition_2015.rs")).lines(&guard())
}

fn with_a_renamed_dependency(edition: &str) -> Package {
    Package::new(&format!("renamed_{edition}"), edition)
        .target("bin", &pass("renamed_dependency.rs"))
        .lines(&format!("[dependencies.guard]\npackage = \"machineid-guard\"\npath = {:?}", guard_path()))
}

fn through_a_kit(edition: &str) -> Package {
    Package::new(&format!("agent_{edition}"), edition)
        .target("bin", &pass("reexport/agent.rs"))
        .lines("[dependencies.kit]\npath = \"../kit\"")
}

#[test]
fn every_edition_name_and_path_compiles() -> std::io::Result<()> {
    let mut workspace = SideWorkspace::new(Path::new(env!("CARGO_TARGET_TMPDIR")), "editions")
        .with(Package::new("kit", "2024").target("lib", &pass("reexport/kit.rs")).lines(&guard()))?;
    workspace = workspace.with(of_edition_2015())?;
    for edition in EDITIONS {
        workspace = workspace
            .with(of_edition(edition))?
            .with(with_a_renamed_dependency(edition))?
            .with(through_a_kit(edition))?;
    }
    let output = workspace.cargo(&["check", "--workspace", "--keep-going"])?;
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    Ok(())
}
