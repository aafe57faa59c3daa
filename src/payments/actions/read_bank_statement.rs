//! Reads bank statements in CSV.
//!
//! Columns: `booked_on` (date, `2026-03-31`), `amount` (money received, negative for money paid out), `reference` (the
//! bank's text), and, if the bank has them, `counterparty` (who paid) and `bank_id` (the bank's own number of the
//! movement) and `balance` (what the account held after the row). Rows that are equal in all other columns are
//! distinguished by their order.

use std::collections::{HashMap, HashSet};

use chrono::NaiveDate;
use entities::values::{Amount, Currency};
use sha2::{Digest, Sha256};

use crate::{
    payments::{
        errors::PaymentError,
        rules::{BalancedRow, StatementBalance, closing_balance},
    },
    platform::{
        csv::{Column, CsvFile, RowError, RowErrors, RowReader, optional, required},
        http::{
            dates::DateSpan,
            limits::{FIELD_ERRORS, IMPORT_ROWS, LINE, NAME},
            problem::{Problem, Result},
        },
    },
};

/// One row of a bank statement: a movement of the cooperative's account.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BankStatementRow {
    /// Identifies the movement: reading the same file again returns the same keys.
    pub key: String,
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
    /// What it ends with; none where it has no balances.
    pub closing: Option<StatementBalance>,
}

/// The first day of a bank line: earlier ones are mistakes.
const FIRST_DAY: NaiveDate = match NaiveDate::from_ymd_opt(1990, 1, 1) {
    Some(day) => day,
    None => NaiveDate::MIN,
};

/// Reads a bank statement in the currency of the installation. Lines are booked from the year 1990 until the day after
/// `today`.
///
/// # Errors
/// `StatementUnreadable` where the file is not CSV in UTF-8; `StatementInvalid` where columns or cells are wrong. Both
/// name the first wrong cells, such as `line 12/amount`. `BalancesDoNotAddUp` where the balances are not what the amounts
/// make of them.
pub fn read_bank_statement(bytes: &[u8], currency: Currency, today: NaiveDate) -> Result<BankStatement> {
    // Until tomorrow, because a bank may be ahead of the cooperative's zone.
    let span = DateSpan { first: FIRST_DAY, last: today.succ_opt().unwrap_or(today) };
    let mut errors = RowErrors::new(FIELD_ERRORS);
    let file = CsvFile::read("", bytes, COLUMNS, IMPORT_ROWS, &mut errors);
    let (mut rows, mut balances) = (Vec::new(), Vec::new());
    let mut keys = Keys::default();
    if let Some(file) = &file {
        for row in file.rows() {
            let reader = &mut RowReader::new(file, row, (), &mut errors);
            let balance = read_balance(reader, currency);
            let Some(row) = read_row(reader, currency, span, &mut keys) else { continue };
            balances.push(BalancedRow { booked_on: row.booked_on, amount: row.amount, balance: balance.flatten() });
            rows.push(row);
        }
    }
    if !errors.is_empty() {
        return Err(invalid_file(&errors));
    }
    let closing = closing_balance(&balances).map_err(|_| PaymentError::BalancesDoNotAddUp)?;
    Ok(BankStatement { rows, closing })
}

/// What the account held after a row. Unlike an amount, it may be zero.
fn read_balance(row: &mut RowReader<'_>, currency: Currency) -> Option<Option<Amount>> {
    let is_zero = |text: &str| text.contains('0') && text.chars().all(|c| "0.,+- ".contains(c));
    if row.value("balance").is_some_and(|text| is_zero(&text)) {
        return Some(Some(Amount::ZERO));
    }
    row.optional("balance", |row, column| row.signed_amount(column, currency))
}

fn invalid_file(errors: &RowErrors) -> Problem {
    let unreadable = errors.as_slice().iter().any(RowError::is_format_error);
    let error = if unreadable { PaymentError::StatementUnreadable } else { PaymentError::StatementInvalid };
    Problem::from(error).with_errors(errors.as_slice().iter().map(Into::into))
}

fn read_row(row: &mut RowReader<'_>, currency: Currency, span: DateSpan, keys: &mut Keys) -> Option<BankStatementRow> {
    let booked_on = row.date("booked_on", span);
    let amount = row.signed_amount("amount", currency);
    let (reference, counterparty) = (row.optional_text::<LINE>("reference"), row.optional_text::<NAME>("counterparty"));
    let mut bank_id = row.optional_text::<NAME>("bank_id");
    if let Some(Some(id)) = &bank_id
        && !keys.bank_ids.insert(id.clone())
    {
        bank_id = row.reject("bank_id", &PaymentError::BankIdTwice);
    }
    let (booked_on, amount, counterparty, bank_id) = (booked_on?, amount?, counterparty?, bank_id?);
    let reference = reference?.unwrap_or_default();
    let key = match bank_id {
        Some(id) => format!("id:{id}"),
        None => keys.of_content(format!(
            "{booked_on}|{}|{reference}|{}",
            amount.0,
            counterparty.as_deref().unwrap_or_default()
        )),
    };
    Some(BankStatementRow { key, booked_on, amount, reference, counterparty })
}

/// Identities of the rows read so far.
#[derive(Default)]
struct Keys {
    bank_ids: HashSet<String>,
    /// Number of rows with the same content.
    contents: HashMap<String, u32>,
}

impl Keys {
    /// The key of a row without a number of the bank: a hash of its content and of its index among equal rows.
    fn of_content(&mut self, content: String) -> String {
        let nth = self.contents.entry(content.clone()).and_modify(|n| *n += 1).or_insert(1);
        format!("sha256:{}", hex::encode(Sha256::digest(format!("{content}|{nth}"))))
    }
}

#[cfg(test)]
#[path = "read_bank_statement_tests.rs"]
mod tests;
