//! The queries of allocation.

pub mod carried_values;
pub mod pins;
pub mod quota_changes;
pub mod quota_details;
pub mod quota_links;
pub mod quotas;
pub mod runs;
