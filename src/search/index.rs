//! The search index of this process: embedded in the data folder, or a Meilisearch server shared by several processes.

use std::{
    sync::{Arc, Mutex},
    time::{Duration, Instant},
};

use tokio::time::timeout;

use super::{
    EmbeddedEngine, MeilisearchEngine, SearchEngine, SearchError, SearchQuery, SearchResults, SynonymMap,
    store::synonyms::SynonymVersion,
};
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
/// How long a search may wait until the engine has taken new synonyms.
const SYNONYM_TIMEOUT: Duration = Duration::from_secs(1);
/// How long no search asks an engine that did not answer.
const ABSENT_PAUSE: Duration = Duration::from_secs(10);

/// Searches without results that are recorded at once; then one per pause.
const MAX_RECORDED: u32 = 50;
const RECORD_PAUSE: Duration = Duration::from_millis(200);

/// The search engine that the settings select. Cheap to clone.
#[derive(Clone)]
pub struct SearchIndex {
    engine: Arc<dyn SearchEngine>,
    /// Until when searches do not ask the engine, because it did not answer.
    absent_until: Arc<Mutex<Option<Instant>>>,
    synonyms: Arc<Mutex<LoadedSynonyms>>,
    /// When the last of the searches without results that have been recorded no longer counts.
    recorded_until: Arc<Mutex<Option<Instant>>>,
}

/// The synonyms that this process has read.
struct LoadedSynonyms {
    /// None: they have not been read yet.
    version: Option<SynonymVersion>,
    synonym_map: Arc<SynonymMap>,
    /// Whether the engine has them.
    is_applied: bool,
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
        let synonyms = LoadedSynonyms { version: None, synonym_map: Arc::new(SynonymMap::new(&[])), is_applied: false };
        Ok(Self {
            engine,
            absent_until: Arc::default(),
            synonyms: Arc::new(Mutex::new(synonyms)),
            recorded_until: Arc::default(),
        })
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
        // A server that is slow to take new synonyms answers with those that it has, and gets them again.
        if !lock(&self.synonyms).is_applied {
            let _ = timeout(SYNONYM_TIMEOUT, self.apply_synonyms()).await;
        }
        let found = timeout(SEARCH_TIMEOUT, self.engine.search(query)).await.unwrap_or_else(late);
        *absent() = matches!(found, Err(SearchError::Unreachable(_))).then(|| Instant::now() + ABSENT_PAUSE);
        found
    }

    /// The search engine of a running process; a 503 problem if it was started without one.
    pub(super) fn engine(app: &App) -> Result<Arc<dyn SearchEngine>> {
        let index = app.part::<Self>().ok_or_else(|| Problem::unavailable("search index"))?;
        Ok(index.engine.clone())
    }

    /// Whether this process has read this version of the synonyms.
    pub(super) fn has_synonyms(&self, version: SynonymVersion) -> bool {
        lock(&self.synonyms).version == Some(version)
    }

    /// The synonyms that this process has read.
    pub(super) fn synonym_map(&self) -> Arc<SynonymMap> {
        lock(&self.synonyms).synonym_map.clone()
    }

    /// Searches with these synonyms from now on.
    pub(super) fn set_synonyms(&self, version: SynonymVersion, synonym_map: Arc<SynonymMap>) {
        *lock(&self.synonyms) = LoadedSynonyms { version: Some(version), synonym_map, is_applied: false };
    }

    /// Gives the engine the synonyms that this process has read. A search server may have lost those that it had.
    pub(super) async fn apply_synonyms(&self) -> Result<(), SearchError> {
        let (version, synonym_map) = {
            let loaded = lock(&self.synonyms);
            (loaded.version, loaded.synonym_map.clone())
        };
        self.engine.set_synonyms(synonym_map).await?;
        let mut loaded = lock(&self.synonyms);
        loaded.is_applied |= loaded.version == version;
        Ok(())
    }

    /// Whether one more search without results may be recorded now.
    pub(super) fn may_record(&self) -> bool {
        let mut recorded_until = lock(&self.recorded_until);
        let now = Instant::now();
        let next = recorded_until.map_or(now, |until| until.max(now)) + RECORD_PAUSE;
        let may = next <= now + RECORD_PAUSE * MAX_RECORDED;
        if may {
            *recorded_until = Some(next);
        }
        may
    }
}
