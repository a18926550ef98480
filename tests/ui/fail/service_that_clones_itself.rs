use std::pin::Pin;

use machineid_guard::{Denied, guarded_tool};

trait Service {
    type Future;

    fn call(&mut self) -> Self::Future;
}

#[derive(Clone)]
struct Search;

impl Service for Search {
    type Future = Pin<Box<dyn Future<Output = Result<Self, Denied>> + Send>>;

    #[guarded_tool(future)]
    fn call(&mut self) -> Self::Future {
        let this = self.clone();
        Box::pin(async move { Ok(this) })
    }
}

fn main() {}
