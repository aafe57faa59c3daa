//! Reads the synonyms of the database into this process.

use std::{sync::Arc, time::Duration};

use tokio::time::timeout;

use crate::{
    platform::{app::App, http::problem::Result, unit_of_work::Actor},
    search::{
        SearchIndex,
        rules::{CustomSynonym, SynonymMap},
        store::synonyms,
    },
};

/// How long a request that changes the synonyms waits for the engine.
const APPLY_TIMEOUT: Duration = Duration::from_secs(10);

/// Reads the synonyms again if anybody has changed them. Called before every search, so that a change is in effect at once
/// in every process.
pub(super) async fn load_synonyms(app: &App, index: &SearchIndex) -> Result<()> {
    let tx = app.read(Actor::System).await?;
    let version = synonyms::synonym_version(&tx).await?;
    if index.has_synonyms(version) {
        return Ok(());
    }
    let rows = synonyms::list_synonyms(&tx).await?.into_iter();
    let custom: Vec<_> = rows.map(|row| CustomSynonym { term: row.term, words: row.words.0 }).collect();
    index.set_synonyms(version, Arc::new(SynonymMap::new(&custom)));
    Ok(())
}

/// Gives the engine the synonyms that were just changed. What fails or takes too long is done by the next search or refresh.
pub async fn apply_synonyms(app: &App) {
    match timeout(APPLY_TIMEOUT, load_and_apply_synonyms(app)).await {
        Ok(Ok(())) => {}
        Ok(Err(problem)) => tracing::debug!(%problem, "the search engine has not taken the synonyms yet"),
        Err(_) => tracing::debug!("the search engine takes long to take the synonyms"),
    }
}

/// Reads the synonyms and gives the engine a copy.
///
/// # Errors
/// If the database or the search engine fails.
pub(super) async fn load_and_apply_synonyms(app: &App) -> Result<()> {
    let Some(index) = app.part::<SearchIndex>() else { return Ok(()) };
    load_synonyms(app, &index).await?;
    Ok(index.apply_synonyms().await?)
}
