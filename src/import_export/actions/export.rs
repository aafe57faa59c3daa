//! Exports the installation as files that an import reads, with the ledger as a journal for hledger. All files show
//! the same moment of the database.

use super::{exporter::Exporter, files};
use crate::{
    import_export::rules::file_kind::FileKind,
    platform::{
        csv,
        http::problem::{Problem, Result},
        table::Table,
        unit_of_work::UnitOfWork,
    },
    settlement,
};

/// The file of the ledger.
pub const LEDGER: &str = "ledger.journal";

/// All files, as name and content.
///
/// # Errors
/// Where the database does not answer.
pub async fn export(tx: &UnitOfWork) -> Result<Vec<(String, Vec<u8>)>> {
    let exporter = Exporter::new(tx).await?;
    let mut files = Vec::with_capacity(FileKind::ALL.len() + 1);
    for kind in FileKind::ALL {
        files.push((kind.file_name(), content(&exporter, *kind).await?));
    }
    files.push((LEDGER.to_owned(), settlement::export_journal(tx).await?.into_bytes()));
    Ok(files)
}

/// The content of one file, by its name.
///
/// # Errors
/// 404 where no export has such a file.
pub async fn export_file(tx: &UnitOfWork, name: &str) -> Result<Vec<u8>> {
    if name == LEDGER {
        return Ok(settlement::export_journal(tx).await?.into_bytes());
    }
    let kind = FileKind::of_file(name).ok_or_else(|| Problem::not_found("file"))?;
    content(&Exporter::new(tx).await?, kind).await
}

async fn content(exporter: &Exporter<'_>, kind: FileKind) -> Result<Vec<u8>> {
    let header = files::columns(kind).iter().map(|column| column.name.to_owned()).collect();
    let table = Table { header, rows: files::export_rows(exporter, kind).await? };
    Ok(csv::write(&table).map_err(anyhow::Error::from)?)
}
