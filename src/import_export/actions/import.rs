//! Imports files. All rows are tried, so that all errors are reported at once; whether to commit is the caller's
//! decision.

use std::collections::{HashMap, hash_map::Entry};

use super::{
    files,
    importer::{AccountChange, BuyerArrival, ImportFile, Importer, PendingEnd},
};
use crate::{
    buyers, catalogue, certification,
    import_export::{
        errors::ImportError,
        rules::file_kind::{FileKind, SourceFile},
    },
    platform::{
        app::App,
        csv::{CsvError, CsvFile, RowError, RowErrors},
        http::problem::Result,
        snapshot::Snapshot,
        unit_of_work::{Actor, UnitOfWork},
    },
};

/// The result of an import.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Report {
    /// The files, in the order in which they were read.
    pub files: Vec<FileReport>,
    /// Bank accounts that the files change, in the order of their rows.
    pub account_changes: Vec<AccountChange>,
    /// The arrivals of the file of arrivals with their deliveries, in the order of their rows.
    pub arrivals: Vec<BuyerArrival>,
    /// The errors of all files. If there is one, the import must not be committed.
    pub errors: RowErrors,
}

/// The result for one file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FileReport {
    /// Its name.
    pub file: String,
    /// Rows that could be read.
    pub rows: usize,
    /// Changes to records; 0 where the installation had all of it already.
    pub changed: usize,
}

/// Tries an import and stores nothing. Where the database has one writer, the trial runs on a copy, so that others can write
/// meanwhile.
///
/// # Errors
/// As [`import`].
pub async fn try_import(app: &App, actor: Actor, sources: &[SourceFile], max_rows: usize) -> Result<Report> {
    let snapshot = app.snapshot().await?;
    let app = snapshot.as_ref().map_or(app, Snapshot::app);
    import(&mut app.begin(actor).await?, sources, max_rows).await
}

/// Imports files, all of them or none, and commits. What is wrong with them is found by a trial, before anybody has to wait
/// for this import.
///
/// # Errors
/// As [`import`].
pub async fn check_and_import(app: &App, actor: Actor, sources: &[SourceFile], max_rows: usize) -> Result<Report> {
    if let Some(snapshot) = app.snapshot().await? {
        let trial = import(&mut snapshot.app().begin(actor).await?, sources, max_rows).await?;
        if !trial.errors.is_empty() {
            return Ok(trial);
        }
    }
    let mut tx = app.begin(actor).await?;
    let report = import(&mut tx, sources, max_rows).await?;
    if report.errors.is_empty() {
        tx.commit().await?;
    }
    Ok(report)
}

/// Imports files, in the order of [`FileKind::ALL`], each of at most `max_rows` rows. The caller commits only where the
/// report has no error.
///
/// # Errors
/// Where the database does not answer. Errors of the files are in the report.
pub async fn import(tx: &mut UnitOfWork, sources: &[SourceFile], max_rows: usize) -> Result<Report> {
    let mut importer = Importer::new(tx).await?;
    let files = read(&mut importer, sources, max_rows);
    let mut reports = Vec::with_capacity(files.len());
    for file in &files {
        let before = importer.tx.audit_entry_count();
        files::import_rows(&mut importer, file).await?;
        let changed = importer.tx.audit_entry_count() - before;
        reports.push(FileReport { file: file.csv.name.clone(), rows: file.csv.rows().len(), changed });
    }
    end_records(&mut importer).await?;
    if importer.errors.is_empty() {
        importer.tx.deliver_events().await?;
    }
    let Importer { account_changes, arrivals, errors, .. } = importer;
    Ok(Report { files: reports, account_changes, arrivals, errors })
}

/// The files that can be read, in the order of the import, with their codes in the index.
fn read(importer: &mut Importer<'_>, sources: &[SourceFile], max_rows: usize) -> Vec<ImportFile> {
    let mut files = Vec::with_capacity(sources.len());
    for kind in FileKind::ALL {
        for source in sources.iter().filter(|source| source.kind == *kind) {
            let columns = files::columns(*kind);
            match CsvFile::read(&source.name, &source.bytes, columns, max_rows, &mut importer.errors) {
                Some(csv) => files.push(ImportFile { kind: *kind, csv }),
                None => importer.codes.mark_unreadable(*kind),
            }
        }
    }
    for file in &files {
        if let Some(column) = file.csv.columns.first() {
            for row in file.csv.rows() {
                let code = file.csv.cell(row, column.name);
                if let Some(stored) = importer.codes.with_lost_zeros(file.kind, code) {
                    let error = CsvError::LeadingZerosLost { stored: stored.to_owned() };
                    importer.errors.push(RowError::new(file.csv.name.as_str(), row.line, column.name, &error));
                }
                importer.codes.announce(file.kind, code);
            }
        }
        reject_repeated_rows(file, &mut importer.errors);
    }
    files
}

/// Adds an error for each row whose key an earlier row of the file has: of two rows for one record, neither can be
/// preferred.
fn reject_repeated_rows(file: &ImportFile, errors: &mut RowErrors) {
    let key = files::key(file.kind);
    let mut lines: HashMap<Vec<&str>, u64> = HashMap::new();
    for row in file.csv.rows() {
        let cells: Vec<&str> = key.iter().map(|column| file.csv.cell(row, column)).collect();
        // A row without a key gets one of its own, or the error of a missing cell.
        if cells.iter().all(|cell| cell.is_empty()) {
            continue;
        }
        match lines.entry(cells) {
            Entry::Vacant(entry) => drop(entry.insert(row.line)),
            Entry::Occupied(entry) => {
                let error = ImportError::RowRepeated { first: *entry.get() };
                let column = key.last().copied().unwrap_or_default();
                errors.push(RowError::new(file.csv.name.as_str(), row.line, column, &error));
            }
        }
    }
}

/// Ends the records that the files end, in the order of their rows.
async fn end_records(importer: &mut Importer<'_>) -> Result<()> {
    for (file, line, end) in std::mem::take(&mut importer.pending_ends) {
        let tx = &mut *importer.tx;
        let result = match end {
            PendingEnd::DeliveryPoint(buyer, point) => buyers::retire_delivery_point(tx, buyer, point).await.map(drop),
            PendingEnd::Product(product) => catalogue::retire_product(tx, product).await.map(drop),
            PendingEnd::CertificateSuspension(id, why) => {
                certification::suspend(tx, id, entities::values::SuspensionKind::Paperwork, &why).await.map(drop)
            }
            PendingEnd::CertificateWithdrawal(id, why) => certification::withdraw(tx, id, &why).await.map(drop),
        };
        importer.report_end(file, line, result)?;
    }
    Ok(())
}
