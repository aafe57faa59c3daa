//! Imports the rows of a bank statement as bank lines.

use std::collections::HashMap;

use entities::{
    payments::bank_line,
    values::{BankLineId, BankLineState},
};
use serde_json::json;
use sha2::{Digest, Sha256};

use super::{
    read_bank_statement::{BankStatement, BankStatementRow},
    record_bank_balance::record_closing_balance,
    report_payout_references::report_payout_references,
};
use crate::{
    payments::{
        rules::{Movement, RowMatch, match_rows},
        store::bank_lines,
    },
    platform::{counter, http::problem::Result, unit_of_work::UnitOfWork},
};

/// What became of the rows of a bank statement.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct BankLineImport {
    /// Rows that were stored as new bank lines.
    pub new: usize,
    /// Rows that were stored before.
    pub known: usize,
    /// New bank lines with the reference of a payout.
    pub payouts: usize,
    /// Rows that may be known lines, in the order of the file; those on which nobody has decided since an earlier import
    /// are told again.
    pub possible_duplicates: Vec<PossibleDuplicate>,
    /// Physical lines of the rows that move no money.
    pub lines_without_movement: Vec<u64>,
}

/// A row that may be a known line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PossibleDuplicate {
    /// Its physical line in the file.
    pub line: u64,
    /// The bank line that it is stored as.
    pub bank_line: bank_line::Model,
}

/// Imports a bank statement: the rows that are not stored yet, and the balance with which it ends.
pub async fn import_bank_statement(tx: &mut UnitOfWork, statement: BankStatement) -> Result<BankLineImport> {
    let BankStatement { rows, lines_without_movement, closing } = statement;
    let imported = import_bank_lines(tx, rows).await?;
    if let Some(closing) = closing {
        record_closing_balance(tx, closing).await?;
    }
    Ok(BankLineImport { lines_without_movement, ..imported })
}

/// Stores the rows that are not stored yet.
///
/// Every new line waits for a person. One with outgoing money and the reference of a payout is reported as
/// `PayoutReferenceFound`, so that settlement matches it where the payout has that amount. One that resembles another
/// line waits for the decision whether it is another movement.
pub async fn import_bank_lines(tx: &mut UnitOfWork, rows: Vec<BankStatementRow>) -> Result<BankLineImport> {
    // Of two imports of the same file at once, the second waits and finds the lines of the first.
    counter::hold(tx, "payments:import").await?;
    let ids: Vec<&str> = rows.iter().filter_map(|row| row.bank_id.as_deref()).collect();
    let stored = bank_lines::list_lines_of(tx, &ids, rows.iter().map(|row| row.booked_on)).await?;
    let matches = match_rows(
        &stored.iter().map(Movement::from).collect::<Vec<_>>(),
        &rows.iter().map(Movement::from).collect::<Vec<_>>(),
    );
    let mut keys = Keys::of(&stored);
    let mut import = BankLineImport::default();
    let mut lines: Vec<bank_line::Model> = Vec::new();
    // The stored line of each row, by the row's place in the file.
    let mut line_ids: Vec<Option<BankLineId>> = Vec::with_capacity(rows.len());
    for (row, found) in rows.into_iter().zip(matches) {
        let id_of = |at: usize| stored.get(at).map(|line: &bank_line::Model| line.id);
        let duplicate_of = match found {
            RowMatch::Stored(at) => {
                import.known += 1;
                let undecided = stored.get(at).filter(|line| line.state == BankLineState::PossibleDuplicate);
                let again = undecided.map(|line| PossibleDuplicate { line: row.line, bank_line: line.clone() });
                import.possible_duplicates.extend(again);
                line_ids.push(id_of(at));
                continue;
            }
            RowMatch::LikeStored(at) => id_of(at),
            RowMatch::LikeRow(at) => line_ids.get(at).copied().flatten(),
            RowMatch::New => None,
        };
        let file_line = row.line;
        let line = bank_line(tx, &mut keys, row, duplicate_of);
        line_ids.push(Some(line.id));
        match duplicate_of {
            Some(_) => import.possible_duplicates.push(PossibleDuplicate { line: file_line, bank_line: line.clone() }),
            None => import.new += 1,
        }
        lines.push(line);
    }
    bank_lines::insert_bank_lines(tx, &lines).await?;
    for line in &lines {
        tx.audit("bank_line", line.id, "imported", json!({ "amount": line.amount.0, "state": line.state.word() }));
        if line.state == BankLineState::Unmatched {
            import.payouts += usize::from(report_payout_references(tx, line));
        }
    }
    Ok(import)
}

fn bank_line(
    tx: &UnitOfWork,
    keys: &mut Keys,
    row: BankStatementRow,
    duplicate_of: Option<BankLineId>,
) -> bank_line::Model {
    bank_line::Model {
        id: tx.new_id(),
        import_key: keys.next(&row),
        bank_id: row.bank_id,
        booked_on: row.booked_on,
        amount: row.amount,
        currency: tx.currency(),
        reference: row.reference,
        counterparty: row.counterparty,
        state: if duplicate_of.is_some() { BankLineState::PossibleDuplicate } else { BankLineState::Unmatched },
        duplicate_of,
        created_at: tx.now(),
        version: 1,
    }
}

impl<'a> From<&'a bank_line::Model> for Movement<'a> {
    fn from(line: &'a bank_line::Model) -> Self {
        Self {
            bank_id: line.bank_id.as_deref(),
            booked_on: line.booked_on,
            amount: line.amount,
            reference: &line.reference,
            counterparty: line.counterparty.as_deref(),
        }
    }
}

impl<'a> From<&'a BankStatementRow> for Movement<'a> {
    fn from(row: &'a BankStatementRow) -> Self {
        Self {
            bank_id: row.bank_id.as_deref(),
            booked_on: row.booked_on,
            amount: row.amount,
            reference: &row.reference,
            counterparty: row.counterparty.as_deref(),
        }
    }
}

/// How many lines have the same content, those of the file included.
struct Keys(HashMap<String, u32>);

impl Keys {
    fn of(stored: &[bank_line::Model]) -> Self {
        let mut keys = Self(HashMap::new());
        for line in stored {
            keys.count(content(&line.into()));
        }
        keys
    }

    fn count(&mut self, content: String) -> u32 {
        *self.0.entry(content).and_modify(|count| *count += 1).or_insert(1)
    }

    /// The unique key of a new line: a hash of its content and of its number among equal lines.
    fn next(&mut self, row: &BankStatementRow) -> String {
        let content = content(&row.into());
        let nth = self.count(content.clone());
        format!("sha256:{}", hex::encode(Sha256::digest(format!("{content}|{nth}"))))
    }
}

/// What makes two lines equal.
fn content(movement: &Movement<'_>) -> String {
    let Movement { bank_id, booked_on, amount, reference, counterparty } = movement;
    let content = format!("{booked_on}|{}|{reference}|{}", amount.0, counterparty.unwrap_or_default());
    bank_id.map_or_else(|| content.clone(), |id| format!("id:{id}|{content}"))
}
