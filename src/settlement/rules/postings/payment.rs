//! A buyer's money arrives, in the bank or at the card processor. Until it is allocated to invoices, the cooperative
//! owes it to the buyer.

use entities::{
    payments::payment,
    values::{AccountKind, EntryKind, PaymentMethod},
};

use crate::{
    platform::locale::{Localizer, localize},
    settlement::rules::ledger::{LedgerEntry, LedgerParty, LedgerPosting},
};

/// The entry of a received payment of `buyer`.
pub fn payment_entry(payment: &payment::Model, buyer: &LedgerParty) -> LedgerEntry {
    let receiving_account = match payment.method {
        PaymentMethod::Transfer => AccountKind::Bank,
        PaymentMethod::Card => AccountKind::CardClearing,
    };
    LedgerEntry {
        kind: EntryKind::PaymentReceived,
        key: format!("payment_received:{}", payment.id),
        date: payment.received_on,
        description: localize!(Localizer::SHARED, "entry-payment-received", buyer = &buyer.code),
        postings: vec![
            LedgerPosting::own(receiving_account, payment.amount),
            LedgerPosting::of(AccountKind::Unallocated, buyer, -payment.amount),
        ],
    }
}
