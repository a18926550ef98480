//! The tools of the garden and the kitchen, one by one.

use attribute_droppers::logbook;

use crate::calls::{garden_calls, in_garden, in_kitchen, kitchen_calls};

#[tokio::test]
async fn every_tool_works() {
    let before = logbook().lines();
    for (tool, arguments) in garden_calls() {
        in_garden(tool, &arguments).await.unwrap_or_else(|error| panic!("{tool}: {error}"));
    }
    for (tool, arguments) in kitchen_calls() {
        in_kitchen(tool, &arguments).await.unwrap_or_else(|error| panic!("{tool}: {error}"));
    }
    assert_eq!(logbook().lines(), before + 16);
}
