//! Queries of the catalogue.

pub(super) mod baskets;
pub(super) mod eligibility;
pub(super) mod families;
pub(super) mod offers;
pub(super) mod photos;
pub(super) mod price_lists;
pub(super) mod prices;
pub(super) mod product_versions;
pub(super) mod products;
pub(super) mod reservations;
pub(super) mod seasons;
