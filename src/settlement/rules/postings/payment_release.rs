//! A part of a payment is released from an invoice: the buyer no longer owes it there, and the cooperative owes it to
//! the buyer again.

use chrono::NaiveDate;
use entities::values::{AccountKind, Amount, EntryKind};
use uuid::Uuid;

use crate::{
    platform::locale::{Localizer, localize},
    settlement::rules::ledger::{LedgerEntry, LedgerParty, LedgerPosting},
};

/// The part of a payment that was released from an invoice.
#[derive(Clone, Debug)]
pub struct ReleasedPart {
    /// The release.
    pub release_id: Uuid,
    /// The buyer.
    pub buyer: LedgerParty,
    /// Series and number of the invoice.
    pub invoice: String,
    /// The part, more than zero.
    pub amount: Amount,
}

/// The entry of a payment's release from an invoice.
pub fn payment_release_entry(part: &ReleasedPart, date: NaiveDate) -> LedgerEntry {
    LedgerEntry {
        kind: EntryKind::PaymentReleased,
        key: format!("payment_released:{}", part.release_id),
        date,
        description: localize!(Localizer::SHARED, "entry-payment-released", invoice = &part.invoice),
        postings: vec![
            LedgerPosting::of(AccountKind::Receivable, &part.buyer, part.amount),
            LedgerPosting::of(AccountKind::Unallocated, &part.buyer, -part.amount),
        ],
    }
}
