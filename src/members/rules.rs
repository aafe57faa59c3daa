//! The laws of the members: which settings hold, who may not supply, which days touch.

use std::ops::RangeInclusive;

use chrono::{Days, Months, NaiveDate};
use entities::values::{BoundBy, DecisionSettings};

/// The settings in force on a date, every field with its default filled in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Settings {
    /// Commission of the cooperative on the net value, in basis points.
    pub commission_bps: i32,
    /// VAT on the commission, in basis points.
    pub commission_vat_bps: i32,
    /// Whether what a workshop declined, let expire or had rejected for quality counts as given to it.
    pub declined_counts: bool,
    /// Hours that a workshop has to answer a quota.
    pub respond_hours: i32,
    /// Whether each run publishes its instance to the members under pseudonyms.
    pub publish_instance: bool,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            commission_bps: 1_000,
            commission_vat_bps: 1_900,
            declined_counts: true,
            respond_hours: 48,
            publish_instance: true,
        }
    }
}

/// The settings that these decisions make, oldest first: for each field the newest that names it wins.
pub fn settings<'a>(oldest_first: impl IntoIterator<Item = &'a DecisionSettings>) -> Settings {
    oldest_first.into_iter().fold(Settings::default(), |so_far, decided| Settings {
        commission_bps: decided.commission_bps.unwrap_or(so_far.commission_bps),
        commission_vat_bps: decided.commission_vat_bps.unwrap_or(so_far.commission_vat_bps),
        declined_counts: decided.declined_counts.unwrap_or(so_far.declined_counts),
        respond_hours: decided.respond_hours.unwrap_or(so_far.respond_hours),
        publish_instance: decided.publish_instance.unwrap_or(so_far.publish_instance),
    })
}

/// Why a workshop may not supply on `date`, or none where it may: before it `belongs` to the group (from its first day, to
/// its last) and after, it is not authorised.
pub fn blocked(
    belongs: (NaiveDate, Option<NaiveDate>),
    authorised: bool,
    paused: bool,
    date: NaiveDate,
) -> Option<BoundBy> {
    let (joined_on, left_on) = belongs;
    let within = joined_on <= date && left_on.is_none_or(|left| date <= left);
    if !within || !authorised {
        return Some(BoundBy::Authorisation);
    }
    paused.then_some(BoundBy::Pause)
}

/// Whether two spans of days share one; an open end never comes.
pub fn touch(one: (NaiveDate, Option<NaiveDate>), other: (NaiveDate, Option<NaiveDate>)) -> bool {
    let starts_in_time = |start: NaiveDate, end: Option<NaiveDate>| end.is_none_or(|end| start <= end);
    starts_in_time(one.0, other.1) && starts_in_time(other.0, one.1)
}

/// Last day of a sanitary authorisation given on `from`: three years (DS 977/1996).
pub fn authorised_until(from: NaiveDate) -> NaiveDate {
    from.checked_add_months(Months::new(36)).and_then(|day| day.checked_sub_days(Days::new(1))).unwrap_or(from)
}

/// How many digits an account number has.
pub const ACCOUNT_NUMBER_DIGITS: RangeInclusive<usize> = 4..=20;

/// An account number as banks take it: digits only, however people group them; none where it cannot be one.
pub fn account_number(given: &str) -> Option<String> {
    let plain: String = given.chars().filter(|c| !matches!(c, '-' | '.' | ' ')).collect();
    (ACCOUNT_NUMBER_DIGITS.contains(&plain.len()) && plain.bytes().all(|b| b.is_ascii_digit())).then_some(plain)
}

/// What may be shown of a number that is nobody else's business: its last four characters, or half of a short one.
pub fn mask(number: &str) -> String {
    let length = number.chars().count();
    let hidden = length - (length / 2).min(4);
    number.chars().enumerate().map(|(i, c)| if i < hidden { '•' } else { c }).collect()
}

#[cfg(test)]
#[path = "rules_tests.rs"]
mod tests;
