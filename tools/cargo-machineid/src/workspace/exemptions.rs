//! Exemptions that stand in a manifest, for tools that no block of the source exempts.
//!
//! ```toml
//! [[package.metadata.machineid.exempt]]
//! item = "tools::clock::current_time"
//! reason = "reads the clock"
//! ```

use serde_json::Value;

/// One tool that may run unasked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Exemption {
    /// The path of the function in its crate, as a report shows it.
    pub(crate) item: String,
    pub(crate) reason: String,
}

/// What is wrong with the metadata of a package.
#[derive(Debug, thiserror::Error)]
#[error(
    "{package}: `metadata.machineid`: {problem}, as in `[[package.metadata.machineid.exempt]]` with `item = \"…\"` and `reason = \"…\"`"
)]
pub(crate) struct WrongMetadata {
    package: String,
    problem: String,
}

/// Reads the exemptions of a package. A key that is not known is an error, since it may be a misspelled one.
pub(super) fn read(package: &str, metadata: &Value) -> Result<Vec<Exemption>, WrongMetadata> {
    let wrong = |problem: &str| WrongMetadata { package: package.to_owned(), problem: problem.to_owned() };
    let Some(own) = metadata.get("machineid") else { return Ok(Vec::new()) };
    let own = own.as_object().ok_or_else(|| wrong("it is a table"))?;
    if let Some(unknown) = own.keys().find(|key| *key != "exempt") {
        return Err(wrong(&format!("there is no `{unknown}`: it takes `exempt`")));
    }
    let Some(exempt) = own.get("exempt") else { return Ok(Vec::new()) };
    let list = exempt.as_array().ok_or_else(|| wrong("`exempt` is a list"))?;
    list.iter()
        .map(|entry| exemption(entry).ok_or_else(|| wrong("each takes an `item` and a `reason` that is not blank")))
        .collect()
}

fn exemption(entry: &Value) -> Option<Exemption> {
    let entry = entry.as_object().filter(|entry| entry.len() == 2)?;
    let text = |key: &str| entry.get(key).and_then(Value::as_str).filter(|text| !text.trim().is_empty());
    Some(Exemption { item: text("item")?.to_owned(), reason: text("reason")?.to_owned() })
}
