//! The pure rules around the split: what a lot is worth, what a workshop carries from one cycle into the next, and until
//! when it may answer. The split itself is the crate `fair_split`.

mod carried;
mod deadline;
mod lots;
mod received;

pub use carried::{MILLION, carried, credit, decimal, whole};
pub use deadline::Deadline;
pub use lots::{Asked, limit_value, lot_value, lots_of, units_of_quotas, value_of};
pub use received::{Received, Valued};

#[cfg(test)]
mod season;
#[cfg(test)]
mod tests;
