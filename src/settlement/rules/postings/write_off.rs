//! A debt is written off, or paid after all: the pools of the invoice lose it, or have it again.

use chrono::NaiveDate;
use entities::values::{AccountKind, DebtRecoveryId, EntryKind, WriteOffId};

use crate::{
    platform::locale::{Localizer, localize},
    settlement::rules::{
        LineValue,
        ledger::{LedgerEntry, LedgerParty, LedgerPosting},
    },
};

/// A part of an invoice that is lost or recovered.
#[derive(Clone, Debug)]
pub struct LostPart {
    /// Series and number of the invoice.
    pub invoice: String,
    /// The buyer.
    pub buyer: LedgerParty,
    /// The part.
    pub value: LineValue,
    /// The day.
    pub date: NaiveDate,
}

/// The entry of a debt that is written off.
pub fn write_off_entry(id: WriteOffId, part: &LostPart) -> LedgerEntry {
    LedgerEntry {
        kind: EntryKind::DebtWrittenOff,
        key: format!("debt_written_off:{id}"),
        date: part.date,
        description: localize!(Localizer::SHARED, "entry-debt-written-off", invoice = part.invoice.as_str()),
        postings: vec![
            LedgerPosting::of(AccountKind::Receivable, &part.buyer, -part.value.total()),
            LedgerPosting::own(AccountKind::SalesClearing, part.value.net),
            LedgerPosting::own(AccountKind::Vat, part.value.vat),
            LedgerPosting::own(AccountKind::AdditionalTax, part.value.additional_tax),
        ],
    }
}

/// The entry of a written-off debt that is owed again, because it is paid.
pub fn recovery_entry(id: DebtRecoveryId, part: &LostPart) -> LedgerEntry {
    LedgerEntry {
        kind: EntryKind::DebtRecovered,
        key: format!("debt_recovered:{id}"),
        date: part.date,
        description: localize!(Localizer::SHARED, "entry-debt-recovered", invoice = part.invoice.as_str()),
        postings: vec![
            LedgerPosting::of(AccountKind::Receivable, &part.buyer, part.value.total()),
            LedgerPosting::own(AccountKind::SalesClearing, -part.value.net),
            LedgerPosting::own(AccountKind::Vat, -part.value.vat),
            LedgerPosting::own(AccountKind::AdditionalTax, -part.value.additional_tax),
        ],
    }
}
