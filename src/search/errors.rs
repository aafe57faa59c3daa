//! Errors of a search engine, and the HTTP problems they become.

use crate::platform::http::{api_error::api_errors, problem::Problem};

api_errors! {
    /// Why a search request is refused.
    pub enum SearchRequestError {
        /// A filter of the search has an impossible value.
        #[error("The search is not valid: {reason}.")]
        Malformed { reason: &'static str } => UNPROCESSABLE_ENTITY, "search_malformed";
        /// A synonym needs a term and words that say something.
        #[error("This holds no word that a search compares.")]
        SynonymEmpty => UNPROCESSABLE_ENTITY, "synonym_empty";
        /// The term has a synonym already.
        #[error("`{term}` has a synonym already; remove it first.")]
        SynonymExists { term: String } => CONFLICT, "synonym_exists";
        /// Every synonym costs time in each search.
        #[error("There are {maximum} synonyms already; remove one first.")]
        TooManySynonyms { maximum: u64 } => CONFLICT, "too_many_synonyms";
        /// Every product of a pasted order is a search.
        #[error("The text names more than {maximum} products: send it in parts.")]
        TooManyOrderLines { maximum: usize } => UNPROCESSABLE_ENTITY, "too_many_order_lines";
    }
}

/// Why a search engine failed.
#[derive(Debug, thiserror::Error)]
pub enum SearchError {
    /// The query is invalid.
    #[error("invalid search query: {0}")]
    InvalidQuery(&'static str),
    /// The settings of the search server are invalid.
    #[error("invalid search settings: {0}")]
    InvalidSettings(&'static str),
    /// Another process is writing to the index. Temporary.
    #[error("the search index is locked by another process")]
    Locked,
    /// The search server does not respond. Temporary.
    #[error("the search server does not respond: {0}")]
    Unreachable(String),
    /// The search server returned an error, such as an invalid key, or an unexpected response.
    #[error("the search server returned status {status}: {message}")]
    ServerError {
        /// The HTTP status; 0 where an asynchronous task failed or the response has an unexpected form.
        status: u16,
        /// The server's message.
        message: String,
    },
    /// The index files cannot be read or written.
    #[error("the search index cannot be read or written")]
    Storage(#[source] Box<dyn std::error::Error + Send + Sync>),
    /// The documents for a rebuild could not be loaded. The index is unchanged.
    #[error("the documents for the search index cannot be loaded")]
    Documents(#[source] Box<dyn std::error::Error + Send + Sync>),
}

impl SearchError {
    /// Whether the same call may succeed later without intervention.
    pub fn is_temporary(&self) -> bool {
        match self {
            Self::Locked | Self::Unreachable(_) => true,
            Self::ServerError { status, .. } => *status == 429 || *status >= 500,
            Self::InvalidQuery(_) | Self::InvalidSettings(_) | Self::Storage(_) | Self::Documents(_) => false,
        }
    }
}

impl From<SearchError> for Problem {
    fn from(error: SearchError) -> Self {
        match error {
            SearchError::InvalidQuery(reason) => SearchRequestError::Malformed { reason }.into(),
            error => {
                tracing::warn!(%error, "the search index failed");
                Self::unavailable("search index")
            }
        }
    }
}
