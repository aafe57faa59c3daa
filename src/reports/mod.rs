//! Reports for the assembly: how fairly the work of a season was shared, on screen and as files;
//! the trace of an order line through all slices, and whom jobs are about. Nothing is decided here;
//! every figure is computed from what the other slices stored.

mod actions;
mod api;
mod rules;
mod store;

pub use api::{APIS, Apis};
pub use store::{JobSubject, list_job_subjects};
