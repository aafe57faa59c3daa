//! The verbs of catalogue.

pub(super) mod offers;
pub(super) mod prices;
pub(super) mod products;
pub(super) mod reserve;
