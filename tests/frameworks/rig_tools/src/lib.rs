//! Tools for rig as its users write them, guarded.
