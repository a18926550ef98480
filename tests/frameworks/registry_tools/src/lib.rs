//! Trait objects in a registry, as most frameworks keep their tools.
