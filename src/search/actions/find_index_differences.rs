//! Compares the index with the database, for the audit.

use std::collections::{BTreeSet, HashMap};

use uuid::Uuid;

use super::load_documents::load_documents;
use crate::{
    platform::{app::App, http::problem::Result},
    search::SearchIndex,
};

/// Ids of the products that differ between the index and the database: changed, missing or deleted.
///
/// Differences are expected only while a refresh is scheduled.
///
/// # Errors
/// If the database or the search engine fails.
pub async fn find_index_differences(app: &App) -> Result<Vec<Uuid>> {
    let indexed: HashMap<Uuid, u64> = SearchIndex::engine(app)?.fingerprints().await?.into_iter().collect();
    let documents = load_documents(app).await?;
    let known: BTreeSet<Uuid> = documents.iter().map(|document| document.id).collect();
    let changed = documents
        .iter()
        .filter(|document| indexed.get(&document.id) != Some(&document.fingerprint()))
        .map(|document| document.id);
    Ok(changed.chain(indexed.keys().copied().filter(|id| !known.contains(id))).collect())
}
