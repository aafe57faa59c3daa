//! Records advances that were paid to workshops, deductions that they consented to, and their reversals.

use chrono::{Months, NaiveDate};
use entities::{
    members::workshop,
    settlement::adjustment,
    values::{AdjustmentId, AdjustmentKind, AdvanceMethod, Amount, BankLineId, WorkshopId},
};
use serde_json::json;

use super::post_entry::post_entry;
use crate::{
    members, payments,
    platform::{
        http::{api_error::ApiError, problem::Result},
        unit_of_work::UnitOfWork,
    },
    settlement::{
        errors::SettlementError,
        rules::{
            ledger::{LedgerEntry, LedgerParty},
            postings::{adjustment_entry, adjustment_reversal_entry},
        },
        store::adjustments::{self, AdjustmentWithWorkshop},
    },
};

/// An advance that was paid in cash.
#[derive(Clone, Debug)]
pub struct NewCashAdvance {
    /// The workshop.
    pub workshop_id: WorkshopId,
    /// More than zero.
    pub amount: Amount,
    /// The day on which it was paid.
    pub paid_on: NaiveDate,
    /// Why.
    pub reason: String,
}

/// A deduction to which the workshop consented.
#[derive(Clone, Debug)]
pub struct NewDeduction {
    /// The workshop.
    pub workshop_id: WorkshopId,
    /// More than zero.
    pub amount: Amount,
    /// Why.
    pub reason: String,
    /// Where the workshop consented, such as the number of a signed paper.
    pub consent: String,
}

/// Records an advance that was paid in cash.
///
/// # Errors
/// 404; `AdvanceOutOfSpan`.
pub async fn record_cash_advance(tx: &mut UnitOfWork, new: NewCashAdvance) -> Result<AdjustmentWithWorkshop> {
    let today = tx.today();
    let first = today - Months::new(12);
    if new.paid_on > today || new.paid_on < first {
        return Err(SettlementError::AdvanceOutOfSpan { first, today }.at("/paid_on"));
    }
    let workshop = members::get_workshop(tx, new.workshop_id).await?;
    let id = tx.new_id();
    let row = adjustment::Model {
        method: Some(AdvanceMethod::Cash),
        dated_on: new.paid_on,
        ..new_adjustment(tx, id, AdjustmentKind::Advance, workshop.id, new.amount, new.reason)
    };
    record(tx, row, workshop).await
}

/// Records an advance that was paid by bank transfer, which this unmatched bank line shows.
///
/// # Errors
/// 404; `BankLineTaken` and `BankLineNotSent` of payments.
pub async fn record_transferred_advance(
    tx: &mut UnitOfWork,
    line: BankLineId,
    workshop_id: WorkshopId,
    reason: String,
) -> Result<AdjustmentWithWorkshop> {
    let workshop = members::get_workshop(tx, workshop_id).await?;
    let id = tx.new_id();
    let line = payments::match_advance(tx, line, id).await?;
    let row = adjustment::Model {
        method: Some(AdvanceMethod::Transfer),
        dated_on: line.booked_on,
        ..new_adjustment(tx, id, AdjustmentKind::Advance, workshop.id, -line.amount, reason)
    };
    record(tx, row, workshop).await
}

/// Records a deduction to which the workshop consented.
///
/// # Errors
/// 404.
pub async fn record_deduction(tx: &mut UnitOfWork, new: NewDeduction) -> Result<AdjustmentWithWorkshop> {
    let workshop = members::get_workshop(tx, new.workshop_id).await?;
    let id = tx.new_id();
    let row = adjustment::Model {
        consent: Some(new.consent),
        ..new_adjustment(tx, id, AdjustmentKind::Deduction, workshop.id, new.amount, new.reason)
    };
    record(tx, row, workshop).await
}

/// Reverses an advance or a deduction, once. If a statement has taken it off, the next one pays it back. The bank line of
/// a transferred advance waits for a person again.
///
/// # Errors
/// 404; `AdjustmentReversed`.
pub async fn reverse_adjustment(
    tx: &mut UnitOfWork,
    id: AdjustmentId,
    reason: String,
) -> Result<AdjustmentWithWorkshop> {
    let AdjustmentWithWorkshop { adjustment: reversed, workshop } = adjustments::get_adjustment(tx, id).await?;
    if reversed.reverses_id.is_some() {
        return Err(SettlementError::AdjustmentReversed.into());
    }
    let reversal = adjustment::Model {
        id: tx.new_id(),
        amount: -reversed.amount,
        dated_on: tx.today(),
        reason,
        reverses_id: Some(id),
        statement_line_id: None,
        created_at: tx.now(),
        created_by: tx.actor().person(),
        ..reversed.clone()
    };
    let entry = adjustment_reversal_entry(&reversed, &reversal, &ledger_party(&workshop));
    let row = insert_and_post(tx, reversal, workshop, entry, "reversed").await?;
    if reversed.method == Some(AdvanceMethod::Transfer) {
        payments::undo_advance_match(tx, id, &row.adjustment.reason).await?;
    }
    Ok(row)
}

/// A new adjustment of today without what only some have.
fn new_adjustment(
    tx: &UnitOfWork,
    id: AdjustmentId,
    kind: AdjustmentKind,
    workshop_id: WorkshopId,
    amount: Amount,
    reason: String,
) -> adjustment::Model {
    adjustment::Model {
        id,
        workshop_id,
        kind,
        currency: tx.currency(),
        amount,
        dated_on: tx.today(),
        method: None,
        reason,
        consent: None,
        reverses_id: None,
        statement_line_id: None,
        created_at: tx.now(),
        created_by: tx.actor().person(),
    }
}

async fn record(
    tx: &mut UnitOfWork,
    row: adjustment::Model,
    workshop: workshop::Model,
) -> Result<AdjustmentWithWorkshop> {
    let entry = adjustment_entry(&row, &ledger_party(&workshop));
    insert_and_post(tx, row, workshop, entry, "recorded").await
}

/// Stores an adjustment and posts its entry.
async fn insert_and_post(
    tx: &mut UnitOfWork,
    row: adjustment::Model,
    workshop: workshop::Model,
    entry: LedgerEntry,
    action: &'static str,
) -> Result<AdjustmentWithWorkshop> {
    if !adjustments::insert_adjustment(tx, row.clone()).await? {
        return Err(SettlementError::AdjustmentReversed.into());
    }
    post_entry(tx, entry).await?;
    let detail = json!({ "kind": row.kind.word(), "amount": row.amount.0, "reason": row.reason });
    tx.audit("adjustment", row.id, action, detail);
    Ok(AdjustmentWithWorkshop { adjustment: row, workshop })
}

fn ledger_party(workshop: &workshop::Model) -> LedgerParty {
    LedgerParty::new(workshop.id.0, workshop.code.as_str())
}
