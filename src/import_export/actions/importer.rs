//! An import in progress: what the files share while their rows are imported.

use std::collections::{BTreeMap, HashSet};

use entities::{
    members::bank_account,
    values::{BuyerId, CertificateId, DeliveryPointId, ProductId, WorkshopId},
};
use uuid::Uuid;

use crate::{
    import_export::{
        errors::MAX_ERRORS,
        rules::{
            code_index::CodeIndex,
            file_kind::FileKind,
            import_row::{ImportContext, ImportRow},
        },
        store::{self, existing::Existing},
    },
    orders::ImportedArrival,
    platform::{
        csv::{CsvError, CsvFile, CsvRow, RowError, RowErrors, has_lost_zeros},
        http::problem::{FieldProblem, Result},
        unit_of_work::UnitOfWork,
    },
};

/// A file that could be read.
pub struct ImportFile {
    /// What it holds.
    pub kind: FileKind,
    /// Its rows.
    pub csv: CsvFile,
}

/// The end of a record, applied only after all files are imported because other rows may still refer to the record.
pub enum PendingEnd {
    /// A delivery point is retired.
    DeliveryPoint(BuyerId, DeliveryPointId),
    /// A product is retired.
    Product(ProductId),
    /// A certificate is suspended for this reason.
    CertificateSuspension(CertificateId, String),
    /// A certificate is withdrawn for this reason.
    CertificateWithdrawal(CertificateId, String),
}

/// A bank account of a workshop that a row changes. Another person confirms it before it is paid to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AccountChange {
    /// Physical line in `workshops.csv`.
    pub line: u64,
    /// Code of the workshop.
    pub workshop: String,
    /// The account in force before.
    pub before: bank_account::Model,
    /// The account of the file.
    pub after: bank_account::Model,
}

/// What an import did with one arrival of a lodge.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BuyerArrival {
    /// Code of the lodge's account.
    pub buyer: String,
    /// The arrival, with its line in `arrivals.csv` and its deliveries.
    pub arrival: ImportedArrival,
}

/// An import in progress.
pub struct Importer<'w> {
    /// The transaction.
    pub tx: &'w mut UnitOfWork,
    /// The codes known so far.
    pub codes: CodeIndex,
    /// Records that were there before.
    pub existing: Existing,
    /// The errors found so far.
    pub errors: RowErrors,
    /// Workshops that join by this import; their shares may begin in the past.
    pub joined: HashSet<WorkshopId>,
    /// Bank accounts of workshops that the files change.
    pub account_changes: Vec<AccountChange>,
    /// Arrivals of the file of arrivals.
    pub arrivals: Vec<BuyerArrival>,
    /// Records to end, with the file and line that say so.
    pub pending_ends: Vec<(String, u64, PendingEnd)>,
}

impl<'w> Importer<'w> {
    /// An import that has read no file yet.
    pub async fn new(tx: &'w mut UnitOfWork) -> Result<Self> {
        let mut codes = CodeIndex::default();
        for kind in FileKind::ALL {
            for (code, id) in store::codes::list(tx, *kind).await? {
                codes.insert(*kind, code, id);
            }
        }
        let existing = Existing::load(tx).await?;
        let (errors, joined) = (RowErrors::new(MAX_ERRORS), HashSet::new());
        let (account_changes, arrivals, pending_ends) = (Vec::new(), Vec::new(), Vec::new());
        Ok(Self { tx, codes, existing, errors, joined, account_changes, arrivals, pending_ends })
    }

    /// A reader of this row's cells.
    pub fn reader<'a>(&'a mut self, file: &'a ImportFile, row: &'a CsvRow) -> ImportRow<'a> {
        let tx = &self.tx;
        let (currency, zone, today) = (tx.currency(), tx.zone(), tx.today());
        let context = ImportContext { codes: &self.codes, currency, zone, today };
        ImportRow::new(&file.csv, row, context, &mut self.errors)
    }

    /// The result of an action for a row. Where a rule refused the row, adds the errors and returns `None`.
    ///
    /// # Errors
    /// Errors that are not about the row, such as a database that does not answer.
    pub fn ok_or_report<T>(&mut self, file: &ImportFile, row: &CsvRow, result: Result<T>) -> Result<Option<T>> {
        self.ok_or_report_rows(file, std::slice::from_ref(&row), result)
    }

    /// As [`Self::ok_or_report`], for several rows that are one record: `/lines/2/…` is a cell of the third row.
    pub fn ok_or_report_rows<T>(
        &mut self,
        file: &ImportFile,
        rows: &[&CsvRow],
        result: Result<T>,
    ) -> Result<Option<T>> {
        let problem = match result {
            Ok(value) => return Ok(Some(value)),
            Err(problem) if problem.status().is_server_error() => return Err(problem),
            Err(problem) => problem,
        };
        let Some(first) = rows.first() else { return Err(problem) };
        let name = &file.csv.name;
        if problem.errors().is_empty() {
            self.errors.push(RowError::of_problem(name.as_str(), first.line, "", &problem));
            return Ok(None);
        }
        let detail = problem.detail();
        for error in problem.errors() {
            let row = row_index(error).and_then(|at| rows.get(at)).unwrap_or(first);
            let same = error.detail == detail;
            self.errors.push(RowError {
                file: name.clone(),
                line: row.line,
                column: column_of(file, error),
                code: error.code.clone(),
                params: error.params.clone(),
                detail: if same { detail.to_owned() } else { format!("{detail} {}", error.detail) },
            });
        }
        Ok(None)
    }

    /// Whether a cell lacks the leading zeros of one of the `stored` identifiers; the error is added.
    pub fn rejects_lost_zeros(
        &mut self,
        file: &ImportFile,
        row: &CsvRow,
        column: &str,
        stored: &[String],
        read: Option<&str>,
    ) -> bool {
        let Some(read) = read.filter(|read| !stored.iter().any(|stored| stored == read)) else { return false };
        let Some(stored) = stored.iter().find(|stored| has_lost_zeros(stored, read)) else { return false };
        let error = CsvError::LeadingZerosLost { stored: stored.clone() };
        self.reader(file, row).reject::<()>(column, &error);
        true
    }

    /// Adds the code of the record that a row created or updated.
    pub fn insert_code(&mut self, file: &ImportFile, code: String, id: impl Into<Uuid>) {
        self.codes.insert(file.kind, code, id.into());
    }

    /// Ends a record after all files are imported.
    pub fn end_later(&mut self, file: &ImportFile, row: &CsvRow, end: PendingEnd) {
        self.pending_ends.push((file.csv.name.clone(), row.line, end));
    }

    /// Adds the error of a record that could not be ended.
    ///
    /// # Errors
    /// Errors that are not about the row.
    pub fn report_end(&mut self, file: String, line: u64, result: Result<()>) -> Result<()> {
        match result {
            Err(problem) if problem.status().is_server_error() => return Err(problem),
            Err(problem) => self.errors.push(RowError::of_problem(file, line, "state", &problem)),
            Ok(()) => {}
        }
        Ok(())
    }
}

/// The number in `/lines/2/quantity`.
fn row_index(error: &FieldProblem) -> Option<usize> {
    error.pointer.split('/').find_map(|part| part.parse().ok())
}

/// The column that a field of an action comes from, such as `price` for `/prices/2/price/amount`; empty where it is none.
fn column_of(file: &ImportFile, error: &FieldProblem) -> String {
    let column = error.pointer.rsplit('/').find_map(|field| {
        let without_id = field.strip_suffix("_id").unwrap_or(field);
        file.csv.columns.iter().find(|column| column.name == field || column.name == without_id)
    });
    column.map(|column| column.name.to_owned()).unwrap_or_default()
}

/// The rows grouped by the cell of `column`; groups in the order of their first row, rows in the order of the file.
pub fn group_by<'a>(file: &'a ImportFile, column: &str) -> Vec<Vec<&'a CsvRow>> {
    let mut positions: BTreeMap<&str, usize> = BTreeMap::new();
    let mut groups: Vec<Vec<&CsvRow>> = Vec::new();
    for row in file.csv.rows() {
        let at = *positions.entry(file.csv.cell(row, column)).or_insert(groups.len());
        match groups.get_mut(at) {
            Some(group) => group.push(row),
            None => groups.push(vec![row]),
        }
    }
    groups
}
