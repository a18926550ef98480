use std::pin::Pin;

use machineid_guard::{Denied, guarded_tool};

#[derive(Clone)]
struct Search;

impl Search {
    async fn run(&self) -> Result<u8, Denied> {
        Ok(7)
    }

    #[guarded_tool]
    fn call(&self) -> Pin<Box<dyn Future<Output = Result<u8, Denied>> + Send>> {
        let this = self.clone();
        Box::pin(async move { this.run().await })
    }
}

fn main() {}
