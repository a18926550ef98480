//! One function of each form, in the words of every edition.

#![deny(warnings)]
#![allow(dead_code)]
#![forbid(unsafe_code)]

use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;

use machineid_guard::{
    Denied, Guard, Permit, checkpoint, checkpoint_blocking, guarded_tool, guarded_tools, require_boundaries, resume,
    side_effect, surface,
};

surface!(pub Payments = "payments");

#[guarded_tool]
async fn asynchronous(query: &str) -> Result<usize, Denied> {
    checkpoint!("next_step").await?;
    Ok(query.len())
}

#[resume]
fn sync(query: &str) -> std::io::Result<usize> {
    checkpoint_blocking!("next_row", surface = "database")?;
    Ok(query.len())
}

/// Before edition 2024 it may not borrow `query`.
#[guarded_tool]
fn opaque_of_an_owned_copy(query: &str) -> impl Future<Output = Result<String, Denied>> {
    let query = query.to_owned();
    async move { Ok(query) }
}

#[guarded_tool]
fn boxed_of_an_owned_copy(query: &str) -> Pin<Box<dyn Future<Output = Result<String, Denied>> + Send>> {
    let query = query.to_owned();
    Box::pin(async move { Ok(query) })
}

#[side_effect(surface = Payments, permit = permit)]
fn boxed<'a>(query: &'a str) -> Pin<Box<dyn Future<Output = Result<Permit<Payments>, Denied>> + Send + 'a>> {
    let length = query.len();
    Box::pin(async move {
        let _ = length;
        Ok(permit)
    })
}

#[guarded_tool]
fn opaque(query: String) -> impl Future<Output = Result<String, Box<dyn std::error::Error>>> {
    async move { Ok(query) }
}

#[guarded_tool(recheck = "500ms")]
async fn rechecked(mut list: Vec<u8>) -> Result<Vec<u8>, String> {
    list.push(1);
    Ok(list)
}

#[guarded_tool(on_denied = |denied| denied.agent_message())]
async fn described() -> String {
    String::new()
}

struct Server {
    guard: Arc<Guard>,
}

#[guarded_tools(guard = self.guard)]
impl Server {
    pub fn act(&mut self) -> Result<&mut Arc<Guard>, Denied> {
        Ok(&mut self.guard)
    }

    pub async fn act_later(self: Arc<Self>) -> Result<Arc<Guard>, Denied> {
        Ok(self.guard.clone())
    }
}

#[require_boundaries]
mod tools {
    use machineid_guard::{Denied, guarded_tool};

    #[guarded_tool]
    pub fn search() -> Result<u8, Denied> {
        Ok(7)
    }

    pub trait Tool {
        fn name(&self) -> &'static str;

        #[guarded_tool(name = self.name())]
        fn execute(&self) -> Result<u8, Denied> {
            Ok(7)
        }
    }

    #[derive(Clone, Debug)]
    pub struct Mailer;

    impl std::fmt::Display for Mailer {
        fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
            formatter.write_str("mailer")
        }
    }

    #[unguarded(reason = "reads a constant")]
    impl Tool for Mailer {
        fn name(&self) -> &'static str {
            "mailer"
        }
    }

    #[machineid_guard::guarded_tools(surface = "email")]
    impl Mailer {
        pub async fn send(&self) -> Result<u8, Denied> {
            Ok(7)
        }

        #[machineid_guard::resume(recheck = "1s")]
        pub async fn send_later(&self) -> Result<u8, Denied> {
            Ok(7)
        }
    }
}

fn main() {}
