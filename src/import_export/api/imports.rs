//! Importing files.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use entities::members::bank_account;
use poem::web::Data;
use poem_openapi::{Multipart, Object, OpenApi, param::Query, payload::Json, types::multipart::Upload};

use super::Tag;
use crate::{
    identity::{Caller, StaffAdmin},
    import_export::{
        AccountChange, BuyerArrival, FileKind, FileReport, Report, SourceFile, check_and_import,
        errors::{ImportError, refusal},
        try_import,
    },
    members,
    platform::{
        app::App,
        http::{api_error::ApiError, limits, problem::Result},
    },
};

/// Imports of administrators.
pub struct ImportApi;

/// Files to import.
#[derive(Multipart)]
#[oai(deny_unknown_fields)]
struct ImportFiles {
    /// CSV files; the name of each says what it holds, such as `workshops.csv`.
    files: Vec<Upload>,
}

/// What an import did, or would do.
#[derive(Object)]
struct ImportReport {
    /// Whether nothing was stored because this was only a trial.
    dry_run: bool,
    /// The files, in the order in which they were read.
    files: Vec<ImportedFile>,
    /// Bank accounts of workshops that the files change. Another person confirms each before it is paid to.
    account_changes: Vec<ImportedAccountChange>,
    /// The arrivals of the file of arrivals, in the order of its rows.
    arrivals: Vec<ImportedBuyerArrival>,
}

/// An arrival of a file of arrivals, and which delivery serves it.
#[derive(Object)]
#[oai(skip_serializing_if_is_none)]
struct ImportedBuyerArrival {
    /// Physical line in `arrivals.csv`.
    line: u64,
    /// Code of the lodge's account.
    buyer: String,
    /// The lodge's own reference.
    reference: String,
    /// The day.
    date: NaiveDate,
    /// Number of guests; 0 where it is cancelled.
    guests: i32,
    /// The day of the delivery that serves it; none = no delivery is planned that does, or it is cancelled.
    delivery_date: Option<NaiveDate>,
    /// Deliveries that have closed and count other guests of it than are expected now; latest first, at most 20.
    late_deliveries: Vec<ImportedLateDelivery>,
}

/// A delivery that has closed and counts other guests of an arrival than are expected now.
#[derive(Object)]
struct ImportedLateDelivery {
    /// The day of delivery.
    delivery_date: NaiveDate,
    /// Guests of the arrival that it counts.
    counted_guests: i32,
    /// Guests of the arrival that it should serve now.
    guests: i32,
}

impl From<BuyerArrival> for ImportedBuyerArrival {
    fn from(imported: BuyerArrival) -> Self {
        let BuyerArrival { buyer, arrival } = imported;
        let late = arrival.deliveries.late.into_iter().map(|late| ImportedLateDelivery {
            delivery_date: late.delivery_date,
            counted_guests: late.counted_guests,
            guests: late.guests,
        });
        Self {
            line: arrival.line.unwrap_or_default(),
            buyer,
            reference: arrival.terms.reference,
            date: arrival.terms.date,
            guests: arrival.terms.guests,
            delivery_date: arrival.deliveries.serving.map(|serving| serving.delivery_date),
            late_deliveries: late.collect(),
        }
    }
}

/// A bank account of a workshop that a row changes.
#[derive(Object)]
struct ImportedAccountChange {
    /// Physical line in `workshops.csv`.
    line: u64,
    /// Code of the workshop.
    workshop: String,
    /// The account in force before.
    before: ImportedAccount,
    /// The account of the file.
    after: ImportedAccount,
}

/// A bank account.
#[derive(Object)]
struct ImportedAccount {
    /// What people call the bank.
    bank: String,
    /// Its number.
    account_number: String,
    /// Its holder.
    holder_name: String,
    /// The holder's RUT.
    holder_tax_id: String,
}

impl From<AccountChange> for ImportedAccountChange {
    fn from(change: AccountChange) -> Self {
        let AccountChange { line, workshop, before, after } = change;
        Self { line, workshop, before: before.into(), after: after.into() }
    }
}

impl From<bank_account::Model> for ImportedAccount {
    fn from(account: bank_account::Model) -> Self {
        Self {
            bank: members::find_bank(&account.bank_code).map_or(account.bank_code, |bank| bank.name.to_owned()),
            account_number: account.account_number,
            holder_name: account.holder_name,
            holder_tax_id: account.holder_tax_id,
        }
    }
}

/// The result for one file.
#[derive(Object)]
struct ImportedFile {
    /// Its name.
    file: String,
    /// Rows that were read.
    rows: u64,
    /// Changes to records; 0 where the installation had all of it already.
    changed: u64,
}

impl ImportReport {
    fn of(report: Report, dry_run: bool) -> Self {
        Self {
            dry_run,
            files: report.files.into_iter().map(ImportedFile::from).collect(),
            account_changes: report.account_changes.into_iter().map(Into::into).collect(),
            arrivals: report.arrivals.into_iter().map(Into::into).collect(),
        }
    }
}

impl From<FileReport> for ImportedFile {
    fn from(report: FileReport) -> Self {
        let count = |number: usize| u64::try_from(number).unwrap_or(u64::MAX);
        Self { file: report.file, rows: count(report.rows), changed: count(report.changed) }
    }
}

#[OpenApi(prefix_path = "/api/v1/staff", tag = "Tag::Exchange")]
impl ImportApi {
    /// Import CSV files
    ///
    /// All files are one transaction: where any row is wrong, nothing is imported and `import_refused` names every
    /// error (`workshops.csv line 12/name`). Importing the same files again changes nothing.
    #[oai(path = "/imports", method = "post", operation_id = "import_files")]
    async fn import_files(
        &self,
        app: Data<&App>,
        caller: StaffAdmin,
        /// Reports all errors and stores nothing.
        #[oai(default)]
        dry_run: Query<bool>,
        upload: ImportFiles,
    ) -> Result<Json<ImportReport>> {
        let sources = sources(upload).await?;
        let report = match dry_run.0 {
            true => try_import(&app, caller.actor(), &sources, limits::IMPORT_ROWS).await?,
            false => check_and_import(&app, caller.actor(), &sources, limits::IMPORT_ROWS).await?,
        };
        if !report.errors.is_empty() {
            return Err(refusal(&report.errors));
        }
        Ok(Json(ImportReport::of(report, dry_run.0)))
    }
}

/// The uploaded files. Each name is one of [`FileKind`], and no name comes twice.
async fn sources(upload: ImportFiles) -> Result<Vec<SourceFile>> {
    let mut sources = Vec::with_capacity(upload.files.len());
    let mut kinds = BTreeSet::new();
    for file in upload.files {
        let name = file.file_name().unwrap_or_default().to_owned();
        match FileKind::of_file(&name).filter(|kind| kinds.insert(*kind)) {
            None => {
                let allowed = FileKind::ALL.iter().map(|kind| kind.file_name()).collect();
                return Err(ImportError::UnknownFile { file: name, allowed }.at("/files"));
            }
            Some(kind) => {
                let bytes = file.into_vec().await.map_err(anyhow::Error::from)?;
                sources.push(SourceFile { name, kind, bytes });
            }
        }
    }
    if sources.is_empty() {
        return Err(ImportError::NoFile.into());
    }
    Ok(sources)
}
