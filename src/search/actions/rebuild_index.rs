//! Rebuilds the index from the database.

use super::{load_documents::load_documents, load_synonyms::load_and_apply_synonyms, refresh_index::update_index};
use crate::{
    platform::{app::App, http::problem::Result},
    search::{SearchIndex, single_batch},
};

/// Rebuilds the index from the database and returns the number of products in it.
///
/// # Errors
/// If the database or the search engine fails; the old index stays in use.
pub async fn rebuild_index(app: &App) -> Result<u64> {
    let engine = SearchIndex::engine(app)?;
    load_and_apply_synonyms(app).await?;
    let count = engine.rebuild(single_batch(load_documents(app).await?)).await?;
    // What changed during the rebuild.
    update_index(app).await?;
    Ok(count)
}

/// Rebuilds the index if it was never built.
///
/// # Errors
/// As [`rebuild_index`].
pub async fn rebuild_index_if_missing(app: &App) -> Result<()> {
    if !SearchIndex::engine(app)?.is_built().await? {
        rebuild_index(app).await?;
    }
    Ok(())
}
