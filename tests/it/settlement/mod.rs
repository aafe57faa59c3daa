//! Settlement through the API: from the first invoice to the last transfer.

mod adjustments;
mod commission;
mod cycle_money;
mod earnings;
mod faults;
mod payables_due;
mod payouts;
mod pools;
mod races;
pub mod steps;
mod taxes;
