//! The queries of allocation.

pub mod carried;
pub mod links;
pub mod changes;
pub mod pins;
pub mod quotas;
pub mod runs;
pub mod shown;
