//! Functions that expect a lint, named after it; with `--features guarded` under boundaries.
#![warn(clippy::all, clippy::pedantic, clippy::nursery)]
#![allow(missing_docs, dead_code, clippy::missing_errors_doc, clippy::must_use_candidate)]

use std::future::{Future, ready};
use std::pin::Pin;

use machineid_guard::Denied;
#[cfg(feature = "guarded")]
use machineid_guard::guarded_tool;

#[expect(clippy::unused_async)]
#[cfg_attr(feature = "guarded", guarded_tool)]
pub async fn unused_async(text: String) -> Result<usize, Denied> {
    if text.is_empty() { Err(denied()) } else { Ok(text.len()) }
}

#[expect(clippy::unnecessary_wraps)]
#[cfg_attr(feature = "guarded", guarded_tool)]
fn unnecessary_wraps(text: &str) -> Result<String, Denied> {
    Ok(text.to_uppercase())
}

#[expect(clippy::manual_async_fn)]
#[cfg_attr(feature = "guarded", guarded_tool)]
pub fn manual_async_fn(number: u8) -> impl Future<Output = Result<u8, Denied>> {
    async move {
        ready(()).await;
        Ok(number)
    }
}

#[expect(clippy::missing_const_for_fn)]
#[cfg_attr(feature = "guarded", guarded_tool)]
pub fn missing_const_for_fn(number: u8) -> Result<u8, Denied> {
    if number == 0 { Ok(0) } else { Ok(1) }
}

#[expect(clippy::needless_return)]
#[cfg_attr(feature = "guarded", guarded_tool)]
pub fn needless_return(number: u8) -> Pin<Box<dyn Future<Output = Result<u8, Denied>>>> {
    return Box::pin(async move {
        ready(()).await;
        Ok(number)
    });
}

#[expect(clippy::needless_lifetimes)]
#[cfg_attr(feature = "guarded", guarded_tool)]
pub fn needless_lifetimes<'a>(text: &'a str) -> Result<&'a str, Denied> {
    println!("{text}");
    if text.is_empty() { Err(denied()) } else { Ok(text) }
}

#[expect(clippy::needless_pass_by_value)]
#[cfg_attr(feature = "guarded", guarded_tool)]
pub fn needless_pass_by_value(text: String) -> Result<usize, Denied> {
    println!("{text}");
    if text.is_empty() { Err(denied()) } else { Ok(text.len()) }
}

#[expect(clippy::too_many_arguments)]
#[cfg_attr(feature = "guarded", guarded_tool)]
pub async fn too_many_arguments(a: u8, b: u8, c: u8, d: u8, e: u8, f: u8, g: u8, h: u8) -> Result<u8, Denied> {
    ready(()).await;
    if a == b { Err(denied()) } else { Ok(c + d + e + f + g + h) }
}

#[expect(clippy::type_complexity)]
#[cfg_attr(feature = "guarded", guarded_tool)]
pub fn type_complexity(a: u8) -> Result<Box<dyn Fn(Vec<Box<dyn Fn(u8) -> Vec<(u8, u8)>>>) -> Vec<Vec<u8>>>, Denied> {
    println!("{a}");
    Err(denied())
}

fn denied() -> Denied {
    println!("denied");
    unreachable!()
}
