//! Reads bank statements in CSV.
//!
//! Columns: `booked_on` (date, `2026-03-31`), `amount` (money received, negative for money paid out), `reference` (the
//! bank's text), and, if the bank has them, `counterparty` (who paid) and `bank_id` (the bank's own number of the
//! movement) and `balance` (what the account held after the row).

use chrono::NaiveDate;
use entities::values::{Amount, Currency};

use crate::{
    payments::{
        errors::PaymentError,
        rules::{BalancedRow, StatementBalance, closing_balance},
    },
    platform::{
        csv::{Column, CsvFile, RowError, RowErrors, RowReader, optional, required},
        http::{
            dates::{DateSpan, MoneyDate, Spanned},
            limits::{FIELD_ERRORS, IMPORT_ROWS, LINE, NAME},
            problem::{Problem, Result},
        },
    },
};

/// One row of a bank statement: a movement of the cooperative's account.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BankStatementRow {
    /// Physical line in the file.
    pub line: u64,
    /// The bank's own id. Banks use one again.
    pub bank_id: Option<String>,
    /// The bank's day.
    pub booked_on: NaiveDate,
    /// Positive = received; never zero.
    pub amount: Amount,
    /// The bank's text.
    pub reference: String,
    /// Who paid, or was paid.
    pub counterparty: Option<String>,
}

const COLUMNS: &[Column] = &[
    required("booked_on", "The bank's day."),
    required("amount", "Money received, negative for money paid out."),
    required("reference", "The bank's text; may be empty."),
    optional("counterparty", "Who paid or was paid."),
    optional("bank_id", "The bank's own number of the movement."),
    optional("balance", "What the account held after it."),
];

/// A bank statement.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BankStatement {
    /// Its movements.
    pub rows: Vec<BankStatementRow>,
    /// Physical lines of the rows that move no money.
    pub lines_without_movement: Vec<u64>,
    /// What it ends with; none where it has no balances.
    pub closing: Option<StatementBalance>,
}

/// Reads a bank statement in the currency of the installation. Lines are booked within the span of [`MoneyDate`], until
/// the day after `today`.
///
/// A row whose amount is zero or empty moves no money: it is told by its line, and nothing else of it can be wrong.
///
/// # Errors
/// `StatementUnreadable` where the file is not CSV in UTF-8; `StatementInvalid` where columns or cells are wrong. Both
/// name the first wrong cells, such as `line 12/amount`. `BalancesDoNotAddUp` where the balances are not what the amounts
/// make of them.
pub fn read_bank_statement(bytes: &[u8], currency: Currency, today: NaiveDate) -> Result<BankStatement> {
    // Until tomorrow, because a bank may be ahead of the cooperative's zone.
    let span = DateSpan { last: today.succ_opt().unwrap_or(today), ..MoneyDate::span(today) };
    let mut errors = RowErrors::new(FIELD_ERRORS);
    let file = CsvFile::read("", bytes, COLUMNS, IMPORT_ROWS, &mut errors);
    let (mut rows, mut balances, mut lines_without_movement) = (Vec::new(), Vec::new(), Vec::new());
    if let Some(file) = &file {
        for row in file.rows() {
            let line = row.line;
            let reader = &mut RowReader::new(file, row, (), &mut errors);
            let amount = reader.optional("amount", |row, column| row.signed_amount(column, currency));
            if amount == Some(None) || amount == Some(Some(Amount::ZERO)) {
                lines_without_movement.push(line);
                continue;
            }
            let balance = reader.optional("balance", |row, column| row.signed_amount(column, currency));
            let Some(row) = read_row(reader, line, amount.flatten(), span) else { continue };
            balances.push(BalancedRow { booked_on: row.booked_on, amount: row.amount, balance: balance.flatten() });
            rows.push(row);
        }
    }
    if !errors.is_empty() {
        return Err(invalid_file(&errors));
    }
    let closing = closing_balance(&balances).map_err(|_| PaymentError::BalancesDoNotAddUp)?;
    Ok(BankStatement { rows, lines_without_movement, closing })
}

fn invalid_file(errors: &RowErrors) -> Problem {
    let unreadable = errors.as_slice().iter().any(RowError::is_format_error);
    let error = if unreadable { PaymentError::StatementUnreadable } else { PaymentError::StatementInvalid };
    Problem::from(error).with_errors(errors.as_slice().iter().map(Into::into))
}

fn read_row(row: &mut RowReader<'_>, line: u64, amount: Option<Amount>, span: DateSpan) -> Option<BankStatementRow> {
    let booked_on = row.date("booked_on", span);
    let (reference, counterparty) =
        (row.optional_folded_text::<LINE>("reference"), row.optional_folded_text::<NAME>("counterparty"));
    let bank_id = row.optional_free_text::<NAME>("bank_id");
    Some(BankStatementRow {
        line,
        bank_id: bank_id?,
        booked_on: booked_on?,
        amount: amount?,
        reference: reference?.unwrap_or_default(),
        counterparty: counterparty?,
    })
}

#[cfg(test)]
#[path = "read_bank_statement_tests.rs"]
mod tests;
