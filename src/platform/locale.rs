//! Texts that people read, from the message files in `locales/<language>/<slice>.ftl` (Project Fluent).
//!
//! The files are embedded in the program. `localize!` names a message and its variables; `tests/locales.rs` checks
//! that each message that the code names exists in every language with exactly these variables, and that no message is
//! unused. Numbers, money and dates in a message are written by [`platform::format`](super::format):
//! `{ DATETIME($day, dateStyle: "full") }` chooses how a date is written.

use std::{any::Any, borrow::Cow, collections::HashMap, sync::LazyLock};

use chrono::{DateTime, NaiveDate};
use chrono_tz::Tz;
use entities::values::{Language, Money};
use fluent_bundle::{
    FluentArgs, FluentResource, FluentValue,
    concurrent::FluentBundle,
    types::{AnyEq, FluentType},
};
use rust_embed::RustEmbed;
use sea_orm::Iterable;
use serde_json::Value;

use super::{
    format::{self, DateStyle},
    http::api_error::Params,
};

/// The language of documents and of the descriptions in the ledger, which all readers share.
pub const SHARED_LANGUAGE: Language = Language::Es;

/// [`SHARED_LANGUAGE`] as the default of a parameter.
pub fn shared_language() -> Language {
    SHARED_LANGUAGE
}

type Bundle = FluentBundle<FluentResource>;

#[derive(RustEmbed)]
#[folder = "locales/"]
struct MessageFiles;

/// The text of a message, or of one of its attributes, with these variables.
///
/// ```ignore
/// localize!(texts, "document-filed.subject", name = &invoice.name, total = invoice.total)
/// ```
macro_rules! localize {
    ($localizer:expr, $key:literal $(, $name:ident = $value:expr)* $(,)?) => {
        $crate::platform::locale::Localizer::text(
            $localizer,
            $key,
            &[$((stringify!($name), $crate::platform::locale::Arg::from($value))),*],
        )
    };
}

pub(crate) use localize;

/// The value of a message's variable.
#[derive(Clone, Debug, PartialEq)]
pub enum Arg<'a> {
    /// Text, inserted unchanged. A message can select a variant by it.
    Text(Cow<'a, str>),
    /// A whole number. A message can select a plural form by it.
    Number(i64),
    /// An amount of money.
    Money(Money),
    /// A calendar date, written long unless the message chooses another style.
    Date(NaiveDate),
    /// An instant in the cooperative's zone.
    Instant(DateTime<Tz>),
}

impl<'a> From<&'a str> for Arg<'a> {
    fn from(text: &'a str) -> Self {
        Self::Text(text.into())
    }
}

impl<'a> From<&'a String> for Arg<'a> {
    fn from(text: &'a String) -> Self {
        Self::Text(text.as_str().into())
    }
}

impl From<String> for Arg<'_> {
    fn from(text: String) -> Self {
        Self::Text(text.into())
    }
}

impl From<i64> for Arg<'_> {
    fn from(number: i64) -> Self {
        Self::Number(number)
    }
}

impl From<usize> for Arg<'_> {
    fn from(number: usize) -> Self {
        Self::Number(i64::try_from(number).unwrap_or(i64::MAX))
    }
}

impl From<Money> for Arg<'_> {
    fn from(money: Money) -> Self {
        Self::Money(money)
    }
}

impl From<NaiveDate> for Arg<'_> {
    fn from(date: NaiveDate) -> Self {
        Self::Date(date)
    }
}

impl From<DateTime<Tz>> for Arg<'_> {
    fn from(at: DateTime<Tz>) -> Self {
        Self::Instant(at)
    }
}

/// The messages of one language.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Localizer {
    language: Language,
}

impl Localizer {
    /// The messages of the language that all readers share, for documents and the ledger.
    pub const SHARED: Self = Self::new(SHARED_LANGUAGE);

    /// The messages of `language`.
    pub const fn new(language: Language) -> Self {
        Self { language }
    }

    /// The language.
    pub fn language(self) -> Language {
        self.language
    }

    /// The text of a message (`units`) or of its attribute (`document-filed.subject`) with these variables.
    ///
    /// A message that does not exist is logged, and its key is returned. Write `localize!`, which is checked.
    pub fn text(self, key: &str, args: &[(&str, Arg<'_>)]) -> String {
        self.find(key, args).unwrap_or_else(|| {
            tracing::error!(key, language = self.language.word(), "a message is missing");
            key.to_owned()
        })
    }

    /// As [`Localizer::text`], for a message or attribute that may be absent.
    pub fn find(self, key: &str, args: &[(&str, Arg<'_>)]) -> Option<String> {
        let (id, attribute) = key.split_once('.').map_or((key, None), |(id, attribute)| (id, Some(attribute)));
        let bundle = BUNDLES.get(&self.language)?;
        let message = bundle.get_message(id)?;
        let pattern = match attribute {
            Some(name) => message.get_attribute(name)?.value(),
            None => message.value()?,
        };
        let mut values = FluentArgs::with_capacity(args.len());
        for (name, arg) in args {
            values.set(*name, self.value(arg));
        }
        let mut errors = Vec::new();
        let text = bundle.format_pattern(pattern, Some(&values), &mut errors).into_owned();
        if !errors.is_empty() {
            tracing::error!(key, ?errors, "a message cannot be formatted");
        }
        Some(text)
    }

    /// The sentence for an error by its stable code and parameters, or none. In English there is none: the sentence is
    /// the `detail` that the error itself has.
    pub fn error(self, code: &str, params: &Params) -> Option<String> {
        let args: Vec<(&str, Arg<'_>)> =
            params.iter().filter_map(|(name, value)| Some((name.as_str(), arg_of_param(value)?))).collect();
        self.find(&format!("error-{code}"), &args)
    }

    fn value<'a>(self, arg: &'a Arg<'_>) -> FluentValue<'a> {
        let date = |date, time| FluentValue::Custom(Box::new(DateValue { language: self.language, date, time }));
        match arg {
            Arg::Text(text) => FluentValue::from(text.as_ref()),
            Arg::Number(number) => FluentValue::from(*number),
            Arg::Money(money) => FluentValue::from(format::money(self.language, *money)),
            Arg::Date(day) => date(*day, String::new()),
            Arg::Instant(at) => date(at.date_naive(), format::time(*at)),
        }
    }
}

/// The parameter of an error as a message's variable; none for what no sentence can hold, such as an object.
fn arg_of_param(value: &Value) -> Option<Arg<'_>> {
    match value {
        Value::String(text) => match text.parse::<NaiveDate>() {
            Ok(date) => Some(Arg::Date(date)),
            Err(_) => Some(Arg::from(text)),
        },
        Value::Number(number) => number.as_i64().map(Arg::Number),
        Value::Array(values) => {
            let words: Vec<&str> = values.iter().filter_map(Value::as_str).collect();
            Some(Arg::from(words.join(", ")))
        }
        Value::Object(_) => serde_json::from_value::<Money>(value.clone()).ok().map(Arg::Money),
        Value::Null | Value::Bool(_) => None,
    }
}

/// A date as Fluent carries it, with the time of day where it is known.
#[derive(Clone, Debug, PartialEq)]
struct DateValue {
    language: Language,
    date: NaiveDate,
    time: String,
}

impl DateValue {
    fn format(&self, style: DateStyle) -> String {
        format::date(self.language, self.date, style)
    }
}

impl FluentType for DateValue {
    fn duplicate(&self) -> Box<dyn FluentType + Send> {
        Box::new(self.clone())
    }

    fn as_string(&self, _: &intl_memoizer::IntlLangMemoizer) -> Cow<'static, str> {
        self.format(DateStyle::Long).into()
    }

    fn as_string_threadsafe(&self, _: &intl_memoizer::concurrent::IntlLangMemoizer) -> Cow<'static, str> {
        self.format(DateStyle::Long).into()
    }
}

/// Fluent's function `DATETIME`: `dateStyle` is `long` or `full`; with `timeStyle` it is the time of day.
fn datetime<'a>(positional: &[FluentValue<'a>], named: &FluentArgs<'_>) -> FluentValue<'a> {
    let Some(FluentValue::Custom(value)) = positional.first() else { return FluentValue::Error };
    let any: &dyn Any = AnyEq::as_any(value.as_ref());
    let Some(value) = any.downcast_ref::<DateValue>() else { return FluentValue::Error };
    if named.get("timeStyle").is_some() {
        return FluentValue::from(value.time.clone());
    }
    let style = match named.get("dateStyle") {
        Some(FluentValue::String(style)) if style == "full" => DateStyle::Full,
        _ => DateStyle::Long,
    };
    FluentValue::from(value.format(style))
}

static BUNDLES: LazyLock<HashMap<Language, Bundle>> =
    LazyLock::new(|| Language::iter().map(|language| (language, load(language))).collect());

fn load(language: Language) -> Bundle {
    let mut bundle = FluentBundle::new_concurrent(vec![language.word().parse().unwrap_or_default()]);
    // The isolation marks are for texts of mixed direction; mail programs and PDF readers would show them.
    bundle.set_use_isolating(false);
    bundle.set_formatter(Some(match language {
        Language::Es => |value, _| format_number(Language::Es, value),
        Language::En => |value, _| format_number(Language::En, value),
    }));
    if let Err(error) = bundle.add_function("DATETIME", datetime) {
        tracing::error!(%error, "the message function DATETIME cannot be added");
    }
    let folder = format!("{}/", language.word());
    for path in MessageFiles::iter().filter(|path| path.starts_with(&folder)) {
        let Some(file) = MessageFiles::get(&path) else { continue };
        let source = String::from_utf8_lossy(&file.data).into_owned();
        let resource = FluentResource::try_new(source).unwrap_or_else(|(readable, errors)| {
            tracing::error!(%path, ?errors, "a message file has errors");
            readable
        });
        if let Err(errors) = bundle.add_resource(resource) {
            tracing::error!(%path, ?errors, "a message is defined twice");
        }
    }
    bundle
}

// Numbers of messages come from whole numbers, so the cast loses nothing below 2^53.
fn format_number(language: Language, value: &FluentValue<'_>) -> Option<String> {
    match value {
        FluentValue::Number(number) => Some(format::number(language, number.value as i64)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use chrono::TimeZone;
    use entities::values::{Amount, Currency};

    use super::*;

    #[test]
    fn a_message_has_the_plural_and_the_separators_of_its_language() {
        let units = |language, count: i64| localize!(Localizer::new(language), "units", units = count);
        assert_eq!([1, 2, 1_200].map(|count| units(Language::Es, count)), ["1 unidad", "2 unidades", "1.200 unidades"]);
        assert_eq!([0, 1, 1_200].map(|count| units(Language::En, count)), ["0 units", "1 unit", "1,200 units"]);
    }

    #[test]
    fn a_message_writes_dates_and_money_by_the_one_formatter() {
        let at = chrono_tz::America::Coyhaique.with_ymd_and_hms(2026, 3, 8, 7, 5, 0).unwrap();
        let text = |language| localize!(Localizer::new(language), "date-and-time", at = at);
        assert_eq!(text(Language::Es), "domingo 8 de marzo de 2026 a las 07:05");
        assert_eq!(text(Language::En), "Sunday 8 March 2026 at 07:05");
        let money = Arg::from(Amount(-4_990).of(Currency::Clp));
        assert_eq!(Localizer::SHARED.value(&money), FluentValue::from("-$4.990"));
    }

    #[test]
    fn the_sentence_of_an_error_has_its_parameters() {
        let params = serde_json::json!({ "cells": 3, "columns": 1_200 });
        let sentence = Localizer::new(Language::Es).error("cell_count", params.as_object().unwrap());
        assert!(sentence.unwrap().contains("3 celdas y el encabezado 1.200"));
        assert_eq!(Localizer::new(Language::En).error("cell_count", &Params::new()), None);
    }

    #[test]
    fn a_missing_message_is_its_key() {
        assert_eq!(Localizer::SHARED.text("no-such-message", &[]), "no-such-message");
        assert_eq!(Localizer::SHARED.find("units.no-such-attribute", &[]), None);
    }
}
