mod tools {
    machineid_guard::denials! {
        std::fmt::Error => |_denied| std::fmt::Error,
    }
}

fn main() {}
