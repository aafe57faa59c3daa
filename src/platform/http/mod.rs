//! The HTTP layer: what all operations share, whatever they are about. It knows no business; a slice takes its texts,
//! pages, versions, idempotency keys and problems from here.

pub mod address;
pub mod anyone;
pub mod api_document;
pub mod api_error;
mod body;
mod body_errors;
pub mod bounded;
pub mod caller;
pub mod csv_upload;
pub mod dates;
pub mod document_upload;
pub mod download;
pub mod email;
pub mod envelope;
#[cfg(test)]
mod envelope_tests;
pub mod errors;
pub mod field_errors;
mod framework_errors;
pub mod etag;
pub mod idempotency;
#[cfg(test)]
mod idempotency_tests;
pub mod limits;
pub mod link_secret;
pub mod origin;
pub mod page_request;
pub mod paging;
pub mod photo;
pub mod problem;
pub mod problem_body;
mod problem_sources;
pub mod repeat;
mod repeated_keys;
pub mod security_headers;
pub mod text;
