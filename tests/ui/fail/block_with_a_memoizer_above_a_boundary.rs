use machineid_guard::guarded_tools;

#[guarded_tools]
pub mod tools {
    use cached::macros::cached;
    use machineid_guard::guarded_tool;

    #[cached]
    #[guarded_tool]
    pub fn rate(currency: u8) -> Result<u8, String> {
        Ok(currency)
    }
}

fn main() {}
