//! A debt is written off, or paid after all: the pools of the invoice, and the
//! cooperative of its packaging, lose it, or have it again.

use chrono::NaiveDate;
use entities::values::{DebtRecoveryId, EntryKind, WriteOffId};

use super::document::sale_postings;
use crate::{
    platform::locale::{Localizer, localize},
    settlement::rules::{
        DocumentValue,
        ledger::{LedgerEntry, LedgerParty},
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
    pub value: DocumentValue,
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
        postings: sale_postings(&part.buyer, part.value, -1),
    }
}

/// The entry of a written-off debt that is owed again, because it is paid.
pub fn recovery_entry(id: DebtRecoveryId, part: &LostPart) -> LedgerEntry {
    LedgerEntry {
        kind: EntryKind::DebtRecovered,
        key: format!("debt_recovered:{id}"),
        date: part.date,
        description: localize!(Localizer::SHARED, "entry-debt-recovered", invoice = part.invoice.as_str()),
        postings: sale_postings(&part.buyer, part.value, 1),
    }
}
