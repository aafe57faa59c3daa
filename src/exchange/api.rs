//! Files in and out over HTTP, for the cooperative's administrators.

use std::collections::BTreeSet;

use poem::web::Data;
use poem_openapi::{
    Multipart, Object, OpenApi, Tags,
    param::{Path, Query},
    payload::Json,
    types::multipart::Upload,
};

use super::{
    Kind, Source, export_file,
    import::{self, import},
};
use crate::{
    identity::{Caller, StaffAdmin},
    platform::{
        app::App,
        http::{
            download::Download,
            limits,
            problem::{Problem, Result},
            text::Text,
        },
    },
};

/// The part of the API, in its description.
#[derive(Tags)]
enum Tag {
    /// All data, in and out as CSV files.
    #[oai(rename = "exchange")]
    Exchange,
}

/// Operations of the exchange.
pub type Apis = ExchangeApi;

/// The operations, ready to be mounted.
pub const APIS: Apis = ExchangeApi;

/// Files in and out.
#[derive(Clone, Copy)]
pub struct ExchangeApi;

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
    /// Whether this was only tried, and nothing stored.
    dry_run: bool,
    /// The files, in the order in which they were read.
    files: Vec<ImportedFile>,
}

/// What became of one file.
#[derive(Object)]
struct ImportedFile {
    /// Its name.
    file: String,
    /// Rows that were read.
    rows: u64,
    /// Things that are new or different now; 0 where all was there already.
    changed: u64,
}

#[OpenApi(prefix_path = "/api/v1/staff", tag = "Tag::Exchange")]
impl ExchangeApi {
    /// Imports CSV files
    ///
    /// All of them in one transaction: where any row is wrong, nothing is imported and `import_refused` names every
    /// fault (`workshops.csv line 12/name`). The same files again change nothing.
    #[oai(path = "/imports", method = "post", operation_id = "import_files")]
    async fn import_files(
        &self,
        app: Data<&App>,
        caller: StaffAdmin,
        /// Only tries: what is wrong is told, and nothing is stored.
        #[oai(default)]
        dry_run: Query<bool>,
        upload: ImportFiles,
    ) -> Result<Json<ImportReport>> {
        let sources = sources(upload).await?;
        let mut tx = app.begin(caller.actor()).await?;
        let report = import(&mut tx, &sources, limits::IMPORT_ROWS).await?;
        if !report.faults.is_empty() {
            return Err(import::refusal(&report.faults));
        }
        if !dry_run.0 {
            tx.commit().await?;
        }
        let count = |number: usize| u64::try_from(number).unwrap_or(u64::MAX);
        let file =
            |f: import::FileReport| ImportedFile { file: f.file, rows: count(f.rows), changed: count(f.changed) };
        Ok(Json(ImportReport { dry_run: dry_run.0, files: report.files.into_iter().map(file).collect() }))
    }

    /// One file of an export
    ///
    /// `workshops.csv`, `orders.csv` …, as an import reads it, or `ledger.journal` for hledger.
    #[oai(path = "/exports/:file", method = "get", operation_id = "export_file")]
    async fn export_file(
        &self,
        app: Data<&App>,
        caller: StaffAdmin,
        /// Its name.
        file: Path<Text<1, 60>>,
    ) -> Result<Download> {
        let tx = app.read(caller.actor()).await?;
        let bytes = export_file(&tx, &file.0).await?;
        let media_type = if file.0.ends_with(".csv") { "text/csv; charset=utf-8" } else { "text/plain; charset=utf-8" };
        Ok(Download::new(&file.0, media_type, bytes))
    }
}

async fn sources(upload: ImportFiles) -> Result<Vec<Source>> {
    let mut sources = Vec::with_capacity(upload.files.len());
    let mut seen = BTreeSet::new();
    let mut wrong =
        Problem::malformed("file_unknown", "The name of a file says what it holds, such as `workshops.csv`.");
    for file in upload.files {
        let name = file.file_name().unwrap_or_default().to_owned();
        match Kind::of_file(&name).filter(|kind| seen.insert(*kind)) {
            None => wrong = wrong.at("/files", "file_unknown", name),
            Some(kind) => {
                let bytes = file.into_vec().await.map_err(anyhow::Error::from)?;
                sources.push(Source { name, kind, bytes });
            }
        }
    }
    if !wrong.errors().is_empty() {
        return Err(wrong);
    }
    if sources.is_empty() {
        return Err(Problem::malformed("file_unknown", "Send at least one file as `files`."));
    }
    Ok(sources)
}
