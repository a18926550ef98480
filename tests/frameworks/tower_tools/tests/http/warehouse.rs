//! The warehouse's tools, one by one.

use std::sync::Arc;

use tower_tools::{Warehouse, app};

use crate::TestResult;
use crate::served::{Served, calls};

#[tokio::test]
async fn every_tool_works() -> TestResult {
    let warehouse = Arc::new(Warehouse::default());
    let served = Served::on_loopback(app(Arc::clone(&warehouse))).await?;
    for (number, (tool, method, path, body)) in calls().into_iter().enumerate() {
        let answer = served.ask(method, path, &body).await?;
        assert!(answer.status().is_success(), "{tool}: {}", answer.status());
        assert_eq!(warehouse.touched(), number + 1, "{tool}");
    }
    Ok(())
}
