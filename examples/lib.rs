//! Programs that a user of `machineid-guard` would start from. Each is a cargo example of this crate.
