//! A bank statement as a file: CSV in UTF-8 with a header row. Columns: `booked_on` (date, `2026-03-31`), `amount`
//! (what came in, negative for what went out, with a point before the decimals that the currency has), `reference`
//! (the bank's text), and if the bank gives them `counterparty` (who paid) and `bank_id` (the bank's own number of the
//! movement). Rows that are the same in all columns are told apart by their order.

use std::collections::{HashMap, HashSet};

use chrono::NaiveDate;
use entities::values::{Amount, Currency};
use sha2::{Digest, Sha256};

use crate::platform::{
    http::{
        limits::{IMPORT_ROWS, LINE, NAME, NAMED_PROBLEMS},
        problem::{FieldProblem, Problem, Result},
        text::Text,
    },
    table::unescape,
};

/// One movement of the cooperative's account.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BankRow {
    /// What makes the movement itself: the same file twice gives the same keys.
    pub key: String,
    /// The bank's day.
    pub booked_on: NaiveDate,
    /// Positive = received; never zero.
    pub amount: Amount,
    /// The bank's text.
    pub reference: String,
    /// Who paid or was paid.
    pub counterparty: Option<String>,
}

const COLUMNS: [&str; 5] = ["booked_on", "amount", "reference", "counterparty", "bank_id"];
const NEEDED: [&str; 3] = ["booked_on", "amount", "reference"];

/// Reads a whole statement, or names every bad cell (the first twenty) as `line 12/amount`.
///
/// Refuses 400 `statement_unreadable`, `statement_invalid`.
pub fn read(file: &[u8], currency: Currency) -> Result<Vec<BankRow>> {
    let file = file.strip_prefix(b"\xef\xbb\xbf").unwrap_or(file);
    let mut reader = csv::ReaderBuilder::new().trim(csv::Trim::All).from_reader(file);
    let places = columns(reader.headers().map_err(|e| unreadable(&e))?)?;
    let mut rows =
        Reading { places, currency, rows: Vec::new(), wrong: Vec::new(), seen: HashMap::new(), ids: HashSet::new() };
    for record in reader.records() {
        let record = record.map_err(|e| unreadable(&e))?;
        if rows.rows.len() >= IMPORT_ROWS {
            let detail = format!("A statement may have at most {IMPORT_ROWS} rows: send it in parts.");
            return Err(Problem::malformed("statement_invalid", detail));
        }
        rows.add(&record);
    }
    if rows.wrong.is_empty() {
        return Ok(rows.rows);
    }
    let detail = "Some rows cannot be read; nothing was imported.";
    Err(Problem::malformed("statement_invalid", detail).with_errors(rows.wrong.into_iter().take(NAMED_PROBLEMS)))
}

fn unreadable(error: &csv::Error) -> Problem {
    let line = error.position().map(|p| format!(" in line {}", p.line())).unwrap_or_default();
    let detail = format!("This is not a CSV file in UTF-8 with as many cells in each row as in the first{line}.");
    Problem::malformed("statement_unreadable", detail)
}

/// The place of each column that the file has.
fn columns(header: &csv::StringRecord) -> Result<HashMap<&'static str, usize>> {
    let mut places = HashMap::new();
    let mut wrong = Vec::new();
    for (place, name) in header.iter().enumerate() {
        match COLUMNS.iter().find(|c| **c == name) {
            Some(column) if places.insert(*column, place).is_none() => {}
            Some(_) => wrong.push(bad(1, name, "twice", "this column is there twice")),
            None => wrong.push(bad(
                1,
                name,
                "unknown_column",
                "columns are booked_on, amount, reference, counterparty, bank_id",
            )),
        }
    }
    let missing = NEEDED.iter().filter(|c| !places.contains_key(**c));
    wrong.extend(missing.map(|c| bad(1, c, "missing_column", "this column is needed")));
    if wrong.is_empty() {
        return Ok(places);
    }
    Err(Problem::malformed("statement_invalid", "The header row is not right.").with_errors(wrong))
}

struct Reading {
    places: HashMap<&'static str, usize>,
    currency: Currency,
    rows: Vec<BankRow>,
    wrong: Vec<FieldProblem>,
    /// How often each content came so far.
    seen: HashMap<String, u32>,
    ids: HashSet<String>,
}

impl Reading {
    fn add(&mut self, record: &csv::StringRecord) {
        let line = record.position().map_or(0, csv::Position::line);
        let before = self.wrong.len();
        let cell = |column: &str| {
            let cell = self.places.get(column).and_then(|place| record.get(*place)).unwrap_or_default();
            unescape(cell).trim().to_owned()
        };
        let (booked_on, amount) = (cell("booked_on"), cell("amount"));
        let texts = [("reference", cell("reference"), LINE), ("counterparty", cell("counterparty"), NAME)];
        let bank_id = cell("bank_id");
        let day = booked_on.parse::<NaiveDate>();
        if day.is_err() {
            self.wrong.push(bad(line, "booked_on", "not_a_date", "write a date as 2026-03-31"));
        }
        let money = parse_amount(&amount, self.currency);
        if money.is_none() {
            let right = match self.currency.minor_digits() {
                0 => "write whole units without points, such as 12990 or -5000".to_owned(),
                digits => format!("write a number with at most {digits} decimals, such as 12990.50 or -50"),
            };
            self.wrong.push(bad(line, "amount", "not_an_amount", &right));
        }
        let mut read = Vec::with_capacity(2);
        for (column, text, longest) in texts {
            match Text::<0, LINE>::parse(&text) {
                Ok(text) if text.chars().count() <= longest => read.push(text.into_inner()),
                Ok(_) => {
                    self.wrong.push(bad(line, column, "too_long", &format!("may have at most {longest} characters")))
                }
                Err(error) => self.wrong.push(bad(line, column, error.code(), &error.to_string())),
            }
        }
        if bank_id.chars().count() > NAME {
            self.wrong.push(bad(line, "bank_id", "too_long", "may have at most 120 characters"));
        } else if !bank_id.is_empty() && !self.ids.insert(bank_id.clone()) {
            self.wrong.push(bad(line, "bank_id", "twice", "another row has the same number"));
        }
        let (Ok(booked_on), Some(amount), [reference, counterparty], true) =
            (day, money, read.as_slice(), before == self.wrong.len())
        else {
            return;
        };
        let content = format!("{booked_on}|{}|{reference}|{counterparty}", amount.0);
        let key = if bank_id.is_empty() {
            let nth = self.seen.entry(content.clone()).and_modify(|n| *n += 1).or_insert(1);
            format!("sha256:{}", hex::encode(Sha256::digest(format!("{content}|{nth}"))))
        } else {
            format!("id:{bank_id}")
        };
        let counterparty = (!counterparty.is_empty()).then(|| counterparty.clone());
        self.rows.push(BankRow { key, booked_on, amount, reference: reference.clone(), counterparty });
    }
}

fn bad(line: u64, column: &str, code: &str, detail: &str) -> FieldProblem {
    FieldProblem { pointer: format!("line {line}/{column}"), code: code.to_owned(), detail: detail.to_owned() }
}

/// Reads an amount with at most the decimals that its currency has, within what Minga takes; zero is none.
fn parse_amount(text: &str, currency: Currency) -> Option<Amount> {
    let (sign, figures) = match text.as_bytes().first()? {
        b'-' => (-1, text.get(1..)?),
        b'+' => (1, text.get(1..)?),
        _ => (1, text),
    };
    let (whole, part) = figures.split_once('.').unwrap_or((figures, ""));
    let digits = usize::try_from(currency.minor_digits()).ok()?;
    let has_point = figures.contains('.');
    let is_number = |s: &str| !s.is_empty() && s.bytes().all(|b| b.is_ascii_digit());
    if !is_number(whole) || whole.len() > 13 || (has_point && (!is_number(part) || part.len() > digits)) {
        return None;
    }
    let minor: i64 = format!("{whole}{part:0<digits$}").parse().ok()?;
    (minor > 0 && minor <= Amount::MAX).then_some(Amount(sign * minor))
}

#[cfg(test)]
#[path = "statement_tests.rs"]
mod tests;
