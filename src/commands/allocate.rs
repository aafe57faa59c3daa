//! `minga allocate`: the fair split as a tool of its own, so that anyone can check a run without an installation.

use std::path::Path;

use anyhow::Context;

use crate::allocation::rules::json::allocate_json;

/// Reads an instance from `input` and writes its split to `output`.
///
/// # Errors
/// Where a file cannot be read or written, or the instance has a fault, which is named with the codes concerned.
pub fn run(input: &Path, output: &Path) -> anyhow::Result<()> {
    let asked = std::fs::read_to_string(input).with_context(|| format!("{} cannot be read", input.display()))?;
    let done = allocate_json(&asked).with_context(|| format!("{} cannot be split", input.display()))?;
    std::fs::write(output, done + "\n").with_context(|| format!("{} cannot be written", output.display()))
}
