use machineid_guard::guarded_tools;

#[guarded_tools]
pub mod tools {
    unsafe extern "C" {
        pub safe fn abs(number: i32) -> i32;
    }
}

fn main() {}
