//! The verbs of payments.

pub mod allocate;
pub mod import;
pub mod lines;
pub mod receive;
pub mod suggest;
