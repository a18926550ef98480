//! What clippy is told, in a folder of ours below the target directory. The user's own settings stay as they are.

use std::{fs, io};

use camino::{Utf8Path, Utf8PathBuf};

use crate::catalogue::Effect;

/// A path that leads to nothing: a clippy that does not say so would not say it of a misspelled one either.
pub(super) const NOTHING: &str = "std::fs::a_path_of_cargo_machineid_that_leads_to_nothing";

/// The lint.
pub(super) const LINT: &str = "clippy::disallowed_methods";

/// Writes the settings, and gives their folder.
pub(super) fn written(folder: &Utf8Path, effects: &[Effect]) -> io::Result<Utf8PathBuf> {
    let paths = effects.iter().map(|effect| effect.path.as_str()).chain([NOTHING]);
    let lines = paths.map(|path| format!("    {{ path = {path:?} }},\n")).collect::<Vec<_>>().concat();
    let folder = folder.join("settings");
    write_if_new(&folder.join("clippy.toml"), &format!("disallowed-methods = [\n{lines}]\n"))?;
    Ok(folder)
}

/// A file that stays as it was is not compiled for again.
pub(super) fn write_if_new(path: &Utf8Path, text: &str) -> io::Result<()> {
    if fs::read_to_string(path).is_ok_and(|there| there == text) {
        return Ok(());
    }
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder)?;
    }
    fs::write(path, text)
}

/// As clippy takes its arguments from cargo. The cap is for lints that the user forbids: they are no matter of ours.
pub(super) fn arguments() -> String {
    ["--cap-lints", "warn", "--force-warn", LINT]
        .iter()
        .map(|it| format!("{it}__CLIPPY_HACKERY__"))
        .collect::<Vec<_>>()
        .concat()
}
