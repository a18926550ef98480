//! A tool server over HTTP, gated by a layer.
