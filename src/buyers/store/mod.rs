//! Queries of the buyers.

pub(super) mod accounts;
pub(super) mod delivery_points;
pub(super) mod exposure;
pub(super) mod names;
pub(super) mod segments;
pub(super) mod zones;
