//! The error of an index file that cannot be read or written.

use crate::search::SearchError;

/// Converts an error of tantivy or of the file system.
pub fn storage(error: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> SearchError {
    SearchError::Storage(error.into())
}
