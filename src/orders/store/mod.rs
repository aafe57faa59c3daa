//! Every query of the orders, one file for each table with its sums.

pub(super) mod arrivals;
pub(super) mod baskets;
pub(super) mod batch_waits;
pub(super) mod cycles;
pub(super) mod favourites;
pub(super) mod lines;
pub(super) mod occurrences;
pub(super) mod order_changes;
pub(super) mod orders;
pub(super) mod shortages;
pub(super) mod standing_orders;
