//! Exports the installation as files that an import reads, with the ledger as a journal for hledger. All files show
//! the same moment of the database.

use super::{exporter::Exporter, files};
use crate::{
    import_export::rules::file_kind::FileKind,
    platform::{
        http::problem::{Problem, Result},
        table::Table,
        table_file::{self, Reader, TableFormat},
        unit_of_work::UnitOfWork,
    },
    settlement,
};

/// The file of the ledger.
pub const LEDGER: &str = "ledger.journal";

/// A file of an export.
pub struct ExportedFile {
    /// Its content.
    pub bytes: Vec<u8>,
    /// Its media type.
    pub media_type: &'static str,
}

/// All files, as name and content, for programs.
///
/// # Errors
/// Where the database does not answer.
pub async fn export(tx: &UnitOfWork) -> Result<Vec<(String, Vec<u8>)>> {
    let exporter = Exporter::new(tx).await?;
    let mut files = Vec::with_capacity(FileKind::ALL.len() + 1);
    for kind in FileKind::ALL {
        files.push((kind.file_name(), content(&exporter, *kind, TableFormat::Csv, Reader::Program).await?));
    }
    files.push((LEDGER.to_owned(), settlement::export_journal(tx).await?.into_bytes()));
    Ok(files)
}

/// One file by its name: the ledger, a CSV file, or the same table as a spreadsheet.
///
/// # Errors
/// 404 where no export has such a file.
pub async fn export_file(tx: &UnitOfWork, name: &str, reader: Reader) -> Result<ExportedFile> {
    if name == LEDGER {
        let bytes = settlement::export_journal(tx).await?.into_bytes();
        return Ok(ExportedFile { bytes, media_type: "text/plain; charset=utf-8" });
    }
    let sheet = name.strip_suffix(".xlsx").map(|stem| format!("{stem}.csv"));
    let format = if sheet.is_some() { TableFormat::Xlsx } else { TableFormat::Csv };
    let kind = FileKind::of_file(sheet.as_deref().unwrap_or(name)).ok_or_else(|| Problem::not_found("file"))?;
    let bytes = content(&Exporter::new(tx).await?, kind, format, reader).await?;
    Ok(ExportedFile { bytes, media_type: format.media_type() })
}

async fn content(exporter: &Exporter<'_>, kind: FileKind, format: TableFormat, reader: Reader) -> Result<Vec<u8>> {
    let header = files::columns(kind).iter().map(|column| column.name.to_owned()).collect();
    let table = Table { header, rows: files::export_rows(exporter, kind).await? };
    table_file::write(format, reader, kind.name(), table, exporter.tx.now())
}
