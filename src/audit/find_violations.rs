//! Checks every invariant and returns the violations.

use chrono::TimeDelta;
use futures_util::{StreamExt, stream};

use super::{
    invariant::Violation,
    invariants::{INVARIANTS, SEARCH_INDEX, STORED_FILES},
    store,
};
use crate::{
    platform::{
        app::App,
        files::FileKey,
        http::problem::{Problem, Result},
        unit_of_work::Actor,
    },
    search,
};

/// How long a job may have been due.
const JOB_DELAY: TimeDelta = TimeDelta::minutes(5);
/// Files that are looked for at the same time.
const FILES_AT_ONCE: usize = 16;

/// Checks every invariant in one snapshot of the database, and the search index where the application has one.
pub async fn find_violations(app: &App) -> Result<Vec<Violation>> {
    let mut violations = find_violations_of(app, |_| true).await?;
    if app.part::<search::SearchIndex>().is_some() {
        violations.extend(find_index_violation(app).await?);
    }
    violations.extend(find_missing_files(app).await?);
    Ok(violations)
}

/// Checks the invariants of the database whose names are selected, in one snapshot.
pub async fn find_violations_of(app: &App, selected: impl Fn(&str) -> bool) -> Result<Vec<Violation>> {
    let tx = app.read(Actor::System).await?;
    let overdue = tx.now() - JOB_DELAY;
    let mut violations = Vec::new();
    for invariant in INVARIANTS.iter().filter(|invariant| selected(invariant.name)) {
        for check in invariant.checks {
            let subjects = store::list_subjects(&tx, check, overdue).await?;
            if !subjects.is_empty() {
                let (invariant, description) = (invariant.name, check.violation);
                violations.push(Violation { invariant, description, subjects });
            }
        }
    }
    Ok(violations)
}

/// Products of which the search index differs from the catalogue, unless a refresh of the index still waits.
async fn find_index_violation(app: &App) -> Result<Option<Violation>> {
    let differences = search::find_index_differences(app).await?;
    let subjects: Vec<String> = differences.into_iter().take(store::LISTED_SUBJECTS).map(|id| id.to_string()).collect();
    if subjects.is_empty() {
        return Ok(None);
    }
    let tx = app.read(Actor::System).await?;
    if search::is_refresh_waiting(&tx).await? {
        return Ok(None);
    }
    let description = "a product of which the search index differs from the catalogue";
    Ok(Some(Violation { invariant: SEARCH_INDEX, description, subjects }))
}

/// The keys of the documents and photos that rows name.
pub async fn list_stored_files(app: &App) -> Result<Vec<String>> {
    store::list_stored_files(&app.read(Actor::System).await?).await
}

/// Documents and photos that are not in the file store. A document is rendered again when somebody reads it.
async fn find_missing_files(app: &App) -> Result<Option<Violation>> {
    let keys = list_stored_files(app).await?;
    let mut exist = stream::iter(keys)
        .map(async |key| {
            let exists = app.files.exists(&FileKey::new(key.clone())?).await?;
            Ok::<_, Problem>((key, exists))
        })
        .buffer_unordered(FILES_AT_ONCE);
    let mut subjects = Vec::new();
    while let Some(found) = exist.next().await {
        let (key, exists) = found?;
        if !exists && subjects.len() < store::LISTED_SUBJECTS {
            subjects.push(key);
        }
    }
    let description = "a file that is missing in the file store";
    Ok((!subjects.is_empty()).then_some(Violation { invariant: STORED_FILES, description, subjects }))
}
