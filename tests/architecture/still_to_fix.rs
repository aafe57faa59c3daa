//! What the tree still breaks. An entry that breaks nothing any more fails the test, so this list only gets shorter.

/// A rule, and the beginning of the path of the files that may break it for now.
pub const STILL_TO_FIX: &[(&str, &str)] =
    &[("circle", "src/search"), ("parts", "src/search"), ("queries", "src/orders")];
