//! One pure function for each posting: the business fact in, a balanced entry out. Debits are positive.

mod cards_settled;
mod earnings_payable;
mod invoice_issued;
mod payment_applied;
mod payment_received;
mod payout;
mod pool_closed;

pub use cards_settled::cards_settled;
pub use earnings_payable::earnings_payable;
pub use invoice_issued::{IssuedDocument, document_issued};
pub use payment_applied::payment_applied;
pub use payment_received::payment_received;
pub use payout::{PayoutMove, PayoutStep, payout_moved};
pub use pool_closed::{PoolPart, pool_shared};

use entities::values::{AccountKind, Amount};

use super::ledger::AccountRef;

/// A posting on an account of the cooperative itself.
fn own(kind: AccountKind, amount: Amount) -> (AccountRef, Amount) {
    (AccountRef::own(kind), amount)
}
