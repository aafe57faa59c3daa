//! The audit: invariants that hold for an installation at any moment, also after a crash, a race or a repeated request.
//! Each is checked by a few set-based queries, so that an operator can run the audit on a live system.

mod buyer_money_invariant;
mod find_violations;
mod invariant;
mod invariants;
mod order_invariants;
mod store;
mod supply_invariant;
mod workshop_money_invariants;

pub use find_violations::{find_violations, find_violations_of, list_stored_files};
pub use invariant::{Check, Invariant, RowMeaning, Violation};
pub use invariants::INVARIANTS;
