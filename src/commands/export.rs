//! `minga export`: everything as CSV files that an import reads again, and the ledger as a journal for hledger.

use std::path::Path;

use anyhow::Context;

use super::say::{counted, say};
use crate::{
    exchange::export,
    platform::{app::App, unit_of_work::Actor},
};

/// Writes the files into `folder`, which is made where it is missing.
///
/// # Errors
/// Where a file cannot be written or the database does not answer.
pub async fn run(app: &App, folder: &Path) -> anyhow::Result<()> {
    let tx = app.read(Actor::System).await?;
    let files = export(&tx).await?;
    drop(tx);
    std::fs::create_dir_all(folder).with_context(|| format!("{} cannot be made", folder.display()))?;
    let written = counted(files.len(), "file", "files");
    for (name, bytes) in files {
        let path = folder.join(name);
        std::fs::write(&path, bytes).with_context(|| format!("{} cannot be written", path.display()))?;
    }
    say(format_args!("{written} in {}", folder.display()));
    Ok(())
}
