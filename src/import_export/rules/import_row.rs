//! Cells that only imports have: references to other records, money of the installation, instants and tax ids.

use chrono::{DateTime, NaiveDate, NaiveDateTime, Utc};
use chrono_tz::Tz;
use entities::values::{Amount, Currency, parse_rut};
use uuid::Uuid;

use super::{
    code_index::{CodeIndex, CodeState},
    file_kind::FileKind,
};
use crate::{
    import_export::errors::ImportError,
    platform::{
        csv::{CsvError, RowReader},
        http::dates::{CycleInstant, DateError, Spanned},
        local_time,
    },
};

/// What the cells of an import are read with.
#[derive(Clone, Copy)]
pub struct ImportContext<'a> {
    /// The codes that cells may refer to.
    pub codes: &'a CodeIndex,
    /// Currency of the installation.
    pub currency: Currency,
    /// Time zone of the installation.
    pub zone: Tz,
    /// The cooperative's day of the import.
    pub today: NaiveDate,
}

/// A reader of one row of an import.
pub type ImportRow<'a> = RowReader<'a, ImportContext<'a>>;

impl ImportRow<'_> {
    /// The id of the record whose code is in the cell.
    pub fn reference<T: From<Uuid>>(&mut self, column: &'static str, kind: FileKind) -> Option<T> {
        let code = self.required(column)?;
        self.reference_to(column, kind, &code)
    }

    /// The id of the record with this code. Errors name `column`.
    pub fn reference_to<T: From<Uuid>>(&mut self, column: &'static str, kind: FileKind, code: &str) -> Option<T> {
        match self.context.codes.get(kind, code) {
            CodeState::Exists(id) => Some(id.into()),
            CodeState::Invalid => None,
            CodeState::Unknown => {
                if let Some(stored) = self.context.codes.with_lost_zeros(kind, code) {
                    let stored = stored.to_owned();
                    return self.reject(column, &CsvError::LeadingZerosLost { stored });
                }
                let (code, file) = (code.to_owned(), kind.file_name());
                self.reject(column, &ImportError::UnknownCode { code, file })
            }
        }
    }

    /// An amount of the installation's currency of at least `min` minor units.
    pub fn money(&mut self, column: &'static str, min: i64) -> Option<Amount> {
        let currency = self.context.currency;
        self.amount(column, currency, min)
    }

    /// A date within the span of the field `F`.
    pub fn date_of<F: Spanned>(&mut self, column: &'static str) -> Option<NaiveDate> {
        self.date(column, F::span(self.context.today))
    }

    /// An instant of a cycle: with its offset (RFC 3339), or local time of the installation such as `2026-03-31 18:00`.
    pub fn instant(&mut self, column: &'static str) -> Option<DateTime<Utc>> {
        let value = self.required(column)?;
        let span = CycleInstant::span(self.context.today);
        let local = NaiveDateTime::parse_from_str(&value, "%Y-%m-%d %H:%M").ok().filter(|_| value.len() == 16);
        let read = match local {
            Some(local) => {
                span.check(local.date()).map(|day| local_time::instant(self.context.zone, day, local.time()))
            }
            None => span.parse_instant(&value),
        };
        match read {
            Ok(instant) => Some(instant),
            Err(DateError::Malformed) => self.reject(column, &ImportError::NotAnInstant),
            Err(error) => self.reject(column, &CsvError::from(error)),
        }
    }

    /// The CUT code of a comuna, five digits in Chile; the cell may be empty.
    pub fn comuna_code(&mut self, column: &'static str) -> Option<Option<String>> {
        let code = self.optional_text::<5>(column)?;
        match code {
            Some(code) if self.context.currency == Currency::Clp && code.len() == 4 && code.parse::<u32>().is_ok() => {
                self.reject(column, &CsvError::LeadingZerosLost { stored: format!("0{code}") })
            }
            code => Some(code),
        }
    }

    /// A tax id: in Chile a RUT with its check digit, returned in its plain form.
    pub fn tax_id(&mut self, column: &'static str) -> Option<String> {
        let value = self.text::<20>(column)?;
        if self.context.currency != Currency::Clp {
            return Some(value);
        }
        parse_rut(&value).or_else(|| self.reject(column, &ImportError::WrongCheckDigit))
    }
}
