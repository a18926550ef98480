//! Two versions of the crate in one program would be two installed guards and two inventories.

use std::path::Path;

use machineid_guard_tests::side_workspace::{Package, SideWorkspace, guard_path};

/// A package that is another version of the crate, as far as cargo can see.
fn another_version() -> Package {
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("../machineid-guard/build.rs");
    Package::new("machineid-guard", "2024")
        .target("lib", &source)
        .package_lines(&format!("links = \"machineid-guard\"\nbuild = {:?}", source.display().to_string()))
}

fn depends_on_both() -> Package {
    Package::new("both", "2024")
        .target("lib", &Path::new(env!("CARGO_MANIFEST_DIR")).join("../machineid-guard/build.rs"))
        .lines(&format!("[dependencies.this]\npackage = \"machineid-guard\"\npath = {:?}", guard_path()))
        .lines("[dependencies.other]\npackage = \"machineid-guard\"\npath = \"../machineid-guard\"")
}

#[test]
fn cargo_refuses_a_program_with_two_versions() -> std::io::Result<()> {
    let workspace = SideWorkspace::new(Path::new(env!("CARGO_TARGET_TMPDIR")), "two_versions")
        .with(another_version())?
        .with(depends_on_both())?;
    let output = workspace.cargo(&["tree"])?;
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(!output.status.success() && said.contains("links to the native library `machineid-guard`"), "{said}");
    Ok(())
}
