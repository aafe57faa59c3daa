//! A part of a payment is allocated to an invoice: the buyer owes that much less.

use chrono::NaiveDate;
use entities::values::{AccountKind, Amount, EntryKind};
use uuid::Uuid;

use crate::{
    platform::locale::{Localizer, localize},
    settlement::rules::ledger::{LedgerEntry, LedgerParty, LedgerPosting},
};

/// The part of a payment that was allocated to an invoice.
#[derive(Clone, Debug)]
pub struct AllocatedPart {
    /// The allocation.
    pub allocation_id: Uuid,
    /// The buyer.
    pub buyer: LedgerParty,
    /// Series and number of the invoice.
    pub invoice: String,
    /// The part.
    pub amount: Amount,
}

/// The entry of a payment's allocation to an invoice.
pub fn payment_allocation_entry(part: &AllocatedPart, date: NaiveDate) -> LedgerEntry {
    LedgerEntry {
        kind: EntryKind::PaymentApplied,
        key: format!("payment_applied:{}", part.allocation_id),
        date,
        description: localize!(Localizer::SHARED, "entry-payment-allocated", invoice = &part.invoice),
        postings: vec![
            LedgerPosting::of(AccountKind::Unallocated, &part.buyer, part.amount),
            LedgerPosting::of(AccountKind::Receivable, &part.buyer, -part.amount),
        ],
    }
}
