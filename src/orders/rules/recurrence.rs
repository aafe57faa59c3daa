//! On which dates a standing order falls: RFC 5545 rules, on dates only. What the libraries of the world read
//! differently, or what has no meaning for a day, is refused with the reason.

use chrono::{DateTime, Days, NaiveDate, NaiveTime, Utc};
use rrule::{Frequency, RRule, RRuleSet, Tz, Unvalidated};

/// Why a rule is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum RuleError {
    /// It cannot be read.
    #[error("is no recurrence rule, such as FREQ=WEEKLY;BYDAY=TU")]
    Unreadable,
    /// It repeats within a day.
    #[error("a delivery has a day, no time: leave out BYHOUR, BYMINUTE and BYSECOND, and use DAILY or longer")]
    SubDay,
    /// It says UNTIL.
    #[error("say the last day in `ends_on` instead of UNTIL")]
    Until,
    /// BYWEEKNO without BYDAY.
    #[error("BYWEEKNO needs BYDAY: which day of that week?")]
    WeekWithoutDay,
    /// YEARLY with BYMONTHDAY and without BYMONTH.
    #[error("FREQ=YEARLY with BYMONTHDAY needs BYMONTH: in which month?")]
    MonthDayWithoutMonth,
    /// WEEKLY with BYSETPOS.
    #[error("BYSETPOS has no meaning with FREQ=WEEKLY")]
    WeeklySetPos,
    /// A number or an unknown part is beyond what is supported.
    #[error("holds a part that is not supported, or one twice, or a number beyond its bounds")]
    Unsupported,
    /// It has no date.
    #[error("has no date at all within five years")]
    Never,
}

impl RuleError {
    /// Stable word for translation.
    pub fn code(self) -> &'static str {
        match self {
            Self::Unreadable => "rule_unreadable",
            Self::SubDay => "rule_sub_day",
            Self::Until => "rule_until",
            Self::WeekWithoutDay => "rule_week_without_day",
            Self::MonthDayWithoutMonth => "rule_month_day_without_month",
            Self::WeeklySetPos => "rule_weekly_set_pos",
            Self::Unsupported => "rule_unsupported",
            Self::Never => "rule_never",
        }
    }
}

/// A rule that was checked, with its first possible day.
#[derive(Clone, Debug)]
pub struct Recurrence {
    set: RRuleSet,
    ends_on: Option<NaiveDate>,
}

const PARTS: [&str; 10] =
    ["FREQ", "INTERVAL", "COUNT", "WKST", "BYDAY", "BYMONTH", "BYMONTHDAY", "BYYEARDAY", "BYWEEKNO", "BYSETPOS"];
/// No rule of a delivery needs a longer pace than a year of days, or more dates than this.
const INTERVAL_MAX: u16 = 366;
const COUNT_MAX: u32 = 2_000;
/// How far ahead a rule must have a date.
const LOOK_AHEAD: Days = Days::new(5 * 366);
/// Dates that are made at once at most.
const DATES_MAX: u16 = 4_000;

impl Recurrence {
    /// Reads and checks a rule that begins on `starts_on` and has no date after `ends_on`.
    ///
    /// # Errors
    /// Where the rule is refused, the reason.
    pub fn read(rule: &str, starts_on: NaiveDate, ends_on: Option<NaiveDate>) -> Result<Self, RuleError> {
        let text = rule.trim().to_ascii_uppercase();
        check_parts(&text)?;
        let rule: RRule<Unvalidated> = text.parse().map_err(|_| RuleError::Unreadable)?;
        check(&rule, &text)?;
        let set = rule.build(instant(starts_on)).map_err(|_| RuleError::Unsupported)?;
        let recurrence = Self { set, ends_on };
        let horizon = starts_on.checked_add_days(LOOK_AHEAD).unwrap_or(NaiveDate::MAX);
        let open_ended = Self { ends_on: None, ..recurrence.clone() };
        if open_ended.dates(starts_on, horizon, 1).is_empty() {
            return Err(RuleError::Never);
        }
        Ok(recurrence)
    }

    /// Its dates from `from` to before `until`, ascending, at most `most` of them.
    pub fn dates(&self, from: NaiveDate, until: NaiveDate, most: u16) -> Vec<NaiveDate> {
        let last = until.pred_opt().unwrap_or(until);
        let last = self.ends_on.map_or(last, |ends_on| last.min(ends_on));
        if last < from {
            return Vec::new();
        }
        // `after` and `before` of the library take their own day in.
        let set = self.set.clone().after(instant(from)).before(instant(last));
        set.all(most.min(DATES_MAX)).dates.into_iter().map(|date| date.date_naive()).collect()
    }
}

fn instant(date: NaiveDate) -> DateTime<Tz> {
    DateTime::<Utc>::from_naive_utc_and_offset(date.and_time(NaiveTime::MIN), Utc).with_timezone(&Tz::UTC)
}

fn check_parts(text: &str) -> Result<(), RuleError> {
    let mut seen = Vec::new();
    for part in text.split(';') {
        let (name, value) = part.split_once('=').ok_or(RuleError::Unreadable)?;
        match name {
            "BYHOUR" | "BYMINUTE" | "BYSECOND" => return Err(RuleError::SubDay),
            "UNTIL" => return Err(RuleError::Until),
            _ if !PARTS.contains(&name) || seen.contains(&name) => return Err(RuleError::Unsupported),
            _ if value.is_empty() => return Err(RuleError::Unreadable),
            _ => seen.push(name),
        }
    }
    Ok(())
}

fn check(rule: &RRule<Unvalidated>, text: &str) -> Result<(), RuleError> {
    let has = |name: &str| text.split(';').any(|part| part.split_once('=').is_some_and(|(n, _)| n == name));
    match rule.get_freq() {
        Frequency::Hourly | Frequency::Minutely | Frequency::Secondly => return Err(RuleError::SubDay),
        Frequency::Weekly if has("BYSETPOS") => return Err(RuleError::WeeklySetPos),
        Frequency::Yearly if has("BYMONTHDAY") && !has("BYMONTH") => return Err(RuleError::MonthDayWithoutMonth),
        _ => {}
    }
    if has("BYWEEKNO") && !has("BYDAY") {
        return Err(RuleError::WeekWithoutDay);
    }
    let bounded = (1..=INTERVAL_MAX).contains(&rule.get_interval())
        && rule.get_count().is_none_or(|count| (1..=COUNT_MAX).contains(&count));
    if bounded { Ok(()) } else { Err(RuleError::Unsupported) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn read(rule: &str) -> Result<Recurrence, RuleError> {
        Recurrence::read(rule, day("2026-01-01"), None)
    }

    /// Another implementation of the standard finds the same dates.
    #[test]
    fn dates_are_those_of_dateutil() {
        let table = include_str!("recurrence_expected.txt");
        let mut compared = 0;
        for line in table.lines().filter(|line| !line.starts_with('#')) {
            let mut cells = line.split(' ');
            let [start, rule, dates] = [(); 3].map(|()| cells.next().unwrap());
            let start = day(start);
            let found = Recurrence::read(rule, start, None).unwrap().dates(start, start + LOOK_AHEAD, 12);
            let found: Vec<String> = found.iter().map(ToString::to_string).collect();
            assert_eq!(found.join(","), dates, "{start} {rule}");
            compared += 1;
        }
        assert_eq!(compared, 120);
    }

    #[test]
    fn what_has_no_meaning_for_a_day_is_refused() {
        for (rule, error) in [
            ("FREQ=HOURLY", RuleError::SubDay),
            ("FREQ=DAILY;BYHOUR=9", RuleError::SubDay),
            ("FREQ=WEEKLY;UNTIL=20270101", RuleError::Until),
            ("FREQ=YEARLY;BYWEEKNO=20", RuleError::WeekWithoutDay),
            ("FREQ=YEARLY;BYMONTHDAY=15", RuleError::MonthDayWithoutMonth),
            ("FREQ=WEEKLY;BYDAY=MO,TU;BYSETPOS=1", RuleError::WeeklySetPos),
            ("FREQ=WEEKLY;INTERVAL=0", RuleError::Unsupported),
            ("FREQ=DAILY;COUNT=100000", RuleError::Unsupported),
            ("FREQ=DAILY;FREQ=WEEKLY", RuleError::Unsupported),
            ("FREQ=YEARLY;BYEASTER=1", RuleError::Unsupported),
            ("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30", RuleError::Never),
            ("every Tuesday", RuleError::Unreadable),
            ("", RuleError::Unreadable),
            ("FREQ=SOMETIMES", RuleError::Unreadable),
            ("RRULE:FREQ=WEEKLY", RuleError::Unsupported),
        ] {
            assert_eq!(read(rule).map(|_| ()), Err(error), "{rule}");
        }
    }

    #[test]
    fn weekly_dates_keep_to_their_bounds() {
        let tuesdays = Recurrence::read("freq=weekly;byday=TU", day("2026-01-01"), Some(day("2026-01-20"))).unwrap();
        let dates = |from, until| {
            tuesdays.dates(day(from), day(until), 100).iter().map(ToString::to_string).collect::<Vec<_>>()
        };
        assert_eq!(dates("2026-01-01", "2026-03-01"), ["2026-01-06", "2026-01-13", "2026-01-20"]);
        assert_eq!(dates("2026-01-06", "2026-01-13"), ["2026-01-06"]);
        assert_eq!(dates("2026-01-21", "2026-03-01"), [""; 0]);
        assert_eq!(dates("2025-01-01", "2026-01-06"), [""; 0]);
    }
}
