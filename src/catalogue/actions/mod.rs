//! Commands of the catalogue.

mod field_faults;

pub(super) mod families;
pub(super) mod offers;
pub(super) mod photos;
pub(super) mod price_lists;
pub(super) mod products;
pub(super) mod reserve;
pub(super) mod supply_changes;
