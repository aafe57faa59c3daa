//! One row's cells and what they mean: texts, codes, numbers, money, dates. Each question answers the value, or writes
//! down what is wrong and answers nothing; all cells of a row are asked before it is given up.

use chrono::{DateTime, NaiveDate, NaiveDateTime, SecondsFormat, Utc};
use chrono_tz::Tz;
use entities::values::{Amount, Currency, parse_rut};
use uuid::Uuid;

use super::{
    codes::{Codes, Known},
    fault::{Fault, Faults},
    kind::Kind,
    sheet::{Row, Sheet},
};
use crate::{
    cycles,
    platform::{
        http::{
            email::Email,
            text::{Prose, is_forbidden},
        },
        table::{decimal, unescape},
    },
};

/// Characters of a code.
const CODE: usize = 40;

/// The cells of one row.
pub struct Cells<'a> {
    /// The file.
    pub sheet: &'a Sheet,
    /// The row.
    pub row: &'a Row,
    pub(super) codes: &'a Codes,
    pub(super) faults: &'a mut Faults,
    pub(super) currency: Currency,
    pub(super) zone: Tz,
}

impl Cells<'_> {
    /// What the cell says; none where it is empty.
    pub fn given(&self, column: &str) -> Option<String> {
        let cell = self.sheet.cell(self.row, column);
        (!cell.is_empty()).then(|| unescape(cell).to_owned())
    }

    /// Writes down that a cell is wrong.
    pub fn wrong<T>(&mut self, column: &str, code: &str, detail: impl Into<String>) -> Option<T> {
        self.faults.push(Fault {
            file: self.sheet.file.clone(),
            line: self.row.line,
            column: column.to_owned(),
            code: code.to_owned(),
            detail: detail.into(),
        });
        None
    }

    fn needed(&mut self, column: &str) -> Option<String> {
        let given = self.given(column);
        given.or_else(|| self.wrong(column, "required", "Fill this cell."))
    }

    /// What `read` makes of a cell that may be empty: `Some(None)` where it is, `None` where it is wrong.
    pub fn maybe<T>(
        &mut self,
        column: &'static str,
        read: impl FnOnce(&mut Self, &'static str) -> Option<T>,
    ) -> Option<Option<T>> {
        if self.given(column).is_none() { Some(None) } else { read(self, column).map(Some) }
    }

    /// What `read` makes of a cell, or `default` where it is empty.
    pub fn or<T>(
        &mut self,
        column: &'static str,
        default: T,
        read: impl FnOnce(&mut Self, &'static str) -> Option<T>,
    ) -> Option<T> {
        if self.given(column).is_none() { Some(default) } else { read(self, column) }
    }

    fn prose<const MAX: usize, const LINES: bool>(&mut self, column: &str) -> Option<String> {
        let given = self.needed(column)?;
        match Prose::<1, MAX, LINES>::parse(&given) {
            Ok(text) => Some(text.into_inner()),
            Err(error) => self.wrong(column, error.code(), format!("It {error}.")),
        }
    }

    /// A text on one line.
    pub fn text<const MAX: usize>(&mut self, column: &'static str) -> Option<String> {
        self.prose::<MAX, false>(column)
    }

    /// A text that may be empty.
    pub fn maybe_text<const MAX: usize>(&mut self, column: &'static str) -> Option<Option<String>> {
        self.maybe(column, |cells, column| cells.text::<MAX>(column))
    }

    /// A text of several lines that may be empty.
    pub fn maybe_lines<const MAX: usize>(&mut self, column: &'static str) -> Option<Option<String>> {
        self.maybe(column, |cells, column| cells.prose::<MAX, true>(column))
    }

    /// A code: a short text on one line.
    pub fn code(&mut self, column: &'static str) -> Option<String> {
        self.text::<CODE>(column)
    }

    /// The thing with this code.
    pub fn refer<T: From<Uuid>>(&mut self, column: &'static str, kind: Kind) -> Option<T> {
        let code = self.needed(column)?;
        self.thing(column, kind, &code)
    }

    /// The thing of this code, which another column may have given.
    pub fn thing<T: From<Uuid>>(&mut self, column: &'static str, kind: Kind, code: &str) -> Option<T> {
        match self.codes.look_up(kind, code) {
            Known::Thing(id) => Some(id.into()),
            Known::Spoiled => None,
            Known::Nobody => {
                let file = kind.file();
                let detail = format!("`{code}` is neither in the installation nor in {file}.");
                self.wrong(column, "unknown_code", detail)
            }
        }
    }

    /// One word of a closed list.
    pub fn word<T>(&mut self, column: &'static str, words: &[&str], read: impl Fn(&str) -> Option<T>) -> Option<T> {
        let given = self.needed(column)?;
        let found = read(&given);
        found.or_else(|| self.wrong(column, "unknown_word", format!("Write one of {}.", words.join(", "))))
    }

    /// Yes or no.
    pub fn yes(&mut self, column: &'static str) -> Option<bool> {
        self.word(column, &["yes", "no"], |word| match word {
            "yes" => Some(true),
            "no" => Some(false),
            _ => None,
        })
    }

    /// A whole number from `least` to `most`.
    pub fn whole(&mut self, column: &'static str, least: i64, most: i64) -> Option<i64> {
        let given = self.needed(column)?;
        let figures = given.strip_prefix('-').unwrap_or(&given);
        let number = figures.bytes().all(|b| b.is_ascii_digit()).then(|| given.parse().ok()).flatten();
        match number {
            Some(number) if (least..=most).contains(&number) => Some(number),
            Some(_) => self.wrong(column, "out_of_range", format!("Write a number from {least} to {most}.")),
            None => self.wrong(column, "not_a_number", "Write a whole number in figures only."),
        }
    }

    /// As [`Self::whole`], for what is kept small.
    pub fn small(&mut self, column: &'static str, least: i32, most: i32) -> Option<i32> {
        self.whole(column, least.into(), most.into()).and_then(|number| i32::try_from(number).ok())
    }

    /// An amount of the installation's currency, of at least `least` minor units, with no more decimals than it has.
    pub fn money(&mut self, column: &'static str, least: i64) -> Option<Amount> {
        let given = self.needed(column)?;
        let digits = self.currency.minor_digits();
        let Some(units) = read_decimal(&given, digits) else {
            let (code, sample) = (self.currency.code(), decimal(1290, digits));
            let detail =
                format!("Write an amount of {code} with a point and at most {digits} decimals, such as {sample}.");
            return self.wrong(column, "not_an_amount", detail);
        };
        if !(least..=Amount::MAX).contains(&units) {
            let (least, most) = (decimal(least, digits), decimal(Amount::MAX, digits));
            return self.wrong(column, "out_of_range", format!("Write an amount from {least} to {most}."));
        }
        Some(Amount(units))
    }

    /// A percentage from 0 to 100 with at most two decimals, in basis points.
    pub fn percent(&mut self, column: &'static str) -> Option<i32> {
        let given = self.needed(column)?;
        let read = read_decimal(&given, 2).and_then(|bps| i32::try_from(bps).ok());
        match read.filter(|bps| (0..=10_000).contains(bps)) {
            Some(bps) => Some(bps),
            None => self.wrong(column, "not_a_percentage", "Write a percentage from 0 to 100, such as 19 or 31.5."),
        }
    }

    /// A date.
    pub fn date(&mut self, column: &'static str) -> Option<NaiveDate> {
        let given = self.needed(column)?;
        let date = NaiveDate::parse_from_str(&given, "%Y-%m-%d").ok().filter(|_| given.len() == 10);
        date.or_else(|| self.wrong(column, "not_a_date", "Write a date as 2026-03-31."))
    }

    /// An instant: with its offset, or as the clocks of the cooperative's zone show it.
    pub fn instant(&mut self, column: &'static str) -> Option<DateTime<Utc>> {
        let given = self.needed(column)?;
        if let Ok(instant) = DateTime::parse_from_rfc3339(&given) {
            return Some(instant.with_timezone(&Utc));
        }
        let wall = NaiveDateTime::parse_from_str(&given, "%Y-%m-%d %H:%M");
        match wall {
            Ok(wall) => Some(cycles::instant(self.zone, wall.date(), wall.time())),
            Err(_) => self.wrong(column, "not_an_instant", "Write 2026-03-31 18:00, or 2026-03-31T21:00:00Z."),
        }
    }

    /// An e-mail address.
    pub fn email(&mut self, column: &'static str) -> Option<String> {
        let given = self.needed(column)?;
        match Email::parse(&given) {
            Ok(email) => Some(email.into_inner()),
            Err(error) => self.wrong(column, "invalid_email", format!("It {error}.")),
        }
    }

    /// A number of taxpayer: in Chile a RUT, in its plain form.
    pub fn tax_id(&mut self, column: &'static str) -> Option<String> {
        let given = self.text::<20>(column)?;
        if self.currency != Currency::Clp {
            return Some(given);
        }
        let rut = parse_rut(&given);
        rut.or_else(|| self.wrong(column, "rut_invalid", "The check digit of this RUT is not right."))
    }

    /// Short codes with blanks between them.
    pub fn tags(&mut self, column: &'static str) -> Option<Vec<String>> {
        let given = self.given(column).unwrap_or_default();
        let tags: Vec<String> = given.split_whitespace().map(str::to_owned).collect();
        if tags.len() > 30 || tags.iter().any(|tag| tag.chars().count() > CODE || tag.chars().any(is_forbidden)) {
            return self.wrong(column, "too_long", format!("Write at most 30 codes of at most {CODE} characters."));
        }
        Some(tags)
    }
}

/// An instant as a file holds it.
pub fn instant(at: DateTime<Utc>) -> String {
    at.to_rfc3339_opts(SecondsFormat::AutoSi, true)
}

/// A decimal number in units of the last of `digits` decimals, read exactly; none where it is none, or has more.
fn read_decimal(text: &str, digits: u32) -> Option<i64> {
    let (negative, figures) = text.strip_prefix('-').map_or((false, text), |figures| (true, figures));
    let (whole, part) = figures.split_once('.').unwrap_or((figures, ""));
    let places = usize::try_from(digits).ok()?;
    let plain = |figures: &str| figures.bytes().all(|b| b.is_ascii_digit());
    let pointed = figures.contains('.');
    if whole.is_empty() || !plain(whole) || !plain(part) || part.len() > places || pointed && part.is_empty() {
        return None;
    }
    let units: i64 = format!("{whole}{part:0<places$}").parse().ok()?;
    Some(if negative { -units } else { units })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn decimals_are_read_exactly_or_not_at_all() {
        for (text, digits, want) in
            [("12.90", 2, Some(1290)), ("12.9", 2, Some(1290)), ("12", 2, Some(1200)), ("-0.05", 2, Some(-5))]
        {
            assert_eq!(read_decimal(text, digits), want, "{text}");
        }
        for text in ["", ".", "1.", ".5", "1.234", "1,5", "1e3", " 1", "--1", "+1", "1.-5", "99999999999999999999"] {
            assert_eq!(read_decimal(text, 2), None, "{text}");
        }
        assert_eq!(read_decimal("12.5", 0), None);
    }

    proptest! {
        #[test]
        fn what_an_export_writes_is_read_again(units in any::<i64>(), digits in 0_u32..4) {
            prop_assume!(units != i64::MIN);
            prop_assert_eq!(read_decimal(&decimal(units, digits), digits), Some(units));
        }
    }
}
