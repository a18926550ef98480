use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;

use machineid_guard::{Denied, guarded_wrapper};

#[guarded_wrapper(Guarded, fns(execute))]
pub trait Tool {
    fn execute(&self) -> Pin<Box<dyn Future<Output = Result<(), Denied>> + Send + '_>>;
}

fn register(_tool: Arc<dyn Tool>) {}

fn registered(tool: Arc<dyn Tool>) {
    register(Arc::new(Guarded(tool)));
}

fn main() {}
