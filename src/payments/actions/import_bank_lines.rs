//! Imports the rows of a bank statement as bank lines.

use entities::{
    payments::bank_line,
    values::{Amount, BankLineState},
};
use serde_json::json;

use super::{
    read_bank_statement::{BankStatement, BankStatementRow},
    record_bank_balance::record_closing_balance,
};
use crate::{
    payments::{Event, rules::find_payout_references, store::bank_lines},
    platform::{counter, http::problem::Result, unit_of_work::UnitOfWork},
};

/// How many rows an import stored.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BankLineImport {
    /// Rows that were stored as new bank lines.
    pub new: usize,
    /// Rows that were stored before.
    pub known: usize,
    /// New bank lines with the reference of a payout.
    pub payouts: usize,
}

/// Imports a bank statement: the rows that are not stored yet, and the balance with which it ends.
pub async fn import_bank_statement(tx: &mut UnitOfWork, statement: BankStatement) -> Result<BankLineImport> {
    let imported = import_bank_lines(tx, statement.rows).await?;
    if let Some(closing) = statement.closing {
        record_closing_balance(tx, closing).await?;
    }
    Ok(imported)
}

/// Stores the rows that are not stored yet.
///
/// Every new line waits for a person. One with outgoing money and the reference of a payout is reported as
/// `PayoutReferenceFound`, so that settlement matches it where the payout has that amount.
pub async fn import_bank_lines(tx: &mut UnitOfWork, rows: Vec<BankStatementRow>) -> Result<BankLineImport> {
    // Of two imports of the same file at once, the second waits and finds the lines of the first.
    counter::hold(tx, "payments:import").await?;
    let keys: Vec<String> = rows.iter().map(|row| row.key.clone()).collect();
    let known_keys = bank_lines::list_known_import_keys(tx, &keys).await?;
    let count = rows.len();
    let new_rows = rows.into_iter().filter(|row| !known_keys.contains(&row.key));
    let lines: Vec<bank_line::Model> = new_rows.map(|row| bank_line(tx, row)).collect();
    bank_lines::insert_bank_lines(tx, &lines).await?;
    let mut payouts = 0;
    for line in &lines {
        tx.audit("bank_line", line.id, "imported", json!({ "amount": line.amount.0 }));
        let references = payout_references(line.amount, &line.reference);
        payouts += usize::from(!references.is_empty());
        for reference in references {
            let (bank_line_id, amount, booked_on) = (line.id, line.amount, line.booked_on);
            tx.emit(Event::PayoutReferenceFound { bank_line_id, reference, amount, booked_on });
        }
    }
    Ok(BankLineImport { new: lines.len(), known: count.saturating_sub(lines.len()), payouts })
}

fn bank_line(tx: &UnitOfWork, row: BankStatementRow) -> bank_line::Model {
    bank_line::Model {
        id: tx.new_id(),
        import_key: row.key,
        booked_on: row.booked_on,
        amount: row.amount,
        currency: tx.currency(),
        reference: row.reference,
        counterparty: row.counterparty,
        state: BankLineState::Unmatched,
        created_at: tx.now(),
        version: 1,
    }
}

fn payout_references(amount: Amount, text: &str) -> Vec<String> {
    if amount < Amount::ZERO { find_payout_references(text) } else { Vec::new() }
}
