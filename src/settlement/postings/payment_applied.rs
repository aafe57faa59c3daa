//! A part of a payment is put to an invoice: the buyer owes that much less.

use chrono::NaiveDate;
use entities::values::{AccountKind, Amount, BuyerId, EntryKind};
use uuid::Uuid;

use crate::settlement::ledger::{AccountRef, Entry};

/// The entry of a payment's part put to an invoice; `allocation` is that part.
pub fn payment_applied(
    allocation: Uuid,
    date: NaiveDate,
    buyer: (BuyerId, &str),
    invoice: &str,
    amount: Amount,
) -> Entry {
    Entry {
        kind: EntryKind::PaymentApplied,
        key: format!("payment_applied:{allocation}"),
        date,
        description: format!("Pago aplicado a {invoice}"),
        postings: vec![
            (AccountRef::of(AccountKind::Unallocated, buyer.0.0, buyer.1), amount),
            (AccountRef::of(AccountKind::Receivable, buyer.0.0, buyer.1), -amount),
        ],
    }
}
