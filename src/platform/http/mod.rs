//! The HTTP floor: how every operation is asked, bounded and answered, whatever it is about. It knows no business;
//! a slice takes its texts, pages, versions, idempotency keys and problems from here and writes only what it means.

pub mod address;
mod blame;
mod body;
pub mod csv_upload;
pub mod download;
pub mod email;
pub mod errors;
#[cfg(test)]
mod errors_tests;
pub mod etag;
pub mod idempotency;
#[cfg(test)]
mod idempotency_tests;
pub mod limits;
pub mod origin;
pub mod paging;
pub mod problem;
mod problem_sources;
pub mod security_headers;
pub mod spec;
pub mod text;
mod translate;
