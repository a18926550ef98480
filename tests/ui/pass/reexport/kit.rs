//! A kit that re-exports the guard, and makes guarded functions for its users by a macro.

#![deny(warnings)]
#![forbid(unsafe_code)]

pub use machineid_guard as mg;

/// Makes a guarded tool.
#[macro_export]
macro_rules! tool {
    ($(#[$attribute:meta])* $visibility:vis fn $name:ident($($parameters:tt)*) -> $output:ty $body:block) => {
        #[$crate::mg::guarded_tool(crate = $crate::mg)]
        $(#[$attribute])*
        $visibility fn $name($($parameters)*) -> $output $body
    };
    ($(#[$attribute:meta])* $visibility:vis async fn $name:ident($($parameters:tt)*) -> $output:ty $body:block) => {
        #[$crate::mg::side_effect(surface = "kit", crate = $crate::mg)]
        $(#[$attribute])*
        $visibility async fn $name($($parameters)*) -> $output {
            $crate::mg::checkpoint!("next_step", crate = $crate::mg).await?;
            $body
        }
    };
}
