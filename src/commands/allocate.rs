//! `minga allocate`: the fair split as a tool of its own, so that anyone can check a run without an installation.

use std::path::Path;

use anyhow::Context;
use entities::values::Language;
use fair_split::json;
use sea_orm::Iterable;

use crate::platform::{http::api_error::Params, locale::Localizer};

/// Reads an instance from `input` and writes its split to `output`.
///
/// # Errors
/// Where a file cannot be read or written, or the instance has a fault, which is named with the codes concerned.
pub fn run(input: &Path, output: &Path) -> anyhow::Result<()> {
    let asked = std::fs::read_to_string(input).with_context(|| format!("{} cannot be read", input.display()))?;
    let done = json::split_json(&asked).map_err(in_all_languages);
    let done = done.with_context(|| format!("{} cannot be split", input.display()))?;
    std::fs::write(output, done + "\n").with_context(|| format!("{} cannot be written", output.display()))
}

/// The error with its sentence in each other language after the English one.
fn in_all_languages(error: json::JsonError) -> anyhow::Error {
    let other = Language::iter().filter_map(|language| Localizer::new(language).error(error.code(), &Params::new()));
    let sentences: Vec<String> = std::iter::once(error.to_string()).chain(other).collect();
    anyhow::anyhow!(sentences.join(" / "))
}
