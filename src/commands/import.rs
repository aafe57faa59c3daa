//! `minga import`: CSV files into the installation, all of them or none.

use std::path::{Path, PathBuf};

use anyhow::Context;

use super::say::{counted, say};
use crate::{
    exchange::{FAULTS, Kind, Report, Source, import},
    platform::{app::App, http::limits, unit_of_work::Actor},
};

/// Imports these files, and those in these folders; with `dry_run` they are only tried.
///
/// # Errors
/// Where a file cannot be read, or any row is wrong: then each is named and nothing is imported.
pub async fn run(app: &App, paths: &[PathBuf], dry_run: bool) -> anyhow::Result<()> {
    let report = run_quietly(app, paths, dry_run).await?;
    for fault in report.faults.told() {
        eprintln!("{fault}");
    }
    let count = report.faults.count();
    if count > FAULTS {
        eprintln!("… and {} more", count - FAULTS);
    }
    let wrong = counted(count, "thing is", "things are");
    anyhow::ensure!(count == 0, "{wrong} wrong in these files; nothing was imported");
    for file in &report.files {
        let (rows, changes) = (counted(file.rows, "row", "rows"), counted(file.changed, "change", "changes"));
        say(format_args!("{}: {rows}, {changes}", file.file));
    }
    say(if dry_run { "All of it can be imported; nothing was stored." } else { "Imported." });
    Ok(())
}

/// As [`run`], but what is wrong is in the report; where there is anything, nothing was imported.
///
/// # Errors
/// Where a file cannot be read, its name says nothing, or the database does not answer.
pub async fn run_quietly(app: &App, paths: &[PathBuf], dry_run: bool) -> anyhow::Result<Report> {
    let sources = sources(paths)?;
    let mut tx = app.begin(Actor::Import).await?;
    let report = import(&mut tx, &sources, limits::OPERATOR_IMPORT_ROWS).await?;
    if !dry_run && report.faults.is_empty() {
        tx.commit().await?;
    }
    Ok(report)
}

fn sources(paths: &[PathBuf]) -> anyhow::Result<Vec<Source>> {
    let mut sources = Vec::new();
    for path in paths {
        if path.is_dir() {
            let known = Kind::ALL.iter().map(|kind| path.join(kind.file())).filter(|path| path.is_file());
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

fn source(path: &Path) -> anyhow::Result<Source> {
    anyhow::ensure!(path.exists(), "{}: there is no such file", path.display());
    let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default().to_owned();
    let kind = Kind::of_file(&name);
    let kind = kind.with_context(|| format!("{}: the name says what a file holds: {}", path.display(), names()))?;
    let bytes = std::fs::read(path).with_context(|| format!("{} cannot be read", path.display()))?;
    Ok(Source { name, kind, bytes })
}

fn names() -> String {
    let names: Vec<String> = Kind::ALL.iter().map(|kind| kind.file()).collect();
    names.join(", ")
}
