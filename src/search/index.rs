//! The index that this process searches: embedded in the data folder, or a Meilisearch that many processes share.

use std::sync::Arc;

use super::{Embedded, Meilisearch, SearchEngine, SearchError};
use crate::platform::{
    app::App,
    config::Config,
    http::problem::{Problem, Result},
};

/// Name of Minga's indexes on a Meilisearch that others may use too.
const PREFIX: &str = "minga";

/// The search engine of this process.
#[derive(Clone)]
pub struct Index(Arc<dyn SearchEngine>);

impl Index {
    /// Opens the engine that the settings choose.
    ///
    /// # Errors
    /// Where its folder cannot be used, or its address is none.
    pub fn open(config: &Config) -> Result<Self, SearchError> {
        let engine: Arc<dyn SearchEngine> = match &config.search_url {
            Some(url) => Arc::new(Meilisearch::new(url, config.search_key.as_ref().map(|key| key.expose()), PREFIX)?),
            None => Arc::new(Embedded::open(&config.data.join("search"))?),
        };
        Ok(Self(engine))
    }

    /// The engine of a running process.
    pub(super) fn of(app: &App) -> Result<Arc<dyn SearchEngine>> {
        let index = app.part::<Self>().ok_or_else(|| Problem::unavailable("This process has no search index."))?;
        Ok(index.0.clone())
    }
}

impl From<SearchError> for Problem {
    fn from(error: SearchError) -> Self {
        match error {
            SearchError::Query(detail) => Self::malformed("search_malformed", detail),
            error => {
                tracing::warn!(%error, "the search index failed");
                Self::unavailable("The search index does not answer.")
            }
        }
    }
}
