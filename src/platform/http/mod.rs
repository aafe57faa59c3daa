//! The HTTP floor: how every operation is asked, bounded and answered, whatever it is about. It knows no business;
//! a slice takes its texts, pages, versions, idempotency keys and problems from here and writes only what it means.

pub mod address;
pub mod email;
pub mod etag;
pub mod idempotency;
pub mod limits;
pub mod paging;
pub mod problem;
mod problem_sources;
pub mod text;
