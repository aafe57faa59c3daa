//! `minga export`: all data as CSV files that an import reads, and the ledger as a journal for hledger.

use std::path::Path;

use anyhow::Context;

use super::output::{count_noun, print_line};
use crate::{
    import_export::export,
    platform::{app::App, private, unit_of_work::Actor},
};

/// Writes the files into `folder`, which is created if it does not exist.
///
/// # Errors
/// Where a file cannot be written or the database does not answer.
pub async fn run(app: &App, folder: &Path) -> anyhow::Result<()> {
    let tx = app.read(Actor::System).await?;
    let files = export(&tx).await?;
    drop(tx);
    // A folder that exists may have other files; those of the export are closed to others one by one.
    if !folder.is_dir() {
        private::secure_folder(folder).with_context(|| format!("{} cannot be made", folder.display()))?;
    }
    let written = count_noun(files.len(), "file", "files");
    for (name, bytes) in files {
        let path = folder.join(name);
        private::secure_file(&path)?;
        std::fs::write(&path, bytes).with_context(|| format!("{} cannot be written", path.display()))?;
    }
    print_line(format_args!("{written} in {}", folder.display()));
    Ok(())
}
