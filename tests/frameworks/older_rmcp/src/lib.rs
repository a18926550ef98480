//! Nothing: what there is are the tests. They are one source, `tests/any`, on each of the older releases of rmcp, side by
//! side in one tree.
