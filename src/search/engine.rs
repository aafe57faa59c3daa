//! The seam between the catalogue's search and the program that does it. An engine is a projection: whatever it holds
//! can be rebuilt from the database, and while it is down the catalogue answers without it.

use async_trait::async_trait;
use futures_util::stream::{self, BoxStream, StreamExt};
use uuid::Uuid;

use super::document::{Found, ProductDocument, Query};

/// All products, in portions as the database gives them.
pub type Documents<'a> = BoxStream<'a, Result<Vec<ProductDocument>, SearchError>>;

/// Why an engine could not do what was asked.
#[derive(Debug, thiserror::Error)]
pub enum SearchError {
    /// The query itself is wrong.
    #[error("the search cannot be read: {0}")]
    Query(&'static str),
    /// Another process is writing to the index; worth trying again.
    #[error("the search index is being written by another process")]
    Busy,
    /// The search server does not answer; worth trying again.
    #[error("the search server does not answer: {0}")]
    Unreachable(String),
    /// The search server refused: a wrong key, a wrong version.
    #[error("the search server refused with status {status}: {message}")]
    Refused {
        /// The HTTP status, or 0 where a task failed later.
        status: u16,
        /// What the server says.
        message: String,
    },
    /// The files of the index cannot be read or written.
    #[error("the search index cannot be read or written")]
    Storage(#[source] Box<dyn std::error::Error + Send + Sync>),
    /// The products for a rebuild could not be read; the index is as it was.
    #[error("the products for the search index cannot be read")]
    Documents(#[source] Box<dyn std::error::Error + Send + Sync>),
}

impl SearchError {
    /// Whether the same call may succeed later without anybody's doing.
    pub fn is_passing(&self) -> bool {
        match self {
            Self::Busy | Self::Unreachable(_) => true,
            Self::Refused { status, .. } => *status == 429 || *status >= 500,
            Self::Query(_) | Self::Storage(_) | Self::Documents(_) => false,
        }
    }
}

/// A search engine. Every call but `search` may be repeated without harm.
#[async_trait]
pub trait SearchEngine: Send + Sync {
    /// Adds the documents, each in place of an older one with its id; found as soon as this returns.
    async fn upsert(&self, documents: &[ProductDocument]) -> Result<(), SearchError>;

    /// Removes products; unknown ids are no error.
    async fn remove(&self, ids: &[Uuid]) -> Result<(), SearchError>;

    /// Replaces everything by `documents` and tells their number. Until the last one is in, and after any error,
    /// searches see the old index. No portion is taken before other writers are shut out.
    async fn rebuild(&self, documents: Documents<'_>) -> Result<u64, SearchError>;

    /// Answers a query.
    async fn search(&self, query: &Query) -> Result<Found, SearchError>;

    /// Whether it has ever been filled; if not, it needs a rebuild before its answers mean anything.
    async fn is_filled(&self) -> Result<bool, SearchError>;

    /// Products held, published or not.
    async fn count(&self) -> Result<u64, SearchError>;

    /// Every product held with its document's fingerprint, in the order of ids: what the audit compares with the
    /// catalogue.
    async fn held(&self) -> Result<Vec<(Uuid, u64)>, SearchError>;
}

/// Documents that are already at hand, as a rebuild takes them.
pub fn at_hand(documents: Vec<ProductDocument>) -> Documents<'static> {
    stream::once(async move { Ok(documents) }).boxed()
}
