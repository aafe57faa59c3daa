//! Movements of the bank account that are no payment of a buyer and no payout: refunds, fees, interest, transfers between
//! own accounts, and what the account held at first.

use chrono::NaiveDate;
use entities::{
    payments::{bank_line, bank_line_match, refund},
    values::{AccountKind, Amount, BankBalanceId, BankLineKind, EntryKind},
};

use crate::{
    platform::locale::{Localizer, localize},
    settlement::rules::ledger::{LedgerEntry, LedgerParty, LedgerPosting},
};

/// The entry of a requested refund: it is no longer the buyer's balance, and waits to be transferred.
pub fn refund_entry(refund: &refund::Model, buyer: &LedgerParty, date: NaiveDate) -> LedgerEntry {
    LedgerEntry {
        kind: EntryKind::RefundRequested,
        key: format!("refund_requested:{}", refund.id),
        date,
        description: localize!(Localizer::SHARED, "entry-refund-requested", buyer = &buyer.code),
        postings: vec![
            LedgerPosting::of(AccountKind::Unallocated, buyer, refund.amount),
            LedgerPosting::own(AccountKind::Refunds, -refund.amount),
        ],
    }
}

/// The entry of a refund that the card processor returned to a card, of what it holds.
pub fn card_refund_entry(refund: &refund::Model, date: NaiveDate) -> LedgerEntry {
    LedgerEntry {
        kind: EntryKind::CardRefunded,
        key: format!("card_refunded:{}", refund.id),
        date,
        description: localize!(Localizer::SHARED, "entry-card-refunded"),
        postings: vec![
            LedgerPosting::own(AccountKind::Refunds, refund.amount),
            LedgerPosting::own(AccountKind::CardClearing, -refund.amount),
        ],
    }
}

/// The entry of a named bank line; none where another entry posts it, as of a payment or a payout.
pub fn bank_line_entry(line: &bank_line::Model, named: &bank_line_match::Model) -> Option<LedgerEntry> {
    let texts = Localizer::SHARED;
    let (account, description) = match named.kind {
        BankLineKind::Refund => (AccountKind::Refunds, localize!(texts, "entry-refund-paid")),
        BankLineKind::BankFee => (AccountKind::BankFees, localize!(texts, "entry-bank-fee")),
        BankLineKind::Interest => (AccountKind::BankInterest, localize!(texts, "entry-bank-interest")),
        BankLineKind::OwnTransfer => (AccountKind::OwnTransfers, localize!(texts, "entry-own-transfer")),
        BankLineKind::CashDeposit => (AccountKind::Cash, localize!(texts, "entry-cash-deposit")),
        BankLineKind::Payment
        | BankLineKind::PaymentReturn
        | BankLineKind::CardPayout
        | BankLineKind::Payout
        | BankLineKind::PayoutReturn
        | BankLineKind::Advance => return None,
    };
    Some(LedgerEntry {
        kind: EntryKind::BankLineNamed,
        key: format!("bank_line_named:{}", named.id),
        date: line.booked_on,
        description,
        postings: vec![LedgerPosting::own(AccountKind::Bank, line.amount), LedgerPosting::own(account, -line.amount)],
    })
}

/// The entry of an opening balance, or of its correction by `change`.
pub fn opening_balance_entry(id: BankBalanceId, date: NaiveDate, change: Amount) -> LedgerEntry {
    LedgerEntry {
        kind: EntryKind::BankOpened,
        key: format!("bank_opened:{id}"),
        date,
        description: localize!(Localizer::SHARED, "entry-bank-opened"),
        postings: vec![
            LedgerPosting::own(AccountKind::Bank, change),
            LedgerPosting::own(AccountKind::OpeningBalance, -change),
        ],
    }
}
