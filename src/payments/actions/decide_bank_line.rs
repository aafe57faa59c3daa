//! A person decides what a bank line that resembles another one is.

use entities::{
    payments::bank_line,
    values::{BankLineId, BankLineState},
};
use serde_json::json;

use super::report_payout_references::report_payout_references;
use crate::{
    payments::{errors::PaymentError, store::bank_lines},
    platform::{http::problem::Result, unit_of_work::UnitOfWork},
};

/// What a bank line that resembles another one is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BankLineDecision {
    /// A movement of its own.
    Separate,
    /// The same movement: nothing is booked for it.
    Duplicate,
    /// The same movement, as the bank corrected it: the earlier line is the duplicate.
    Replacement,
}

/// Decides on a line that resembles another one, or decides again where nothing was matched since.
///
/// # Errors
/// 404; `NoPossibleDuplicate` for a line that resembled no other; `BankLineTaken` where the line, or an earlier line that
/// it replaces, is matched.
pub async fn decide_bank_line(
    tx: &mut UnitOfWork,
    id: BankLineId,
    decision: BankLineDecision,
    reason: Option<&str>,
) -> Result<bank_line::Model> {
    let line = bank_lines::lock_bank_line(tx, id).await?;
    let original = line.duplicate_of.ok_or(PaymentError::NoPossibleDuplicate)?;
    if line.state == BankLineState::Matched {
        return Err(PaymentError::BankLineTaken.into());
    }
    let state = match decision {
        BankLineDecision::Separate | BankLineDecision::Replacement => BankLineState::Unmatched,
        BankLineDecision::Duplicate => BankLineState::Duplicate,
    };
    if decision == BankLineDecision::Replacement {
        // Lines of one import are locked from the later one to the earlier one.
        let earlier = bank_lines::lock_bank_line(tx, original).await?;
        if earlier.state == BankLineState::Matched {
            return Err(PaymentError::BankLineTaken.into());
        }
        bank_lines::update_duplicate(tx, original, BankLineState::Duplicate, Some(id)).await?;
        bank_lines::update_duplicate(tx, id, state, None).await?;
        tx.audit("bank_line", original, "replaced", json!({ "by": id.to_string(), "reason": reason }));
    } else {
        bank_lines::update_state(tx, id, state).await?;
    }
    tx.audit(
        "bank_line",
        id,
        "decided",
        json!({ "state": state.word(), "of": original.to_string(), "reason": reason }),
    );
    if state == BankLineState::Unmatched && line.state != BankLineState::Unmatched {
        report_payout_references(tx, &line);
    }
    bank_lines::get_bank_line(tx, id).await
}
