//! The ledger entry of each business fact, one pure function each. Every entry is balanced; debits are positive.

mod adjustment;
mod bank;
mod card_payout;
mod document;
mod earnings_payable;
mod payment;
mod payment_allocation;
mod payment_release;
mod payout;
mod pool_shares;
mod stock;
mod write_off;

pub use adjustment::{adjustment_entry, adjustment_reversal_entry, adjustment_stated_entry};
pub use bank::{bank_line_entry, card_refund_entry, opening_balance_entry, refund_entry};
pub use card_payout::card_payout_entry;
pub use document::{IssuedDocument, document_entry};
pub use earnings_payable::earnings_payable_entry;
pub use payment::payment_entry;
pub use payment_allocation::{AllocatedPart, payment_allocation_entry};
pub use payment_release::{ReleasedPart, payment_release_entry};
pub use payout::{PayoutPosting, PayoutStep, payout_entry};
pub use pool_shares::pool_shares_entry;
pub use stock::{StockDisposalPosting, stock_disposal_entry, stock_received_entry};
pub use write_off::{LostPart, recovery_entry, write_off_entry};
