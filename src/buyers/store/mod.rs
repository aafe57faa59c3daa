//! Queries of the buyers.

pub(super) mod accounts;
pub(super) mod application_documents;
pub(super) mod applications;
pub(super) mod delivery_points;
pub(super) mod duplicates;
pub(super) mod exposure;
pub(super) mod names;
pub(super) mod segments;
pub(super) mod zones;
