//! Advances and deductions: the workshop owes them until a statement takes them off what it is paid.

use chrono::NaiveDate;
use entities::{
    settlement::adjustment,
    values::{AccountKind, AdjustmentKind, AdvanceMethod, EntryKind},
};

use crate::{
    platform::locale::{Localizer, localize},
    settlement::rules::ledger::{LedgerEntry, LedgerParty, LedgerPosting},
};

/// The entry of a recorded advance or deduction, which is no reversal.
pub fn adjustment_entry(adjustment: &adjustment::Model, workshop: &LedgerParty) -> LedgerEntry {
    let (texts, code) = (Localizer::SHARED, &workshop.code);
    let (kind, description) = match adjustment.kind {
        AdjustmentKind::Advance => (EntryKind::AdvancePaid, localize!(texts, "entry-advance-paid", workshop = code)),
        AdjustmentKind::Deduction => {
            (EntryKind::DeductionRecorded, localize!(texts, "entry-deduction-recorded", workshop = code))
        }
    };
    let source = match adjustment.method {
        Some(AdvanceMethod::Transfer) => AccountKind::Bank,
        Some(AdvanceMethod::Cash) => AccountKind::Cash,
        None => AccountKind::Deductions,
    };
    LedgerEntry {
        kind,
        key: format!("{}:{}", kind.word(), adjustment.id),
        date: adjustment.dated_on,
        description,
        postings: vec![
            LedgerPosting::of(AccountKind::ProducerReceivable, workshop, adjustment.amount),
            LedgerPosting::own(source, -adjustment.amount),
        ],
    }
}

/// The entry that takes a recorded advance or deduction back; `reversal` is the row that reverses it.
pub fn adjustment_reversal_entry(
    reversed: &adjustment::Model,
    reversal: &adjustment::Model,
    workshop: &LedgerParty,
) -> LedgerEntry {
    let description = localize!(Localizer::SHARED, "entry-adjustment-reversed", workshop = &workshop.code);
    let key = format!("adjustment_reversed:{}", reversal.id);
    let posted = LedgerEntry { date: reversal.dated_on, ..adjustment_entry(reversed, workshop) };
    posted.reversed(EntryKind::AdjustmentReversed, key, description)
}

/// The entry of an adjustment that a statement takes off what its workshop is paid, or, of a reversal, pays back.
pub fn adjustment_stated_entry(adjustment: &adjustment::Model, workshop: &LedgerParty, date: NaiveDate) -> LedgerEntry {
    LedgerEntry {
        kind: EntryKind::AdjustmentStated,
        key: format!("adjustment_stated:{}", adjustment.id),
        date,
        description: localize!(Localizer::SHARED, "entry-adjustment-stated", workshop = &workshop.code),
        postings: vec![
            LedgerPosting::of(AccountKind::ProducerPayable, workshop, adjustment.amount),
            LedgerPosting::of(AccountKind::ProducerReceivable, workshop, -adjustment.amount),
        ],
    }
}
