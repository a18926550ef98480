//! Read by `block_with_a_module_in_another_file.rs`.

pub fn send() {}
