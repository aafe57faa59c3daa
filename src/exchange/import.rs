//! Reading files into the installation, in the order of the journey. All rows are tried, so that all that is wrong is
//! told at once; whether the work is committed is for its edge to decide.

use std::collections::{BTreeMap, HashSet};

use entities::values::{CertificateId, DeliveryPointId, ProductId, WorkshopId};
use uuid::Uuid;

use super::{
    cells::Cells,
    codes::Codes,
    fault::{Fault, Faults},
    files,
    kind::Kind,
    sheet::{Row, Sheet, Source},
    store::Stored,
};
use crate::platform::{
    http::problem::{FieldProblem, Problem, Result},
    unit_of_work::UnitOfWork,
};

/// What an import found and did.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Report {
    /// The files, in the order in which they were read.
    pub files: Vec<FileReport>,
    /// What is wrong; where anything is, nothing may be committed.
    pub faults: Faults,
}

/// What became of one file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FileReport {
    /// Its name.
    pub file: String,
    /// Rows that could be read.
    pub rows: usize,
    /// Things that are new or different now; 0 where all was there already.
    pub changed: usize,
}

/// What ends only after everything that still refers to it was read.
pub(super) enum Ending {
    /// A delivery point is out of use.
    Point(entities::values::BuyerId, DeliveryPointId),
    /// A product left the catalogue.
    Product(ProductId),
    /// A certificate is suspended, or withdrawn where `true`.
    Certificate(CertificateId, bool, String),
}

/// An import that is going on.
pub(super) struct Import<'w> {
    pub tx: &'w mut UnitOfWork,
    pub codes: Codes,
    pub stored: Stored,
    pub faults: Faults,
    /// Workshops that join by this import: they bring their past.
    pub joined: HashSet<WorkshopId>,
    /// What is to be ended, with the file and row that say so.
    pub endings: Vec<(String, Row, Ending)>,
}

/// Puts all that these files say into the installation, as far as it is right. The caller commits only where the
/// report has no fault.
///
/// # Errors
/// Where the database does not answer; what is wrong with the files is in the report.
pub async fn import(tx: &mut UnitOfWork, sources: &[Source], most_rows: usize) -> Result<Report> {
    let codes = Codes::of(tx).await?;
    let stored = Stored::of(tx).await?;
    let (faults, joined, endings) = (Faults::default(), HashSet::new(), Vec::new());
    let mut import = Import { tx, codes, stored, faults, joined, endings };
    let sheets = import.read(sources, most_rows);
    let mut files = Vec::with_capacity(sheets.len());
    for sheet in &sheets {
        let before = import.tx.audit_entry_count();
        sheet.kind.put(&mut import, sheet).await?;
        let changed = import.tx.audit_entry_count() - before;
        files.push(FileReport { file: sheet.file.clone(), rows: sheet.rows().len(), changed });
    }
    import.end().await?;
    if import.faults.is_empty() {
        import.tx.deliver_events().await?;
    }
    Ok(Report { files, faults: import.faults })
}

impl Import<'_> {
    /// The files that can be read, in the order of the journey, their codes announced.
    fn read(&mut self, sources: &[Source], most_rows: usize) -> Vec<Sheet> {
        let mut sheets = Vec::with_capacity(sources.len());
        for kind in Kind::ALL {
            for source in sources.iter().filter(|source| source.kind == *kind) {
                match Sheet::read(source, most_rows, &mut self.faults) {
                    Some(sheet) => sheets.push(sheet),
                    None => self.codes.forget(*kind),
                }
            }
        }
        for sheet in &sheets {
            if let Some(column) = sheet.kind.columns().first() {
                for row in sheet.rows() {
                    self.codes.announce(sheet.kind, sheet.cell(row, column.name));
                }
            }
        }
        sheets
    }

    /// The cells of a row, to be asked.
    pub fn cells<'a>(&'a mut self, sheet: &'a Sheet, row: &'a Row) -> Cells<'a> {
        Cells {
            sheet,
            row,
            codes: &self.codes,
            faults: &mut self.faults,
            currency: self.tx.currency(),
            zone: self.tx.zone(),
        }
    }

    /// What an action made of a row; where a rule refused it, the fault is written down.
    pub fn done<T>(&mut self, sheet: &Sheet, row: &Row, done: Result<T>) -> Result<Option<T>> {
        self.done_rows(sheet, std::slice::from_ref(&row), done)
    }

    /// As [`Self::done`], for several rows that make one thing: `/lines/2/…` is a cell of the third.
    pub fn done_rows<T>(&mut self, sheet: &Sheet, rows: &[&Row], done: Result<T>) -> Result<Option<T>> {
        let problem = match done {
            Ok(done) => return Ok(Some(done)),
            Err(problem) if problem.status().is_server_error() => return Err(problem),
            Err(problem) => problem,
        };
        let Some(first) = rows.first() else { return Err(problem) };
        let (file, code, detail) = (sheet.file.clone(), problem.code().to_owned(), problem.detail().to_owned());
        if problem.errors().is_empty() {
            self.faults.push(Fault { file, line: first.line, column: String::new(), code, detail });
            return Ok(None);
        }
        for error in problem.errors() {
            let row = line_of(error).and_then(|at| rows.get(at)).unwrap_or(first);
            let said = if error.detail == detail { detail.clone() } else { format!("{detail} {}", error.detail) };
            self.faults.push(Fault {
                file: file.clone(),
                line: row.line,
                column: column_of(sheet.kind, error),
                code: error.code.clone(),
                detail: said,
            });
        }
        Ok(None)
    }

    /// Learns the code of what a row made.
    pub fn learn(&mut self, sheet: &Sheet, code: String, id: impl Into<Uuid>) {
        self.codes.learn(sheet.kind, code, id.into());
    }

    /// Ends what the files say has ended, in the order in which they say it.
    async fn end(&mut self) -> Result<()> {
        for (file, row, ending) in std::mem::take(&mut self.endings) {
            let done = match ending {
                Ending::Point(buyer, point) => files::delivery_points::retire(self.tx, buyer, point).await,
                Ending::Product(product) => files::products::retire(self.tx, product).await,
                Ending::Certificate(id, withdrawn, why) => files::certificates::end(self.tx, id, withdrawn, &why).await,
            };
            match done {
                Err(problem) if problem.status().is_server_error() => return Err(problem),
                Err(problem) => {
                    let (code, detail) = (problem.code().to_owned(), problem.detail().to_owned());
                    self.faults.push(Fault { file, line: row.line, column: "state".to_owned(), code, detail });
                }
                Ok(()) => {}
            }
        }
        Ok(())
    }
}

/// The number in `/lines/2/quantity`.
fn line_of(error: &FieldProblem) -> Option<usize> {
    error.pointer.split('/').find_map(|part| part.parse().ok())
}

/// The column that a field of an action comes from.
fn column_of(kind: Kind, error: &FieldProblem) -> String {
    let field = error.pointer.rsplit('/').next().unwrap_or_default();
    let bare = field.strip_suffix("_id").unwrap_or(field);
    let column = kind.columns().iter().find(|column| column.name == field || column.name == bare);
    column.map(|column| column.name.to_owned()).unwrap_or_default()
}

/// Groups rows by what `key` makes of them, each group in the order of the file; keys in the order of first use.
pub(super) fn grouped<'a>(sheet: &'a Sheet, key: &str) -> Vec<Vec<&'a Row>> {
    let mut order: BTreeMap<&str, usize> = BTreeMap::new();
    let mut groups: Vec<Vec<&Row>> = Vec::new();
    for row in sheet.rows() {
        let at = *order.entry(sheet.cell(row, key)).or_insert(groups.len());
        match groups.get_mut(at) {
            Some(group) => group.push(row),
            None => groups.push(vec![row]),
        }
    }
    groups
}

/// The problem of an import that was refused, for whoever asked over HTTP.
pub(super) fn refusal(faults: &Faults) -> Problem {
    let detail = format!("{} things in these files are wrong; nothing was imported.", faults.count());
    let errors = faults.told().iter().map(|fault| FieldProblem {
        pointer: format!("{} line {}/{}", fault.file, fault.line, fault.column),
        code: fault.code.clone(),
        detail: fault.detail.clone(),
    });
    Problem::refused("import_refused", detail).with_errors(errors)
}
