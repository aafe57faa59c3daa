//! What the assembly looks at: how even the group's work was over a season, figure by figure, on screen and as files.
//! Nothing is decided here; every figure comes from what the other slices wrote down.

mod api;
mod fairness;
mod rules;
mod store;
mod tables;

pub use api::{APIS, Apis};
