//! Database queries of search.

mod fairness;
mod products;

pub use fairness::carried_value_sums;
pub use products::{list_families, list_products};
