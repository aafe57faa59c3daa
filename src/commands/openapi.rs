//! `minga openapi`: writes the API's description and the list of operations into the folder `openapi`.

use std::path::Path;

use anyhow::Context;

use crate::router::{self, document};

/// The files of the folder `openapi` and what stands in them.
///
/// # Errors
/// Where the description cannot be read.
pub fn files() -> anyhow::Result<[(&'static str, String); 2]> {
    Ok([
        ("openapi.json", document::document(&router::service())?),
        ("endpoints.txt", document::endpoints::<router::Apis>()),
    ])
}

/// Writes the files into `folder`.
///
/// # Errors
/// Where a file cannot be written.
pub fn write(folder: &Path) -> anyhow::Result<()> {
    std::fs::create_dir_all(folder).with_context(|| format!("{} cannot be made", folder.display()))?;
    for (name, text) in files()? {
        let path = folder.join(name);
        std::fs::write(&path, text).with_context(|| format!("{} cannot be written", path.display()))?;
    }
    Ok(())
}
