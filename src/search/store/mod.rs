//! Database queries of search.

mod fairness;
pub mod misses;
mod products;
mod refreshes;
pub mod synonyms;

pub use fairness::carried_value_sums;
pub use products::{list_families, list_products};
pub use refreshes::has_waiting_job;
