//! Reports for the assembly: how fairly the work of a season was shared, on screen and as files;
//! and the trace of an order line through all slices. Nothing is decided here;
//! every figure is computed from what the other slices stored.

mod actions;
mod api;
mod rules;
mod store;

pub use api::{APIS, Apis};
