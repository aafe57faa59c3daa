//! Matches the bank line of an advance to a workshop, which settlement records.

use entities::{
    payments::bank_line,
    values::{AdjustmentId, BankLineId, BankLineKind},
};

use super::take_bank_line::{NewMatch, check_sent, free_line, lock_unmatched_line, record_match};
use crate::{
    payments::store::{bank_line_matches, bank_lines},
    platform::{
        http::problem::{Problem, Result},
        unit_of_work::UnitOfWork,
    },
};

/// Matches an unmatched bank line, of money that left the account, with an advance.
///
/// # Errors
/// 404; `BankLineTaken`; `BankLineNotSent`.
pub async fn match_advance(tx: &mut UnitOfWork, id: BankLineId, advance: AdjustmentId) -> Result<bank_line::Model> {
    let line = lock_unmatched_line(tx, id).await?;
    check_sent(&line)?;
    record_match(tx, id, NewMatch { adjustment_id: Some(advance), ..NewMatch::of(BankLineKind::Advance) }).await?;
    Ok(line)
}

/// Frees the bank line of an advance that was reversed: it waits for a person again.
///
/// # Errors
/// `BankLineNotMatched` where the match was undone before.
pub async fn undo_advance_match(tx: &mut UnitOfWork, advance: AdjustmentId, reason: &str) -> Result<()> {
    let row = bank_line_matches::find_match_of_advance(tx, advance).await?;
    let row = row.ok_or_else(|| Problem::missing_reference("bank_line_match", advance))?;
    bank_lines::lock_bank_line(tx, row.bank_line_id).await?;
    free_line(tx, &row, reason).await
}
