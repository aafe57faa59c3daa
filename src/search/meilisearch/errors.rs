//! Errors of the Meilisearch client as [`SearchError`].

use meilisearch_sdk::errors::Error;

use crate::search::SearchError;

/// Maximum length of a server message in errors, in characters.
const MAX_MESSAGE_LENGTH: usize = 300;

/// Converts an error of the client library.
pub fn search_error(error: Error) -> SearchError {
    match error {
        Error::Other(error) => match error.downcast::<SearchError>() {
            Ok(own) => *own,
            Err(error) => SearchError::Unreachable(error.to_string()),
        },
        Error::Timeout => SearchError::Unreachable("no response in time".into()),
        Error::Meilisearch(error) => failed_task(&error.error_message),
        Error::MeilisearchCommunication(error) => {
            SearchError::ServerError { status: error.status_code, message: "no message".into() }
        }
        _ => unexpected_response(),
    }
}

/// An asynchronous task failed on the server.
pub fn failed_task(message: &str) -> SearchError {
    SearchError::ServerError { status: 0, message: truncate(message) }
}

/// The server is not a Meilisearch of the expected version.
pub fn unexpected_response() -> SearchError {
    failed_task("the response has an unexpected form; a Meilisearch from version 1.18 on is required")
}

/// The beginning of a server's message.
pub fn truncate(message: &str) -> String {
    message.chars().take(MAX_MESSAGE_LENGTH).collect()
}
