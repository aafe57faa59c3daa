//! The search index of this process: embedded in the data folder, or a Meilisearch server shared by several processes.

use std::sync::Arc;

use super::{EmbeddedEngine, MeilisearchEngine, SearchEngine, SearchError};
use crate::platform::{
    app::App,
    config::Config,
    http::problem::{Problem, Result},
};

/// Prefix of index names, because a Meilisearch server may be shared with other applications.
const INDEX_PREFIX: &str = "minga";

/// The search engine that the settings select. Cheap to clone.
#[derive(Clone)]
pub struct SearchIndex(Arc<dyn SearchEngine>);

impl SearchIndex {
    /// Opens the search engine that the settings select.
    ///
    /// # Errors
    /// If the data folder is unusable, or the address or key of the search server is invalid.
    pub fn open(config: &Config) -> Result<Self, SearchError> {
        let engine: Arc<dyn SearchEngine> = match &config.search_url {
            Some(url) => {
                Arc::new(MeilisearchEngine::new(url, config.search_key.as_ref().map(|key| key.expose()), INDEX_PREFIX)?)
            }
            None => Arc::new(EmbeddedEngine::open(&config.data.join("search"))?),
        };
        Ok(Self(engine))
    }

    /// The search engine of a running process; a 503 problem if it was started without one.
    pub(super) fn engine(app: &App) -> Result<Arc<dyn SearchEngine>> {
        let index = app.part::<Self>().ok_or_else(|| Problem::unavailable("search index"))?;
        Ok(index.0.clone())
    }
}
