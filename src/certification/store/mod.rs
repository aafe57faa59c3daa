//! Queries of certification.

pub(super) mod certificates;
pub(super) mod protocols;
