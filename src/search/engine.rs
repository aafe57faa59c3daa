//! The interface that both search engines implement.

use std::sync::Arc;

use async_trait::async_trait;
use futures_util::stream::{self, BoxStream, StreamExt};
use uuid::Uuid;

use super::{ProductDocument, SearchError, SearchQuery, SearchResults, SynonymMap};

/// All products, in batches.
pub type DocumentBatches<'a> = BoxStream<'a, Result<Vec<ProductDocument>, SearchError>>;

/// A search engine. Every operation is idempotent.
#[async_trait]
pub trait SearchEngine: Send + Sync {
    /// Inserts documents, or replaces those with the same id. They can be found as soon as this returns.
    async fn upsert(&self, documents: &[ProductDocument]) -> Result<(), SearchError>;

    /// Deletes products. Unknown ids are ignored.
    async fn delete(&self, ids: &[Uuid]) -> Result<(), SearchError>;

    /// Replaces the whole index by `batches` and returns the number of documents.
    ///
    /// Searches use the old index until the last batch is indexed, and after any error. The first batch is requested
    /// only after other writers are locked out.
    async fn rebuild(&self, batches: DocumentBatches<'_>) -> Result<u64, SearchError>;

    /// Replaces an index that cannot be read or written by an empty one, which must be rebuilt.
    async fn reset(&self) -> Result<(), SearchError>;

    /// Searches with these synonyms from now on. A search server has a copy, which is brought up to date.
    async fn set_synonyms(&self, synonyms: Arc<SynonymMap>) -> Result<(), SearchError>;

    /// Runs a query.
    async fn search(&self, query: &SearchQuery) -> Result<SearchResults, SearchError>;

    /// Whether the index was ever built. If not, it must be rebuilt before its results mean anything.
    async fn is_built(&self) -> Result<bool, SearchError>;

    /// Number of indexed products, unpublished ones included.
    async fn count(&self) -> Result<u64, SearchError>;

    /// Id and document fingerprint of every indexed product, sorted by id.
    async fn fingerprints(&self) -> Result<Vec<(Uuid, u64)>, SearchError>;
}

/// Documents that are already in memory, as one batch of a rebuild.
pub fn single_batch(documents: Vec<ProductDocument>) -> DocumentBatches<'static> {
    stream::once(async move { Ok(documents) }).boxed()
}
