//! A feature of an adapter that opens no module would build, and give nothing.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

fn text(path: &str) -> String {
    fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("../machineid-guard").join(path)).expect("a file")
}

/// The features in the list of conditions in front of a line.
fn conditions_of<'s>(source: &'s str, line: &str) -> BTreeSet<&'s str> {
    let before = source.split(line).next().expect("some text");
    let list = before.rsplit("#[cfg(any(").next().expect("some text");
    list.split("feature = \"").skip(1).filter_map(|rest| rest.split('"').next()).collect()
}

#[test]
fn the_feature_of_every_adapter_opens_its_module() {
    let (manifest, root, modules) = (text("Cargo.toml"), text("src/lib.rs"), text("src/frameworks/mod.rs"));
    let features = manifest.split("[features]").nth(1).and_then(|rest| rest.split("\n[").next()).expect("features");
    let names = features.lines().filter_map(|line| line.split_once(" = [")).map(|(name, _)| name);
    let adapters: BTreeSet<&str> = names.filter(|name| !["local", "relay"].contains(name)).collect();
    assert!(adapters.len() > 10, "{adapters:?}");
    assert_eq!(conditions_of(&root, "pub mod frameworks;"), adapters);
    for feature in adapters {
        let condition = format!("#[cfg(feature = \"{feature}\")]\n");
        let module = format!("pub mod {};", feature.replace('-', "_"));
        let before = modules.split(&module).next().filter(|before| before.len() < modules.len()).expect("a module");
        assert!(before.rsplit("\n\n").next().is_some_and(|lines| lines.starts_with(&condition)), "{feature}");
    }
}
