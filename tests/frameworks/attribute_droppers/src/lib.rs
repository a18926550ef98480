//! Frameworks whose macros drop the attributes of a function when they stand on top.
