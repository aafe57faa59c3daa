//! A buyer's money arrives, in the bank or with the card processor; until it is put to invoices, it is the buyer's.

use entities::{
    payments::payment,
    values::{AccountKind, EntryKind, PaymentMethod},
};

use super::own;
use crate::settlement::ledger::{AccountRef, Entry};

/// The entry of a received payment of the buyer with this code.
pub fn payment_received(payment: &payment::Model, code: &str) -> Entry {
    let where_it_is = match payment.method {
        PaymentMethod::Transfer => AccountKind::Bank,
        PaymentMethod::Card => AccountKind::CardClearing,
    };
    Entry {
        kind: EntryKind::PaymentReceived,
        key: format!("payment_received:{}", payment.id),
        date: payment.received_on,
        description: format!("Pago de {code}"),
        postings: vec![
            own(where_it_is, payment.amount),
            (AccountRef::of(AccountKind::Unallocated, payment.buyer_id.0, code), -payment.amount),
        ],
    }
}
