//! Typed access to the cells of one row. Each method returns the value, or adds an error and returns `None`, so that a
//! caller reads all cells of a row before it gives the row up, and a person sees all errors at once.

use chrono::NaiveDate;
use entities::values::{Amount, Currency};

use super::{
    decimal::parse_decimal,
    errors::{CsvError, RowError, RowErrors},
    formula::unescape,
    reader::{CsvFile, CsvRow},
};
use crate::platform::{
    http::{
        api_error::ApiError,
        dates::DateSpan,
        email::Email,
        text::{Prose, is_forbidden},
    },
    table::decimal,
};

/// Characters of a code.
const CODE: usize = 40;
/// Codes in one cell.
const TAGS: usize = 30;

/// Reads the cells of one row.
///
/// `Context` is what a caller needs to read cells of its own kinds, such as the codes that a cell may refer to.
pub struct RowReader<'a, Context = ()> {
    /// What the caller needs to read its own kinds of cells.
    pub context: Context,
    file: &'a CsvFile,
    row: &'a CsvRow,
    errors: &'a mut RowErrors,
}

impl<'a, Context> RowReader<'a, Context> {
    /// A reader of `row`, which belongs to `file`.
    pub fn new(file: &'a CsvFile, row: &'a CsvRow, context: Context, errors: &'a mut RowErrors) -> Self {
        Self { context, file, row, errors }
    }

    /// The text of the cell; `None` where it is empty.
    pub fn value(&self, column: &str) -> Option<String> {
        let cell = self.file.cell(self.row, column);
        (!cell.is_empty()).then(|| unescape(cell).to_owned())
    }

    /// Adds an error about a cell. Always returns `None`.
    pub fn reject<T>(&mut self, column: &str, error: &impl ApiError) -> Option<T> {
        self.errors.push(RowError::new(self.file.name.as_str(), self.row.line, column, error));
        None
    }

    /// The number in the cell, which must not be empty, with a point before its decimals.
    fn number(&mut self, column: &str) -> Option<String> {
        let value = self.required(column)?;
        let has_comma = self.file.decimal_comma && !value.contains('.') && value.matches(',').count() == 1;
        Some(if has_comma { value.replace(',', ".") } else { value })
    }

    /// The text of the cell, which must not be empty.
    pub fn required(&mut self, column: &str) -> Option<String> {
        let value = self.value(column);
        value.or_else(|| self.reject(column, &CsvError::Required))
    }

    /// The result of `read`, or `Some(None)` where the cell is empty.
    pub fn optional<T>(
        &mut self,
        column: &'static str,
        read: impl FnOnce(&mut Self, &'static str) -> Option<T>,
    ) -> Option<Option<T>> {
        if self.value(column).is_none() { Some(None) } else { read(self, column).map(Some) }
    }

    /// The result of `read`, or `default` where the cell is empty.
    pub fn optional_or<T>(
        &mut self,
        column: &'static str,
        default: T,
        read: impl FnOnce(&mut Self, &'static str) -> Option<T>,
    ) -> Option<T> {
        if self.value(column).is_none() { Some(default) } else { read(self, column) }
    }

    fn prose<const MAX: usize, const LINES: bool, const PRINTED: bool>(&mut self, column: &str) -> Option<String> {
        let value = self.required(column)?;
        if PRINTED && is_placeholder(&value) {
            return self.reject(column, &CsvError::ValueNotShown { shown: value });
        }
        self.parse_prose::<MAX, LINES, PRINTED>(column, &value)
    }

    fn parse_prose<const MAX: usize, const LINES: bool, const PRINTED: bool>(
        &mut self,
        column: &str,
        value: &str,
    ) -> Option<String> {
        match Prose::<1, MAX, LINES, PRINTED>::parse(value) {
            Ok(text) => Some(text.into_inner()),
            Err(error) => self.reject(column, &CsvError::from(error)),
        }
    }

    /// A text of 1 to `MAX` characters on one line, which documents may show.
    pub fn text<const MAX: usize>(&mut self, column: &'static str) -> Option<String> {
        self.prose::<MAX, false, true>(column)
    }

    /// A text of 1 to `MAX` characters on one line, which no document shows: what another system wrote.
    pub fn free_text<const MAX: usize>(&mut self, column: &'static str) -> Option<String> {
        self.prose::<MAX, false, false>(column)
    }

    /// As [`Self::free_text`], of something that is known by it. An apostrophe before a number is that of a spreadsheet
    /// program, which marks a text with it.
    pub fn identifier<const MAX: usize>(&mut self, column: &'static str) -> Option<String> {
        match self.value(column) {
            Some(shown) if is_placeholder(&shown) => self.reject(column, &CsvError::ValueNotShown { shown }),
            _ => {
                let text = self.free_text::<MAX>(column)?;
                if text.contains(is_invisible) {
                    return self.reject(column, &CsvError::ControlCharacter);
                }
                let number = text.strip_prefix('\'').filter(|rest| rest.starts_with(|c: char| c.is_ascii_digit()));
                Some(number.map_or_else(|| text.clone(), str::to_owned))
            }
        }
    }

    /// As [`Self::free_text`]; the cell may be empty.
    pub fn optional_free_text<const MAX: usize>(&mut self, column: &'static str) -> Option<Option<String>> {
        self.optional(column, |row, column| row.free_text::<MAX>(column))
    }

    /// As [`Self::optional_free_text`]; a line break is a space.
    pub fn optional_folded_text<const MAX: usize>(&mut self, column: &'static str) -> Option<Option<String>> {
        self.optional(column, |row, column| {
            let value = row.required(column)?.replace("\r\n", " ").replace(['\r', '\n'], " ");
            row.parse_prose::<MAX, false, false>(column, &value)
        })
    }

    /// As [`Self::text`]; the cell may be empty.
    pub fn optional_text<const MAX: usize>(&mut self, column: &'static str) -> Option<Option<String>> {
        self.optional(column, |row, column| row.text::<MAX>(column))
    }

    /// A text of several lines and at most `MAX` characters; the cell may be empty.
    pub fn optional_multiline<const MAX: usize>(&mut self, column: &'static str) -> Option<Option<String>> {
        self.optional(column, |row, column| row.prose::<MAX, true, false>(column))
    }

    /// A code: a text of at most 40 characters on one line.
    pub fn code(&mut self, column: &'static str) -> Option<String> {
        self.text::<CODE>(column)
    }

    /// One word of the closed list `words`, converted by `parse`.
    pub fn one_of<T>(&mut self, column: &'static str, words: &[&str], parse: impl Fn(&str) -> Option<T>) -> Option<T> {
        let value = self.required(column)?;
        let found = parse(&value);
        found.or_else(|| {
            self.reject(
                column,
                &CsvError::UnknownWord { allowed: words.iter().map(|word| (*word).to_owned()).collect() },
            )
        })
    }

    /// `yes` or `no`.
    pub fn yes_no(&mut self, column: &'static str) -> Option<bool> {
        self.one_of(column, &["yes", "no"], |word| match word {
            "yes" => Some(true),
            "no" => Some(false),
            _ => None,
        })
    }

    /// A whole number from `min` to `max`.
    pub fn integer(&mut self, column: &'static str, min: i64, max: i64) -> Option<i64> {
        let value = self.required(column)?;
        let digits = value.strip_prefix('-').unwrap_or(&value);
        let number = digits.bytes().all(|b| b.is_ascii_digit()).then(|| value.parse().ok()).flatten();
        match number {
            Some(number) if (min..=max).contains(&number) => Some(number),
            Some(_) => self.reject(column, &CsvError::NumberOutOfRange { minimum: min, maximum: max }),
            None => self.reject(column, &CsvError::NotANumber),
        }
    }

    /// As [`Self::integer`], for numbers that are stored as `i32`.
    pub fn small_integer(&mut self, column: &'static str, min: i32, max: i32) -> Option<i32> {
        self.integer(column, min.into(), max.into()).and_then(|number| i32::try_from(number).ok())
    }

    /// An amount of `currency` from `min` minor units up, with no more decimals than the currency has.
    pub fn amount(&mut self, column: &'static str, currency: Currency, min: i64) -> Option<Amount> {
        let value = self.number(column)?;
        let digits = currency.minor_digits();
        let Some(units) = parse_decimal(&value, digits) else {
            return self.reject(column, &not_an_amount(currency));
        };
        if !(min..=Amount::MAX).contains(&units) {
            let (minimum, maximum) = (decimal(min, digits), decimal(Amount::MAX, digits));
            return self.reject(column, &CsvError::AmountOutOfRange { minimum, maximum });
        }
        Some(Amount(units))
    }

    /// An amount of `currency` that may be negative or have a plus sign, such as of an account.
    pub fn signed_amount(&mut self, column: &'static str, currency: Currency) -> Option<Amount> {
        let value = self.number(column)?;
        parse_signed_amount(&value, currency).or_else(|| self.reject(column, &not_an_amount(currency)))
    }

    /// A percentage from 0 to 100 with at most two decimals, in basis points.
    pub fn percent(&mut self, column: &'static str) -> Option<i32> {
        let value = self.number(column)?;
        let bps = parse_decimal(&value, 2).and_then(|bps| i32::try_from(bps).ok());
        let bps = bps.filter(|bps| (0..=10_000).contains(bps));
        bps.or_else(|| self.reject(column, &CsvError::NotAPercentage))
    }

    /// A date such as `2026-03-31`, within the span of its field.
    pub fn date(&mut self, column: &'static str, span: DateSpan) -> Option<NaiveDate> {
        let value = self.required(column)?;
        span.parse(&value).map_err(|error| self.reject::<()>(column, &CsvError::from(error))).ok()
    }

    /// An e-mail address.
    pub fn email(&mut self, column: &'static str) -> Option<String> {
        let value = self.required(column)?;
        let email = Email::parse(&value).ok().map(Email::into_inner);
        email.or_else(|| self.reject(column, &CsvError::InvalidEmail))
    }

    /// Codes with spaces between them; the cell may be empty.
    pub fn tags(&mut self, column: &'static str) -> Option<Vec<String>> {
        let value = self.value(column).unwrap_or_default();
        let tags: Vec<String> = value.split_whitespace().map(str::to_owned).collect();
        if tags.len() > TAGS || tags.iter().any(|tag| tag.chars().count() > CODE || tag.chars().any(is_forbidden)) {
            return self.reject(column, &CsvError::TooManyTags { codes: TAGS, maximum: CODE });
        }
        Some(tags)
    }
}

/// Whether a spreadsheet program shows this instead of a value: an error of a formula, a column that is too narrow, or a
/// long number in scientific notation, of which the last figures are lost.
fn is_placeholder(text: &str) -> bool {
    let error = text.strip_prefix('#').is_some_and(|rest| rest == "N/A" || rest == "N/D" || rest.ends_with(['!', '?']));
    let narrow = text.len() > 2 && text.bytes().all(|byte| byte == b'#');
    let scientific = text.split_once(['E', 'e']).is_some_and(|(number, exponent)| {
        let mut digits = number.bytes();
        let begins = digits.next().is_some_and(|byte| byte.is_ascii_digit());
        let point = digits.next().is_none_or(|byte| matches!(byte, b'.' | b','));
        let exponent = exponent.strip_prefix('+').unwrap_or_default();
        begins
            && point
            && digits.all(|b| b.is_ascii_digit())
            && (2..=3).contains(&exponent.len())
            && exponent.bytes().all(|b| b.is_ascii_digit())
    });
    error || narrow || scientific
}

/// Characters that nobody sees, so that two identifiers look alike.
fn is_invisible(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2060}'..='\u{2064}')
}

fn not_an_amount(currency: Currency) -> CsvError {
    let digits = currency.minor_digits();
    CsvError::NotAnAmount { currency: currency.code(), digits, example: decimal(1290, digits) }
}

/// Zero may have any decimals, with a point or a comma: it can be nothing else.
fn parse_signed_amount(text: &str, currency: Currency) -> Option<Amount> {
    let number = match text.strip_prefix('+') {
        Some(number) if number.starts_with('-') => return None,
        Some(number) => number,
        None => text,
    };
    let is_zero = number.contains('0') && number.trim_start_matches('-').chars().all(|c| matches!(c, '0' | '.' | ','));
    let units = if is_zero { 0 } else { parse_decimal(number, currency.minor_digits())? };
    (-Amount::MAX..=Amount::MAX).contains(&units).then_some(Amount(units))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::platform::csv::{Column, required};

    #[test]
    fn decimals_may_have_a_comma_where_it_divides_no_cells() {
        const COLUMNS: &[Column] = &[required("amount", ""), required("rate", "")];
        let read = |text: &str| {
            let mut errors = RowErrors::new(10);
            let file = CsvFile::read("", text.as_bytes(), COLUMNS, 10, &mut errors).unwrap();
            let mut row = RowReader::new(&file, &file.rows()[0], (), &mut errors);
            (row.amount("amount", Currency::Usd, 0), row.percent("rate"))
        };
        assert_eq!(read("amount;rate\n12,9;31,5\n"), (Some(Amount(1290)), Some(3150)));
        assert_eq!(read("amount\trate\n12.90\t19\n"), (Some(Amount(1290)), Some(1900)));
        assert_eq!(read("amount,rate\n\"12,9\",\"31,5\"\n"), (None, None));
        assert_eq!(read("amount;rate\n1.290,5;1,290\n"), (None, None));
    }

    #[test]
    fn what_a_spreadsheet_shows_instead_of_a_value_is_no_text() {
        for shown in
            ["#REF!", "#¡VALOR!", "#¿NOMBRE?", "#N/A", "#N/D", "########", "1,23457E+11", "2.02612E+11", "1E+05"]
        {
            assert!(is_placeholder(shown), "{shown}");
        }
        for text in ["#1", "# 12", "#", "1E5", "E+05", "12E+05", "1,5", "A1E+05", "1,2E+5a", "1,2E-05", "#lodge"] {
            assert!(!is_placeholder(text), "{text}");
        }
    }

    #[test]
    fn signed_amounts_have_the_decimals_of_their_currency() {
        for (text, want) in
            [("12990.5", Some(1_299_050)), ("-0.05", Some(-5)), ("+7", Some(700)), ("1.234", None), ("1.", None)]
        {
            assert_eq!(parse_signed_amount(text, Currency::Usd), want.map(Amount), "{text}");
        }
        for text in ["", "-", "+-5", "1,5", "1e3", "12.990", "10000000000000", "٣", " 5", "+-0", "-", ".", "0x"] {
            assert_eq!(parse_signed_amount(text, Currency::Clp), None, "{text}");
        }
        for text in ["0", "-0", "+0", "0.00", "0,00", "0.000,00"] {
            assert_eq!(parse_signed_amount(text, Currency::Clp), Some(Amount::ZERO), "{text}");
        }
    }
}
