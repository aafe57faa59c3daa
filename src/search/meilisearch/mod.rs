//! The search engine of a large installation: a Meilisearch server that all nodes share. Chosen by `SEARCH_URL`; it
//! holds the same documents and answers the same questions as the embedded one.

mod http;
mod request;
mod settings;

use async_trait::async_trait;
use futures_util::StreamExt;
use hyper::Method;
use serde_json::{Value, json};
use url::Url;
use uuid::Uuid;

use self::http::Server;
use super::{
    document::{Found, ProductDocument, Query},
    engine::{Documents, SearchEngine, SearchError},
    text,
};

/// Documents asked for in one portion when the whole index is read.
const PORTION: usize = 1_000;

/// A Meilisearch server as a search engine. It has no `Debug`, since it holds the key.
pub struct Meilisearch {
    server: Server,
    index: String,
}

impl Meilisearch {
    /// The index named after `prefix` on the server at `address`; nothing is sent yet.
    pub fn new(address: &Url, key: Option<&str>, prefix: &str) -> Result<Self, SearchError> {
        Ok(Self { server: Server::new(address, key)?, index: format!("{prefix}_products_v{}", settings::VERSION) })
    }

    fn path(&self, rest: &str) -> String {
        format!("/indexes/{}{rest}", self.index)
    }

    /// The index that a rebuild fills before it takes the place of the old one.
    fn next(&self) -> String {
        format!("{}_next", self.index)
    }

    async fn exists(&self, index: &str) -> Result<bool, SearchError> {
        match self.server.call(Method::GET, &format!("/indexes/{index}"), None).await {
            Ok(_) => Ok(true),
            Err(SearchError::Refused { status: 404, .. }) => Ok(false),
            Err(error) => Err(error),
        }
    }

    async fn begin(&self, index: &str) -> Result<(), SearchError> {
        let create = json!({ "uid": index, "primaryKey": "id" });
        self.server.task(Method::POST, "/indexes", Some(&create)).await?;
        let path = format!("/indexes/{index}/settings");
        self.server.task(Method::PATCH, &path, Some(&settings::settings())).await
    }

    async fn drop(&self, index: &str) -> Result<(), SearchError> {
        if self.exists(index).await? {
            self.server.task(Method::DELETE, &format!("/indexes/{index}"), None).await?;
        }
        Ok(())
    }

    /// Sends documents; tells the task that takes them in.
    async fn send(&self, index: &str, documents: &[ProductDocument]) -> Result<u64, SearchError> {
        let body: Vec<Value> = documents.iter().map(settings::to_index).collect();
        let path = format!("/indexes/{index}/documents");
        self.server.enqueue(Method::POST, &path, Some(&Value::Array(body))).await
    }
}

#[async_trait]
impl SearchEngine for Meilisearch {
    async fn upsert(&self, documents: &[ProductDocument]) -> Result<(), SearchError> {
        // Before the first rebuild there is nothing to change: the rebuild brings these too.
        if documents.is_empty() || !self.is_filled().await? {
            return Ok(());
        }
        let task = self.send(&self.index, documents).await?;
        self.server.wait(task).await
    }

    async fn remove(&self, ids: &[Uuid]) -> Result<(), SearchError> {
        if ids.is_empty() || !self.is_filled().await? {
            return Ok(());
        }
        self.server.task(Method::POST, &self.path("/documents/delete-batch"), Some(&json!(ids))).await
    }

    async fn rebuild(&self, mut documents: Documents<'_>) -> Result<u64, SearchError> {
        let next = self.next();
        self.drop(&next).await?;
        self.begin(&next).await?;
        let mut count = 0;
        let mut tasks = Vec::new();
        while let Some(portion) = documents.next().await {
            let portion = portion?;
            if !portion.is_empty() {
                tasks.push(self.send(&next, &portion).await?);
            }
            count += u64::try_from(portion.len()).unwrap_or_default();
        }
        for task in tasks {
            self.server.wait(task).await?;
        }
        // Both must exist to change places; the old one may be missing the first time.
        if !self.exists(&self.index).await? {
            self.begin(&self.index).await?;
        }
        let swap = json!([{ "indexes": [self.index, next] }]);
        self.server.task(Method::POST, "/swap-indexes", Some(&swap)).await?;
        self.drop(&next).await?;
        Ok(count)
    }

    async fn search(&self, query: &Query) -> Result<Found, SearchError> {
        query.check()?;
        let wanted = text::read(&query.text);
        let body = request::request(&self.index, query, &wanted);
        request::found(&self.server.call(Method::POST, "/multi-search", Some(&body)).await?, wanted)
    }

    async fn is_filled(&self) -> Result<bool, SearchError> {
        self.exists(&self.index).await
    }

    async fn count(&self) -> Result<u64, SearchError> {
        if !self.is_filled().await? {
            return Ok(0);
        }
        let stats = self.server.call(Method::GET, &self.path("/stats"), None).await?;
        stats.get("numberOfDocuments").and_then(Value::as_u64).ok_or_else(not_understood)
    }

    async fn held(&self) -> Result<Vec<(Uuid, u64)>, SearchError> {
        let mut held = Vec::new();
        if !self.is_filled().await? {
            return Ok(held);
        }
        loop {
            let body = json!({ "fields": ["id", "fingerprint"], "limit": PORTION, "offset": held.len() });
            let answer = self.server.call(Method::POST, &self.path("/documents/fetch"), Some(&body)).await?;
            let results = answer.get("results").and_then(Value::as_array).ok_or_else(not_understood)?;
            for result in results {
                let text = |name| result.get(name).and_then(Value::as_str);
                let id = text("id").and_then(|id| Uuid::parse_str(id).ok());
                let fingerprint = text("fingerprint").and_then(|hex| u64::from_str_radix(hex, 16).ok());
                held.push((id.ok_or_else(not_understood)?, fingerprint.unwrap_or_default()));
            }
            if results.len() < PORTION {
                held.sort_unstable();
                return Ok(held);
            }
        }
    }
}

fn not_understood() -> SearchError {
    SearchError::Refused { status: 0, message: "its answer has another form; Meilisearch 1.x is needed".into() }
}
