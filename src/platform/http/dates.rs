//! Dates and instants that people write, each within the span of its field: from some years before today to some years
//! after. One type for JSON bodies and parameters; imported files read their cells by the same spans.
//!
//! A span is relative to the day of the request, which [`CurrentDay`] provides, so that no field can be parsed without
//! it.

use std::{borrow::Cow, ops::Deref, str::FromStr};

use chrono::{DateTime, Datelike, NaiveDate, Utc};
use poem::{Endpoint, Middleware, Request, Result};
use poem_openapi::{
    registry::{MetaSchema, MetaSchemaRef},
    types::{ParseError, ParseFromJSON, ParseFromParameter, ParseResult, ToJSON, Type},
};
use serde_json::Value;

use crate::platform::app::App;

/// A day on which something happened. That it is not in the future is for its action to say.
pub type PastDate = DateWithin<40, 1>;
/// A day of the books: of a payment, a transfer, a balance, a document or a rate of interest.
pub type MoneyDate = DateWithin<10, 1>;
/// A day that is planned, such as the first day of a pause or of a standing order.
pub type PlannedDate = DateWithin<40, 10>;
/// A day in the life of the cooperative and its members: joining, shares, seasons, decisions, certificates.
pub type MembershipDate = DateWithin<100, 20>;
/// The day on which guests arrive.
pub type ArrivalDate = DateWithin<40, 5>;
/// The day of a delivery.
pub type DeliveryDate = DateWithin<40, 5>;
/// An instant of a cycle.
pub type CycleInstant = InstantWithin<40, 5>;
/// A day by which a list is filtered.
pub type FilterDate = DateWithin<100, 20>;

/// The days that a field may have, both included.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DateSpan {
    /// The first day.
    pub first: NaiveDate,
    /// The last day.
    pub last: NaiveDate,
}

/// Why a date or an instant is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum DateError {
    /// It is not written as `2026-03-31`, with a year of four figures.
    #[error("must be a date such as 2026-01-31")]
    Malformed,
    /// It is outside the span of its field.
    #[error("must be from {} to {}", .0.first, .0.last)]
    OutOfSpan(DateSpan),
}

impl DateSpan {
    /// From the first day of the year `back` years ago to the last day of the year `ahead` years ahead.
    pub fn around(today: NaiveDate, back: u16, ahead: u16) -> Self {
        let first = NaiveDate::from_ymd_opt(today.year().saturating_sub(back.into()), 1, 1);
        let last = NaiveDate::from_ymd_opt(today.year().saturating_add(ahead.into()), 12, 31);
        Self { first: first.unwrap_or(today), last: last.unwrap_or(today) }
    }

    /// Parses a date.
    ///
    /// # Errors
    /// If it is not written as `2026-03-31`, or is outside the span.
    pub fn parse(self, text: &str) -> std::result::Result<NaiveDate, DateError> {
        let date = NaiveDate::from_str(text).ok().filter(|_| has_four_figure_year(text) && text.len() == 10);
        self.check(date.ok_or(DateError::Malformed)?)
    }

    /// Parses an instant (RFC 3339).
    ///
    /// # Errors
    /// If it cannot be read, or its day is outside the span.
    pub fn parse_instant(self, text: &str) -> std::result::Result<DateTime<Utc>, DateError> {
        let instant = DateTime::parse_from_rfc3339(text).ok().filter(|_| has_four_figure_year(text));
        let instant = instant.ok_or(DateError::Malformed)?;
        // Checked on the day as written: converting an instant at the end of time could leave its range.
        self.check(instant.date_naive())?;
        Ok(instant.with_timezone(&Utc))
    }

    /// The date, where it is within the span.
    ///
    /// # Errors
    /// If it is outside.
    pub fn check(self, date: NaiveDate) -> std::result::Result<NaiveDate, DateError> {
        if (self.first..=self.last).contains(&date) { Ok(date) } else { Err(DateError::OutOfSpan(self)) }
    }
}

/// Whether a text is a date or an instant, of whatever span.
pub(super) fn is_well_formed(text: &str) -> bool {
    let is_date = text.len() == 10 && NaiveDate::from_str(text).is_ok();
    has_four_figure_year(text) && (is_date || DateTime::parse_from_rfc3339(text).is_ok())
}

fn has_four_figure_year(text: &str) -> bool {
    text.split_once('-').is_some_and(|(year, _)| year.len() == 4 && year.bytes().all(|b| b.is_ascii_digit()))
}

/// A date from `BACK` years before this year to `AHEAD` years after it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct DateWithin<const BACK: u16, const AHEAD: u16>(NaiveDate);

/// An instant on such a date.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct InstantWithin<const BACK: u16, const AHEAD: u16>(DateTime<Utc>);

/// A field with a span.
pub trait Spanned {
    /// Its span on a day.
    fn span(today: NaiveDate) -> DateSpan;
}

/// Formats in the schema.
const DATE: &str = "date";
const INSTANT: &str = "date-time";

/// The title in the schema, which tells the span; [`span_error`] reads it.
fn title(back: u16, ahead: u16) -> String {
    format!("Within {back} years back and {ahead} years ahead")
}

fn span_of_title(title: &str) -> Option<(u16, u16)> {
    let (back, ahead) = title.strip_prefix("Within ")?.split_once(" years back and ")?;
    Some((back.parse().ok()?, ahead.strip_suffix(" years ahead")?.parse().ok()?))
}

/// What is wrong with a text whose schema has this format and title; none where it is right or has no span.
pub(super) fn span_error(format: &str, title: &str, text: &str) -> Option<DateError> {
    let (back, ahead) = span_of_title(title)?;
    let span = DateSpan::around(current_day()?, back, ahead);
    match format {
        DATE => span.parse(text).err(),
        INSTANT => span.parse_instant(text).err(),
        _ => None,
    }
}

tokio::task_local! {
    static CURRENT_DAY: NaiveDate;
}

/// The day of the request that this task handles.
fn current_day() -> Option<NaiveDate> {
    CURRENT_DAY.try_with(|day| *day).ok()
}

/// The span around the day of the request.
fn current_span<T>(back: u16, ahead: u16) -> std::result::Result<DateSpan, ParseError<T>>
where
    T: Type,
{
    let today = current_day().ok_or_else(|| ParseError::custom("a date is parsed within a request only"))?;
    Ok(DateSpan::around(today, back, ahead))
}

/// Provides the cooperative's day to the fields of a request.
pub struct CurrentDay(App);

impl CurrentDay {
    /// The middleware, with the clock and the zone of this process.
    pub fn new(app: &App) -> Self {
        Self(app.clone())
    }
}

impl<E: Endpoint> Middleware<E> for CurrentDay {
    type Output = CurrentDayEndpoint<E>;

    fn transform(&self, inner: E) -> Self::Output {
        CurrentDayEndpoint { app: self.0.clone(), inner }
    }
}

/// An endpoint that handles each request on its day.
pub struct CurrentDayEndpoint<E> {
    app: App,
    inner: E,
}

impl<E: Endpoint> Endpoint for CurrentDayEndpoint<E> {
    type Output = E::Output;

    async fn call(&self, request: Request) -> Result<Self::Output> {
        let today = self.app.clock.now().with_timezone(&self.app.installation.time_zone).date_naive();
        CURRENT_DAY.scope(today, self.inner.call(request)).await
    }
}

macro_rules! spanned {
    ($type:ident, $value:ty, $parse:ident, $format:expr) => {
        impl<const BACK: u16, const AHEAD: u16> Spanned for $type<BACK, AHEAD> {
            fn span(today: NaiveDate) -> DateSpan {
                DateSpan::around(today, BACK, AHEAD)
            }
        }

        impl<const BACK: u16, const AHEAD: u16> Deref for $type<BACK, AHEAD> {
            type Target = $value;

            fn deref(&self) -> &$value {
                &self.0
            }
        }

        impl<const BACK: u16, const AHEAD: u16> From<$type<BACK, AHEAD>> for $value {
            fn from(value: $type<BACK, AHEAD>) -> Self {
                value.0
            }
        }

        impl<const BACK: u16, const AHEAD: u16> Type for $type<BACK, AHEAD> {
            const IS_REQUIRED: bool = true;

            type RawValueType = $value;

            type RawElementValueType = $value;

            fn name() -> Cow<'static, str> {
                format!("string_{}_{BACK}_{AHEAD}", $format).into()
            }

            fn schema_ref() -> MetaSchemaRef {
                let schema = MetaSchema::new_with_format("string", $format);
                MetaSchemaRef::Inline(Box::new(MetaSchema { title: Some(title(BACK, AHEAD)), ..schema }))
            }

            fn as_raw_value(&self) -> Option<&$value> {
                Some(&self.0)
            }

            fn raw_element_iter<'a>(&'a self) -> Box<dyn Iterator<Item = &'a $value> + 'a> {
                Box::new(std::iter::once(&self.0))
            }
        }

        impl<const BACK: u16, const AHEAD: u16> ParseFromJSON for $type<BACK, AHEAD> {
            fn parse_from_json(value: Option<Value>) -> ParseResult<Self> {
                match value {
                    Some(Value::String(text)) => Self::parse_from_parameter(&text),
                    _ => Err(ParseError::custom(DateError::Malformed)),
                }
            }
        }

        impl<const BACK: u16, const AHEAD: u16> ParseFromParameter for $type<BACK, AHEAD> {
            fn parse_from_parameter(text: &str) -> ParseResult<Self> {
                let value = current_span(BACK, AHEAD)?.$parse(text).map_err(ParseError::custom)?;
                Ok(Self(value))
            }
        }

        impl<const BACK: u16, const AHEAD: u16> ToJSON for $type<BACK, AHEAD> {
            fn to_json(&self) -> Option<Value> {
                self.0.to_json()
            }
        }
    };
}

spanned!(DateWithin, NaiveDate, parse, DATE);
spanned!(InstantWithin, DateTime<Utc>, parse_instant, INSTANT);

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::json;

    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn a_date_is_within_the_span_of_its_field() {
        let span = ArrivalDate::span(day("2026-03-02"));
        assert_eq!(span, DateSpan { first: day("1986-01-01"), last: day("2031-12-31") });
        assert_eq!(span.parse("2026-12-05"), Ok(day("2026-12-05")));
        for malformed in
            ["26-12-05", "+2026-12-05", "2026-2-5", "2026-02-30", "-2026-12-05", " 2026-12-05", "", "mañana"]
        {
            assert_eq!(span.parse(malformed), Err(DateError::Malformed), "{malformed}");
        }
        for outside in ["0026-12-05", "1985-12-31", "2032-01-01", "9999-12-31"] {
            assert_eq!(span.parse(outside), Err(DateError::OutOfSpan(span)), "{outside}");
        }
    }

    #[test]
    fn an_instant_is_on_a_date_within_the_span() {
        let span = CycleInstant::span(day("2026-03-02"));
        assert!(span.parse_instant("2026-03-02T15:00:00-03:00").is_ok());
        for refused in ["0026-12-05T00:00:00Z", "9999-12-31T23:59:59-12:00", "26-12-05T00:00:00Z", "2026-03-02"] {
            assert!(span.parse_instant(refused).is_err(), "{refused}");
        }
    }

    #[tokio::test]
    async fn the_span_is_that_of_the_day_of_the_request() {
        assert!(ArrivalDate::parse_from_parameter("2026-03-02").is_err());
        let read = CURRENT_DAY.scope(day("2080-01-01"), async {
            let read = |text| ArrivalDate::parse_from_json(Some(json!(text))).ok().map(NaiveDate::from);
            let error = span_error(DATE, &title(5, 3), "2026-03-02");
            (read("2080-03-02"), read("2026-03-02"), error.is_some(), span_error(DATE, "Another title", "2026-03-02"))
        });
        assert_eq!(read.await, (Some(day("2080-03-02")), None, true, None));
    }

    proptest! {
        #[test]
        fn whatever_is_read_is_within_the_span(text in "[+-]?[0-9]{1,6}-[0-9]{1,2}-[0-9]{1,2}", year in 1990..2100_i32) {
            let span = PlannedDate::span(NaiveDate::from_ymd_opt(year, 6, 1).unwrap());
            if let Ok(date) = span.parse(&text) {
                prop_assert!(span.first <= date && date <= span.last);
                prop_assert_eq!(date.to_string(), text);
            }
        }
    }
}
