//! Commands of the catalogue.

mod basket_facts;
mod field_faults;

pub(super) mod baskets;
pub(super) mod families;
pub(super) mod offers;
pub(super) mod photos;
pub(super) mod preview_basket;
pub(super) mod price_lists;
pub(super) mod products;
pub(super) mod render_basket_card;
pub(super) mod reserve;
pub(super) mod supply_changes;
