//! Database queries of search.

mod fairness;
mod products;
mod refreshes;

pub use fairness::carried_value_sums;
pub use products::{list_families, list_products};
pub use refreshes::has_waiting_refresh;
