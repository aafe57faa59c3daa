//! A buyer's money arrives in the bank; until it is put to invoices, it is the buyer's.

use chrono::NaiveDate;
use entities::values::{AccountKind, Amount, BuyerId, EntryKind, PaymentId};

use super::own;
use crate::settlement::ledger::{AccountRef, Entry};

/// The entry of a received payment.
pub fn payment_received(id: PaymentId, received_on: NaiveDate, buyer: (BuyerId, &str), amount: Amount) -> Entry {
    Entry {
        kind: EntryKind::PaymentReceived,
        key: format!("payment_received:{id}"),
        date: received_on,
        description: format!("Pago de {}", buyer.1),
        postings: vec![
            own(AccountKind::Bank, amount),
            (AccountRef::of(AccountKind::Unallocated, buyer.0.0, buyer.1), -amount),
        ],
    }
}
