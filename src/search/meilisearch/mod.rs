//! Search engine on a Meilisearch server, for installations with several processes. Selected by `SEARCH_URL`. Indexes the
//! same documents and answers the same queries as the embedded engine.

mod document;
mod errors;
mod request;
mod response;
mod server;
mod settings;
mod transport;

use std::sync::{Arc, Mutex};

use async_trait::async_trait;
use futures_util::StreamExt;
use meilisearch_sdk::{documents::DocumentsQuery, task_info::TaskInfo};
use serde::Deserialize;
use serde_json::Value;
use url::Url;
use uuid::Uuid;

use self::{
    document::meilisearch_document,
    errors::search_error,
    request::SearchRequest,
    response::search_results,
    server::Server,
    settings::{index_settings, synonyms},
};
use super::{
    DocumentBatches, ProductDocument, SearchEngine, SearchError, SearchQuery, SearchResults, SynonymMap,
    rules::parse_text,
};
use crate::platform::mutex::lock;

/// Documents per request, written or read.
const BATCH_SIZE: usize = 1_000;

/// A search engine on a Meilisearch server. Does not implement `Debug`, because it holds the key.
pub struct MeilisearchEngine {
    server: Server,
    index: String,
    synonyms: Mutex<Arc<SynonymMap>>,
}

/// The stored fields of a document.
#[derive(Deserialize)]
struct StoredDocument {
    id: Uuid,
    fingerprint: String,
}

impl MeilisearchEngine {
    /// An index on the server at `address` whose name starts with `prefix`. Sends nothing yet.
    ///
    /// # Errors
    /// [`SearchError::InvalidSettings`] if the key is invalid.
    pub fn new(address: &Url, key: Option<&str>, prefix: &str) -> Result<Self, SearchError> {
        Ok(Self {
            server: Server::new(address, key)?,
            index: format!("{prefix}_products_v{}", settings::VERSION),
            synonyms: Mutex::new(Arc::new(SynonymMap::new(&[]))),
        })
    }

    fn synonyms(&self) -> Arc<SynonymMap> {
        lock(&self.synonyms).clone()
    }

    /// Sends documents in batches and returns their indexing tasks.
    async fn add_documents(&self, index: &str, documents: &[ProductDocument]) -> Result<Vec<TaskInfo>, SearchError> {
        let index = self.server.index(index);
        let mut tasks = Vec::new();
        for batch in documents.chunks(BATCH_SIZE) {
            let batch: Vec<Value> = batch.iter().map(meilisearch_document).collect();
            tasks.push(index.add_or_replace(&batch, Some("id")).await.map_err(search_error)?);
        }
        Ok(tasks)
    }

    /// Fills a new index. The current one is as it was.
    async fn fill(&self, next: &str, mut batches: DocumentBatches<'_>) -> Result<u64, SearchError> {
        let mut count = 0;
        let mut tasks = Vec::new();
        while let Some(batch) = batches.next().await {
            let batch = batch?;
            tasks.extend(self.add_documents(next, &batch).await?);
            count += u64::try_from(batch.len()).unwrap_or_default();
        }
        for task in tasks {
            self.server.wait(&task).await?;
        }
        Ok(count)
    }
}

#[async_trait]
impl SearchEngine for MeilisearchEngine {
    async fn upsert(&self, documents: &[ProductDocument]) -> Result<(), SearchError> {
        // Before the first rebuild there is nothing to change; the rebuild indexes these documents too.
        if documents.is_empty() || !self.is_built().await? {
            return Ok(());
        }
        for task in self.add_documents(&self.index, documents).await? {
            self.server.wait(&task).await?;
        }
        Ok(())
    }

    async fn delete(&self, ids: &[Uuid]) -> Result<(), SearchError> {
        if ids.is_empty() || !self.is_built().await? {
            return Ok(());
        }
        self.server.run(self.server.index(&self.index).delete_documents(ids).await).await
    }

    async fn rebuild(&self, batches: DocumentBatches<'_>) -> Result<u64, SearchError> {
        let settings = index_settings(&self.synonyms());
        let next = self.server.reserve_index(&format!("{}_next_", self.index), &settings).await?;
        let filled = self.fill(&next, batches).await;
        if filled.is_ok() {
            self.server.replace_index(&self.index, &next).await?;
        }
        // The previous index, or one that could not be filled.
        let deleted = self.server.delete_index(&next).await;
        filled.and_then(|count| deleted.map(|()| count))
    }

    async fn reset(&self) -> Result<(), SearchError> {
        self.server.delete_index(&self.index).await
    }

    async fn search(&self, query: &SearchQuery) -> Result<SearchResults, SearchError> {
        query.validate()?;
        let (parsed, synonym_map) = (parse_text(&query.text), self.synonyms());
        let request = SearchRequest::new(query, &parsed, &synonym_map);
        let index = self.server.index(&self.index);
        let response = request.send(self.server.client(), &index).await.map_err(search_error)?;
        search_results(response, &parsed, &synonym_map)
    }

    async fn set_synonyms(&self, synonym_map: Arc<SynonymMap>) -> Result<(), SearchError> {
        let expected = synonyms(&synonym_map);
        *lock(&self.synonyms) = synonym_map;
        // An index that is not built yet gets them with its settings.
        if !self.is_built().await? {
            return Ok(());
        }
        let index = self.server.index(&self.index);
        let mut stored = index.get_synonyms().await.map_err(search_error)?;
        stored.values_mut().for_each(|words| words.sort());
        if stored != expected {
            self.server.run(index.set_synonyms(&expected).await).await?;
        }
        Ok(())
    }

    async fn is_built(&self) -> Result<bool, SearchError> {
        self.server.has_index(&self.index).await
    }

    async fn count(&self) -> Result<u64, SearchError> {
        if !self.is_built().await? {
            return Ok(0);
        }
        let stats = self.server.index(&self.index).get_stats().await.map_err(search_error)?;
        Ok(u64::try_from(stats.number_of_documents).unwrap_or(u64::MAX))
    }

    async fn fingerprints(&self) -> Result<Vec<(Uuid, u64)>, SearchError> {
        let mut fingerprints = Vec::new();
        if !self.is_built().await? {
            return Ok(fingerprints);
        }
        let index = self.server.index(&self.index);
        loop {
            let mut query = DocumentsQuery::new(&index);
            query.with_fields(["id", "fingerprint"]).with_limit(BATCH_SIZE).with_offset(fingerprints.len());
            let page = query.execute::<StoredDocument>().await.map_err(search_error)?.results;
            let is_last = page.len() < BATCH_SIZE;
            let fingerprint =
                |stored: &StoredDocument| u64::from_str_radix(&stored.fingerprint, 16).unwrap_or_default();
            fingerprints.extend(page.iter().map(|stored| (stored.id, fingerprint(stored))));
            if is_last {
                fingerprints.sort_unstable();
                return Ok(fingerprints);
            }
        }
    }
}
