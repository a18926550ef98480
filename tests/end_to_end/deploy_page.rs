//! What docs/deploy.md tells people to write is accepted: its variables exist, and its ids make devices that stay apart.

use std::collections::BTreeSet;

use machineid_guard::Guard;

use crate::TestResult;

const PAGE: &str = include_str!("../../docs/deploy.md");
const VARIABLES: [&str; 4] = ["MACHINEID_BASE_URL", "MACHINEID_DEVICE_ID", "MACHINEID_ORG_KEY_FILE", "MACHINEID_PROXY"];

/// The ids of four parts on the page, with what the platform fills in for the replica of this number.
fn ids(replica: u32) -> BTreeSet<String> {
    let filled = PAGE.replace("$(POD_NAME)", &format!("agent-{replica}")).replace("%i", &format!("{replica:02}"));
    let words = filled.split(|c: char| c.is_whitespace() || "\"`=,;".contains(c));
    let ids = words.filter_map(|word| word.find("openai-agent:").map(|at| word[at..].to_owned()));
    // A pattern of devices is none.
    ids.filter(|id| !id.contains('*')).collect()
}

#[test]
fn the_variables_of_the_page_are_those_that_a_guard_reads() {
    let named: BTreeSet<&str> = PAGE
        .split(|c: char| !(c.is_ascii_uppercase() || c == '_'))
        .filter(|word| word.starts_with("MACHINEID_"))
        .collect();
    assert_eq!(named, BTreeSet::from(VARIABLES));
}

#[test]
fn each_id_of_the_page_is_a_device_of_four_parts_and_a_replicas_is_its_own() -> TestResult {
    let (first, second) = (ids(3), ids(4));
    for id in first.iter().filter(|id| !id.contains('{')) {
        let guard = Guard::builder().org_key("org_local").device_id(id).build()?;
        assert_eq!(guard.device_id().map(ToString::to_string).as_ref(), Some(id));
        assert_eq!(id.split(':').count(), 4, "{id} has no surface that could be replaced");
    }
    let apart: Vec<&String> = first.difference(&second).collect();
    assert_eq!(apart, ["openai-agent:prod:tool-server:03", "openai-agent:prod:tool-server:agent-3"]);
    Ok(())
}
