//! Nothing: what there is are the tests. They are one source, `tests/any`, on each release line of the SDK, side by side
//! in one tree.
