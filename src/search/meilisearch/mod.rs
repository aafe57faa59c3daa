//! Search engine on a Meilisearch server, for installations with several processes. Selected by `SEARCH_URL`. Indexes the
//! same documents and answers the same queries as the embedded engine.

mod client;
mod document;
mod request;
mod response;
mod settings;

use async_trait::async_trait;
use futures_util::StreamExt;
use hyper::Method;
use serde_json::{Value, json};
use url::Url;
use uuid::Uuid;

use self::{
    client::Client,
    document::meilisearch_document,
    request::search_request,
    response::{search_results, unexpected_response},
};
use super::{
    DocumentBatches, ProductDocument, SearchEngine, SearchError, SearchQuery, SearchResults, rules::parse_text,
};

/// Documents per request when reading the whole index.
const FETCH_SIZE: usize = 1_000;

/// A search engine on a Meilisearch server. Does not implement `Debug`, because it holds the key.
pub struct MeilisearchEngine {
    client: Client,
    index: String,
}

impl MeilisearchEngine {
    /// An index on the server at `address` whose name starts with `prefix`. Sends nothing yet.
    ///
    /// # Errors
    /// [`SearchError::InvalidSettings`] if the key is invalid.
    pub fn new(address: &Url, key: Option<&str>, prefix: &str) -> Result<Self, SearchError> {
        Ok(Self { client: Client::new(address, key)?, index: format!("{prefix}_products_v{}", settings::VERSION) })
    }

    fn index_path(&self, rest: &str) -> String {
        format!("/indexes/{}{rest}", self.index)
    }

    /// Name of the index that a rebuild fills before swapping it with the current one.
    fn next_index(&self) -> String {
        format!("{}_next", self.index)
    }

    async fn exists(&self, index: &str) -> Result<bool, SearchError> {
        match self.client.send(Method::GET, &format!("/indexes/{index}"), None).await {
            Ok(_) => Ok(true),
            Err(SearchError::ServerError { status: 404, .. }) => Ok(false),
            Err(error) => Err(error),
        }
    }

    /// Creates an empty index with its settings.
    async fn create(&self, index: &str) -> Result<(), SearchError> {
        let create = json!({ "uid": index, "primaryKey": "id" });
        self.client.run_task(Method::POST, "/indexes", Some(&create)).await?;
        let path = format!("/indexes/{index}/settings");
        self.client.run_task(Method::PATCH, &path, Some(&settings::index_settings())).await
    }

    async fn delete_if_exists(&self, index: &str) -> Result<(), SearchError> {
        if self.exists(index).await? {
            self.client.run_task(Method::DELETE, &format!("/indexes/{index}"), None).await?;
        }
        Ok(())
    }

    /// Sends documents and returns the uid of the indexing task.
    async fn add_documents(&self, index: &str, documents: &[ProductDocument]) -> Result<u64, SearchError> {
        let body: Vec<Value> = documents.iter().map(meilisearch_document).collect();
        let path = format!("/indexes/{index}/documents");
        self.client.start_task(Method::POST, &path, Some(&Value::Array(body))).await
    }
}

#[async_trait]
impl SearchEngine for MeilisearchEngine {
    async fn upsert(&self, documents: &[ProductDocument]) -> Result<(), SearchError> {
        // Before the first rebuild there is nothing to change; the rebuild indexes these documents too.
        if documents.is_empty() || !self.is_built().await? {
            return Ok(());
        }
        let task = self.add_documents(&self.index, documents).await?;
        self.client.wait_for_task(task).await
    }

    async fn delete(&self, ids: &[Uuid]) -> Result<(), SearchError> {
        if ids.is_empty() || !self.is_built().await? {
            return Ok(());
        }
        self.client.run_task(Method::POST, &self.index_path("/documents/delete-batch"), Some(&json!(ids))).await
    }

    async fn rebuild(&self, mut batches: DocumentBatches<'_>) -> Result<u64, SearchError> {
        let next = self.next_index();
        self.delete_if_exists(&next).await?;
        self.create(&next).await?;
        let mut count = 0;
        let mut tasks = Vec::new();
        while let Some(batch) = batches.next().await {
            let batch = batch?;
            if !batch.is_empty() {
                tasks.push(self.add_documents(&next, &batch).await?);
            }
            count += u64::try_from(batch.len()).unwrap_or_default();
        }
        for task in tasks {
            self.client.wait_for_task(task).await?;
        }
        // Both indexes must exist to be swapped; the current one is missing the first time.
        if !self.exists(&self.index).await? {
            self.create(&self.index).await?;
        }
        let swap = json!([{ "indexes": [self.index, next] }]);
        self.client.run_task(Method::POST, "/swap-indexes", Some(&swap)).await?;
        self.delete_if_exists(&next).await?;
        Ok(count)
    }

    async fn reset(&self) -> Result<(), SearchError> {
        self.delete_if_exists(&self.index).await
    }

    async fn search(&self, query: &SearchQuery) -> Result<SearchResults, SearchError> {
        query.validate()?;
        let parsed = parse_text(&query.text);
        let body = search_request(&self.index, query, &parsed);
        let response = self.client.send(Method::POST, "/multi-search", Some(&body)).await?;
        search_results(&response)
    }

    async fn is_built(&self) -> Result<bool, SearchError> {
        self.exists(&self.index).await
    }

    async fn count(&self) -> Result<u64, SearchError> {
        if !self.is_built().await? {
            return Ok(0);
        }
        let stats = self.client.send(Method::GET, &self.index_path("/stats"), None).await?;
        stats.get("numberOfDocuments").and_then(Value::as_u64).ok_or_else(unexpected_response)
    }

    async fn fingerprints(&self) -> Result<Vec<(Uuid, u64)>, SearchError> {
        let mut fingerprints = Vec::new();
        if !self.is_built().await? {
            return Ok(fingerprints);
        }
        loop {
            let body = json!({ "fields": ["id", "fingerprint"], "limit": FETCH_SIZE, "offset": fingerprints.len() });
            let response = self.client.send(Method::POST, &self.index_path("/documents/fetch"), Some(&body)).await?;
            let results = response.get("results").and_then(Value::as_array).ok_or_else(unexpected_response)?;
            for result in results {
                let text = |name| result.get(name).and_then(Value::as_str);
                let id = text("id").and_then(|id| Uuid::parse_str(id).ok());
                let fingerprint = text("fingerprint").and_then(|hex| u64::from_str_radix(hex, 16).ok());
                fingerprints.push((id.ok_or_else(unexpected_response)?, fingerprint.unwrap_or_default()));
            }
            if results.len() < FETCH_SIZE {
                fingerprints.sort_unstable();
                return Ok(fingerprints);
            }
        }
    }
}
