//! The verbs of invoicing.

mod compose;
pub mod credit;
pub mod cycle;
pub mod issue;
pub mod overdue;
pub mod paid;
