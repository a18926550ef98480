//! What the metadata of a manifest says: exemptions, for what no attribute in the source exempts, and more effects.
//!
//! ```toml
//! [[package.metadata.machineid.exempt]]
//! item = "tools::clock::current_time"
//! reason = "reads the clock"
//!
//! [[package.metadata.machineid.effect]] # or workspace.metadata
//! path = "mybank::transfer"
//! surface = "payments"
//! ```

use serde_json::{Map, Value};

use crate::rules::Rule;

/// Something that may run unasked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Exemption {
    /// The path of the function in its crate, as a report shows it.
    pub(crate) item: String,
    pub(crate) reason: String,
    /// What it is exempt from: a tool from being asked for, where nothing is said.
    pub(crate) rule: Rule,
}

/// An effect that the catalogue does not know.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct OwnEffect {
    pub(crate) path: String,
    pub(crate) surface: String,
}

/// What is wrong with the metadata.
#[derive(Debug, thiserror::Error)]
#[error("{of}: `metadata.machineid`: {problem}")]
pub(crate) struct WrongMetadata {
    of: String,
    problem: String,
}

/// All of it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Said {
    pub(crate) exemptions: Vec<Exemption>,
    pub(crate) effects: Vec<OwnEffect>,
}

const EXEMPT: &str =
    "each `exempt` takes an `item` and a `reason` that is not blank, and a `rule` where it is not about a tool";
const EFFECT: &str = "each `effect` takes a `path` such as `mybank::transfer` and a `surface`";

/// Reads the metadata of a package, or of a workspace. A key that is not known is an error, since it may be a misspelled one.
pub(super) fn read(of: &str, metadata: &Value) -> Result<Said, WrongMetadata> {
    let wrong = |problem: &str| WrongMetadata { of: of.to_owned(), problem: problem.to_owned() };
    let Some(own) = metadata.get("machineid") else { return Ok(Said::default()) };
    let own = own.as_object().ok_or_else(|| wrong("it is a table"))?;
    if let Some(unknown) = own.keys().find(|key| !["exempt", "effect"].contains(&key.as_str())) {
        return Err(wrong(&format!("there is no `{unknown}`: it takes `exempt` and `effect`")));
    }
    Ok(Said {
        exemptions: entries(own, "exempt", exemption).ok_or_else(|| wrong(EXEMPT))?,
        effects: entries(own, "effect", effect).ok_or_else(|| wrong(EFFECT))?,
    })
}

fn entries<T>(of: &Map<String, Value>, key: &str, entry: fn(&Map<String, Value>) -> Option<T>) -> Option<Vec<T>> {
    let Some(list) = of.get(key) else { return Some(Vec::new()) };
    list.as_array()?.iter().map(|it| entry(it.as_object()?)).collect()
}

fn exemption(entry: &Map<String, Value>) -> Option<Exemption> {
    let rule = match entry.get("rule") {
        None => Rule::UnguardedTool,
        Some(rule) => Rule::named(rule.as_str()?).filter(|rule| rule.may_be_exempt())?,
    };
    only(entry, &["item", "reason", "rule"])?;
    Some(Exemption { item: text(entry, "item")?, reason: text(entry, "reason")?, rule })
}

fn effect(entry: &Map<String, Value>) -> Option<OwnEffect> {
    only(entry, &["path", "surface"])?;
    let path = text(entry, "path").filter(|path| is_path(path))?;
    Some(OwnEffect { path, surface: text(entry, "surface")? })
}

/// Names and `::`. Clippy takes `<T as Trait>::name` unread.
fn is_path(text: &str) -> bool {
    let is_name = |name: &str| !name.is_empty() && name.chars().all(|letter| letter.is_alphanumeric() || letter == '_');
    text.contains("::") && text.split("::").all(is_name)
}

fn only(entry: &Map<String, Value>, keys: &[&str]) -> Option<()> {
    entry.keys().all(|key| keys.contains(&key.as_str())).then_some(())
}

fn text(entry: &Map<String, Value>, key: &str) -> Option<String> {
    entry.get(key).and_then(Value::as_str).filter(|text| !text.trim().is_empty()).map(str::to_owned)
}
