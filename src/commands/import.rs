//! `minga import`: imports CSV files, all of them or none.

use std::path::{Path, PathBuf};

use anyhow::Context;
use entities::members::bank_account;

use super::output::{print_line, terminal_language};
use crate::{
    import_export::{
        AccountChange, BuyerArrival, FileKind, MAX_ERRORS, Report, SourceFile, check_and_import, try_import,
    },
    platform::{
        app::App,
        csv::RowError,
        http::limits,
        locale::{Localizer, localize},
        unit_of_work::Actor,
    },
};

/// Imports these files and those in these folders. Stores nothing if `dry_run`.
///
/// # Errors
/// Where a file cannot be read or has errors. The errors are printed to standard error, and nothing is imported.
pub async fn run(app: &App, paths: &[PathBuf], dry_run: bool) -> anyhow::Result<()> {
    let texts = Localizer::new(terminal_language());
    let report = run_quietly(app, paths, dry_run).await?;
    for error in report.errors.as_slice() {
        eprintln!("{}", row_error_text(error, texts));
    }
    let count = report.errors.count();
    if count > MAX_ERRORS {
        eprintln!("{}", localize!(texts, "import-more-errors", count = count - MAX_ERRORS));
    }
    anyhow::ensure!(count == 0, localize!(texts, "import-refused", count = count));
    for file in &report.files {
        let (name, rows, changes) = (&file.file, file.rows, file.changed);
        print_line(localize!(texts, "import-file", file = name, rows = rows, changes = changes));
    }
    for AccountChange { line, workshop, before, after } in &report.account_changes {
        let (line, before, after) = (line.to_string(), account_text(before), account_text(after));
        print_line(localize!(
            texts,
            "import-account",
            line = line,
            workshop = workshop,
            before = before,
            after = after
        ));
    }
    print_late_arrivals(&report, texts);
    print_line(if dry_run { localize!(texts, "import-possible") } else { localize!(texts, "import-done") });
    Ok(())
}

/// Prints the arrivals that a closed delivery counts as they were.
fn print_late_arrivals(report: &Report, texts: Localizer) {
    for BuyerArrival { buyer, arrival } in &report.arrivals {
        for late in &arrival.deliveries.late {
            print_line(localize!(
                texts,
                "import-late-arrival",
                line = arrival.line.unwrap_or_default().to_string(),
                buyer = buyer,
                reference = &arrival.terms.reference,
                delivery = late.delivery_date.to_string(),
                counted = i64::from(late.counted_guests),
                guests = i64::from(late.guests)
            ));
        }
    }
}

/// A bank account on one line.
fn account_text(account: &bank_account::Model) -> String {
    let bank_account::Model { bank_code, account_number, holder_name, holder_tax_id, .. } = account;
    format!("{bank_code} {account_number} {holder_name} {holder_tax_id}")
}

/// The line that reports an error of a file.
fn row_error_text(error: &RowError, texts: Localizer) -> String {
    let RowError { file, line, column, code, params, detail } = error;
    let sentence = texts.error(code, params).unwrap_or_else(|| detail.clone());
    let line = line.to_string();
    if column.is_empty() {
        localize!(texts, "import-row-error", file = file, line = line, error = sentence, code = code)
    } else {
        localize!(texts, "import-cell-error", file = file, line = line, column = column, error = sentence, code = code)
    }
}

/// As [`run`], but errors of the files are in the report. If there is one, nothing was imported.
///
/// # Errors
/// Where a file cannot be read, its name says nothing, or the database does not answer.
pub async fn run_quietly(app: &App, paths: &[PathBuf], dry_run: bool) -> anyhow::Result<Report> {
    let sources = sources(paths)?;
    Ok(match dry_run {
        true => try_import(app, Actor::Import, &sources, limits::OPERATOR_IMPORT_ROWS).await?,
        false => check_and_import(app, Actor::Import, &sources, limits::OPERATOR_IMPORT_ROWS).await?,
    })
}

fn sources(paths: &[PathBuf]) -> anyhow::Result<Vec<SourceFile>> {
    let mut sources = Vec::new();
    for path in paths {
        if path.is_dir() {
            let known = FileKind::ALL.iter().map(|kind| path.join(kind.file_name())).filter(|path| path.is_file());
            let before = sources.len();
            for path in known {
                sources.push(source(&path)?);
            }
            anyhow::ensure!(sources.len() > before, "{} holds none of {}", path.display(), names());
        } else {
            sources.push(source(path)?);
        }
    }
    Ok(sources)
}

fn source(path: &Path) -> anyhow::Result<SourceFile> {
    anyhow::ensure!(path.exists(), "{}: there is no such file", path.display());
    let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default().to_owned();
    let kind = FileKind::of_file(&name);
    let kind = kind.with_context(|| format!("{}: the name says what a file holds: {}", path.display(), names()))?;
    let bytes = std::fs::read(path).with_context(|| format!("{} cannot be read", path.display()))?;
    Ok(SourceFile { name, kind, bytes })
}

fn names() -> String {
    let names: Vec<String> = FileKind::ALL.iter().map(|kind| kind.file_name()).collect();
    names.join(", ")
}
