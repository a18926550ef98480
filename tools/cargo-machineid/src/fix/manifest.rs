//! The dependency in a package's manifest, put in without a change of another byte.

use std::collections::BTreeSet;
use std::ops::Range;

use camino::Utf8Path;
use toml_edit::{Document, Item, TableLike, Value};

use super::insertion::{Insertion, line_below, line_end, lines};

const LIBRARY: &str = "machineid-guard";

/// What a package needs in its manifest.
#[derive(Debug, Default)]
pub(super) struct Dependencies {
    pub(super) features: BTreeSet<&'static str>,
    /// Whether its tests need the local authority.
    pub(super) local: bool,
}

/// What goes into the manifest.
pub(super) fn insertions(text: &str, root: &Utf8Path, needs: &Dependencies) -> Result<Vec<Insertion>, String> {
    let document = Document::parse(text).map_err(|error| error.to_string())?;
    let features: Vec<&str> = needs.features.iter().copied().collect();
    let source = source(&document, root);
    let mut found = Vec::new();
    found.extend(dependency(text, &document, "dependencies", &source, &features)?);
    if needs.local {
        found.extend(dependency(text, &document, "dev-dependencies", &source, &["local"])?);
    }
    Ok(found)
}

/// Whether the entry is the library, under whatever name.
fn is_library(name: &str, entry: &Item) -> bool {
    let package = entry.as_table_like().and_then(|entry| entry.get("package")).and_then(Item::as_str);
    package.unwrap_or(name) == LIBRARY
}

/// Where the library comes from, as the keys of an inline table: as the package has it, or its workspace, or the registry.
fn source(document: &Document<&str>, root: &Utf8Path) -> String {
    let keys = ["package", "workspace", "version", "path", "git", "branch", "tag", "rev", "registry"];
    let existing = ["dependencies", "dev-dependencies"].iter().find_map(|table| {
        let entries = document.get(table)?.as_table_like()?;
        entries.iter().find(|(name, item)| is_library(name, item)).map(|(_, item)| item)
    });
    match existing.map(|item| (item.as_str(), item.as_table_like())) {
        Some((Some(version), _)) => return format!("version = {version:?}"),
        Some((None, Some(table))) => {
            let said = keys
                .iter()
                .filter_map(|key| Some(format!("{key} = {}", table.get(key)?.as_value()?.clone().decorated("", ""))));
            return said.collect::<Vec<_>>().join(", ");
        }
        _ => {}
    }
    let of_workspace = std::fs::read_to_string(root.join("Cargo.toml")).ok().is_some_and(|text| {
        let document: Result<toml_edit::DocumentMut, _> = text.parse();
        document.is_ok_and(|it| it.get("workspace").and_then(|it| it.get("dependencies")?.get(LIBRARY)).is_some())
    });
    if of_workspace { "workspace = true".to_owned() } else { format!("version = {:?}", version()) }
}

/// The release line that this program belongs to.
fn version() -> &'static str {
    concat!(env!("CARGO_PKG_VERSION_MAJOR"), ".", env!("CARGO_PKG_VERSION_MINOR"))
}

fn dependency(
    text: &str,
    document: &Document<&str>,
    table: &str,
    source: &str,
    features: &[&str],
) -> Result<Vec<Insertion>, String> {
    let listed = || features.iter().map(|feature| format!("{feature:?}")).collect::<Vec<_>>().join(", ");
    let in_other_form = || format!("`{table}` has a form that is not written to: add `{}`", written(source, &listed()));
    let dependencies = match document.get(table) {
        None => return Ok(vec![at_the_end(text, &format!("[{table}]\n{}", written(source, &listed())))]),
        Some(there) => there.as_table().ok_or_else(in_other_form)?,
    };
    // `[dependencies.name]` for each, as cargo writes the manifest of a published package.
    if dependencies.is_implicit() && !dependencies.iter().any(|(name, item)| is_library(name, item)) {
        let features = if features.is_empty() { String::new() } else { format!("\nfeatures = [{}]", listed()) };
        let source = source.replace(", ", "\n");
        return Ok(vec![at_the_end(text, &format!("[{table}.{LIBRARY}]\n{source}{features}"))]);
    }
    match dependencies.iter().find(|(name, item)| is_library(name, item)).map(|(_, item)| item) {
        None => {
            let last = behind(dependencies).ok_or_else(in_other_form)?;
            Ok(line_below(text, last, &written(source, &listed())).into_iter().collect())
        }
        Some(there) => with_features(text, there, features).ok_or_else(in_other_form),
    }
}

fn at_the_end(text: &str, table: &str) -> Insertion {
    let end = line_end(text);
    let before = if text.is_empty() || text.ends_with('\n') { "" } else { end };
    Insertion { at: text.len(), text: format!("{before}{end}{}{end}", lines(table, text, "")) }
}

fn written(source: &str, features: &str) -> String {
    if features.is_empty() {
        return match source.strip_prefix("version = ") {
            Some(version) if !version.contains(',') => format!("{LIBRARY} = {version}"),
            _ => format!("{LIBRARY} = {{ {source} }}"),
        };
    }
    format!("{LIBRARY} = {{ {source}, features = [{features}] }}")
}

/// Where the entry ends behind which the new one belongs: in the order of the names where they are in one, else the last.
fn behind(table: &toml_edit::Table) -> Option<usize> {
    let mut entries: Vec<(usize, &str)> = table.iter().filter_map(|(name, item)| Some((end(item)?, name))).collect();
    entries.sort_unstable();
    let is_in_order = entries.is_sorted_by_key(|(_, name)| *name);
    let before = entries.iter().rev().find(|(_, name)| !is_in_order || *name < LIBRARY);
    let header = || table.span().map(|span| span.end);
    before.map(|(end, _)| *end).or_else(header)
}

fn end(item: &Item) -> Option<usize> {
    match item {
        // `[dependencies.name]` is a table of its own, elsewhere.
        Item::Table(table) if !table.is_dotted() => None,
        Item::Table(table) => table.iter().filter_map(|(_, item)| end(item)).max(),
        Item::Value(value) => value.span().map(|span| span.end),
        Item::ArrayOfTables(_) | Item::None => None,
    }
}

/// The features that are not there yet.
fn with_features(text: &str, there: &Item, features: &[&str]) -> Option<Vec<Insertion>> {
    if let Some(Value::String(_)) = there.as_value() {
        if features.is_empty() {
            return Some(Vec::new());
        }
        let Range { start, end } = there.span()?;
        let listed = quoted(features.iter());
        return Some(vec![
            Insertion { at: start, text: "{ version = ".to_owned() },
            Insertion { at: end, text: format!(", features = [{listed}] }}") },
        ]);
    }
    let table: &dyn TableLike = there.as_table_like()?;
    let has: Vec<&str> = table
        .get("features")
        .and_then(Item::as_array)
        .into_iter()
        .flat_map(|list| list.iter().filter_map(Value::as_str))
        .collect();
    let missing: Vec<&&str> = features.iter().filter(|feature| !has.contains(feature)).collect();
    if missing.is_empty() {
        return Some(Vec::new());
    }
    let listed = quoted(missing.into_iter());
    match table.get("features") {
        Some(list) => {
            let Range { start, end } = list.span()?;
            // In a list with comments, the end of the last line may be one.
            let inner = text.get(start + 1..end - 1).filter(|inner| !inner.contains('#'))?;
            let needs_comma = !inner.trim().is_empty() && !inner.trim_end().ends_with(',');
            let comma = if needs_comma { ", " } else { "" };
            Some(vec![Insertion { at: start + 1 + inner.trim_end().len(), text: format!("{comma}{listed}") }])
        }
        None => match there {
            Item::Value(Value::InlineTable(table)) => {
                let last = table.iter().filter_map(|(_, value)| Some(value.span()?.end)).max()?;
                Some(vec![Insertion { at: last, text: format!(", features = [{listed}]") }])
            }
            Item::Table(table) => {
                let last = table.iter().filter_map(|(_, item)| end(item)).max()?;
                let name = if table.is_dotted() { format!("{LIBRARY}.features") } else { "features".to_owned() };
                Some(vec![line_below(text, last, &format!("{name} = [{listed}]"))?])
            }
            _ => None,
        },
    }
}

fn quoted<'a>(features: impl Iterator<Item = &'a &'a str>) -> String {
    features.map(|feature| format!("{feature:?}")).collect::<Vec<_>>().join(", ")
}
