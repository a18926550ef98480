//! Depends on the kit alone.

#![deny(warnings)]
#![allow(dead_code)]
#![forbid(unsafe_code)]

kit::tool! {
    /// Searches.
    pub fn search(query: &str) -> Result<usize, kit::mg::Denied> {
        Ok(query.len())
    }
}

kit::tool! {
    pub async fn send(mail: String) -> Result<String, kit::mg::Denied> {
        Ok(mail)
    }
}

kit::mg::surface!(pub Payments = "payments", crate = kit::mg);

#[kit::mg::guarded_tool(crate = kit::mg)]
fn by_hand() -> Result<u8, String> {
    Ok(7)
}

fn main() {}
