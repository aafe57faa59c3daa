//! The search index of this process: embedded in the data folder, or a Meilisearch server shared by several processes.

use std::{
    sync::{Arc, Mutex},
    time::{Duration, Instant},
};

use tokio::time::timeout;

use super::{EmbeddedEngine, MeilisearchEngine, SearchEngine, SearchError, SearchQuery, SearchResults};
use crate::platform::{
    app::App,
    config::Config,
    http::problem::{Problem, Result},
    mutex::lock,
};

/// Prefix of index names, because a Meilisearch server may be shared with other applications.
const INDEX_PREFIX: &str = "minga";

/// How long a search may take. Then it is answered without the index.
const SEARCH_TIMEOUT: Duration = Duration::from_secs(2);
/// How long no search asks an engine that did not answer.
const ABSENT_PAUSE: Duration = Duration::from_secs(10);

/// The search engine that the settings select. Cheap to clone.
#[derive(Clone)]
pub struct SearchIndex {
    engine: Arc<dyn SearchEngine>,
    /// Until when searches do not ask the engine, because it did not answer.
    absent_until: Arc<Mutex<Option<Instant>>>,
}

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
        Ok(Self { engine, absent_until: Arc::default() })
    }

    /// Runs a query.
    ///
    /// # Errors
    /// Those of the engine; [`SearchError::Unreachable`] if it does not answer, or did not a moment ago.
    pub(super) async fn search(&self, query: &SearchQuery) -> Result<SearchResults, SearchError> {
        let absent = || lock(&self.absent_until);
        if absent().is_some_and(|until| Instant::now() < until) {
            return Err(SearchError::Unreachable("it did not answer a moment ago".to_owned()));
        }
        let late = |_| Err(SearchError::Unreachable("no response in time".to_owned()));
        let found = timeout(SEARCH_TIMEOUT, self.engine.search(query)).await.unwrap_or_else(late);
        *absent() = matches!(found, Err(SearchError::Unreachable(_))).then(|| Instant::now() + ABSENT_PAUSE);
        found
    }

    /// The search engine of a running process; a 503 problem if it was started without one.
    pub(super) fn engine(app: &App) -> Result<Arc<dyn SearchEngine>> {
        let index = app.part::<Self>().ok_or_else(|| Problem::unavailable("search index"))?;
        Ok(index.engine.clone())
    }
}
