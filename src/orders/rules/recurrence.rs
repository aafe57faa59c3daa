//! The dates of a standing order: RFC 5545 recurrence rules on dates, without times. Rules that libraries interpret
//! differently, and parts that have no meaning for a date, are refused.

use chrono::{DateTime, Days, NaiveDate, NaiveTime, Utc};
use rrule::{Frequency, RRule, RRuleSet, Tz, Unvalidated};

use crate::orders::OrderError;

/// A checked recurrence rule with its first and last possible day.
#[derive(Clone, Debug)]
pub struct Recurrence {
    set: RRuleSet,
    ends_on: Option<NaiveDate>,
}

const PARTS: [&str; 10] =
    ["FREQ", "INTERVAL", "COUNT", "WKST", "BYDAY", "BYMONTH", "BYMONTHDAY", "BYYEARDAY", "BYWEEKNO", "BYSETPOS"];
/// Largest INTERVAL: a year of days.
const INTERVAL_MAX: u16 = 366;
/// Largest COUNT.
const COUNT_MAX: u32 = 2_000;
/// A rule must have a date within this time from its first day.
const LOOK_AHEAD_YEARS: u64 = 5;
const LOOK_AHEAD: Days = Days::new(LOOK_AHEAD_YEARS * 366);
/// Dates that are computed in one call at most.
const DATES_MAX: u16 = 4_000;

impl Recurrence {
    /// Parses and checks a rule that begins on `starts_on` and has no date after `ends_on`.
    ///
    /// # Errors
    /// One of the `Rule…` variants.
    pub fn parse(rule: &str, starts_on: NaiveDate, ends_on: Option<NaiveDate>) -> Result<Self, OrderError> {
        let text = rule.trim().to_ascii_uppercase();
        check_parts(&text)?;
        let rule: RRule<Unvalidated> = text.parse().map_err(|_| OrderError::RuleUnreadable)?;
        check(&rule, &text)?;
        let set = rule.build(instant(starts_on)).map_err(|_| OrderError::RuleUnsupported)?;
        let recurrence = Self { set, ends_on };
        let horizon = starts_on.checked_add_days(LOOK_AHEAD).unwrap_or(NaiveDate::MAX);
        // A rule is valid where its dates are only cut off by `ends_on`.
        let open_ended = Self { ends_on: None, ..recurrence.clone() };
        if open_ended.dates(starts_on, horizon, 1).is_empty() {
            return Err(OrderError::RuleNever { years: LOOK_AHEAD_YEARS });
        }
        Ok(recurrence)
    }

    /// Whether it has this date.
    pub fn has(&self, date: NaiveDate) -> bool {
        date.succ_opt().is_some_and(|next| !self.dates(date, next, 1).is_empty())
    }

    /// Its dates from `from` to before `until`, ascending, at most `limit` of them.
    pub fn dates(&self, from: NaiveDate, until: NaiveDate, limit: u16) -> Vec<NaiveDate> {
        let last = until.pred_opt().unwrap_or(until);
        let last = self.ends_on.map_or(last, |ends_on| last.min(ends_on));
        if last < from {
            return Vec::new();
        }
        // `after` and `before` of the library include their own day.
        let set = self.set.clone().after(instant(from)).before(instant(last));
        set.all(limit.min(DATES_MAX)).dates.into_iter().map(|date| date.date_naive()).collect()
    }
}

/// The rule of the dates after the first `kept` dates of `rule`, where it begins on the date after them: a limit of
/// dates counts the rest.
pub fn split_rule(rule: &str, kept: usize) -> String {
    let parts = rule.split(';').map(|part| match part.strip_prefix("COUNT=").and_then(|count| count.parse().ok()) {
        Some(count) => format!("COUNT={}", usize::saturating_sub(count, kept).max(1)),
        None => part.to_owned(),
    });
    parts.collect::<Vec<_>>().join(";")
}

fn instant(date: NaiveDate) -> DateTime<Tz> {
    DateTime::<Utc>::from_naive_utc_and_offset(date.and_time(NaiveTime::MIN), Utc).with_timezone(&Tz::UTC)
}

fn check_parts(text: &str) -> Result<(), OrderError> {
    let mut seen = Vec::new();
    for part in text.split(';') {
        let (name, value) = part.split_once('=').ok_or(OrderError::RuleUnreadable)?;
        match name {
            "BYHOUR" | "BYMINUTE" | "BYSECOND" => return Err(OrderError::RuleSubDay),
            "UNTIL" => return Err(OrderError::RuleUntil),
            _ if !PARTS.contains(&name) || seen.contains(&name) => return Err(OrderError::RuleUnsupported),
            _ if value.is_empty() => return Err(OrderError::RuleUnreadable),
            // There is no day 0 and no 0th Tuesday; the library leaves them out, and the rest means something else.
            _ if name.starts_with("BY") && value.split(',').any(is_zero) => return Err(OrderError::RuleUnsupported),
            _ => seen.push(name),
        }
    }
    Ok(())
}

/// Whether an item of a part, such as `+1TU`, has the number zero.
fn is_zero(item: &str) -> bool {
    let mut digits = item.bytes().filter(u8::is_ascii_digit).peekable();
    digits.peek().is_some() && digits.all(|digit| digit == b'0')
}

fn check(rule: &RRule<Unvalidated>, text: &str) -> Result<(), OrderError> {
    let has = |name: &str| text.split(';').any(|part| part.split_once('=').is_some_and(|(n, _)| n == name));
    match rule.get_freq() {
        Frequency::Hourly | Frequency::Minutely | Frequency::Secondly => return Err(OrderError::RuleSubDay),
        Frequency::Weekly if has("BYSETPOS") => return Err(OrderError::RuleWeeklySetPos),
        Frequency::Yearly if has("BYMONTHDAY") && !has("BYMONTH") => return Err(OrderError::RuleMonthDayWithoutMonth),
        _ => {}
    }
    check_standard(rule.get_freq(), text)?;
    if has("BYWEEKNO") && !has("BYDAY") {
        return Err(OrderError::RuleWeekWithoutDay);
    }
    let bounded = (1..=INTERVAL_MAX).contains(&rule.get_interval())
        && rule.get_count().is_none_or(|count| (1..=COUNT_MAX).contains(&count));
    if bounded { Ok(()) } else { Err(OrderError::RuleUnsupported) }
}

/// Refuses what RFC 5545 forbids for a frequency. The library takes such parts and gives them a meaning of its own.
fn check_standard(frequency: Frequency, text: &str) -> Result<(), OrderError> {
    let value = |name: &str| text.split(';').filter_map(|part| part.split_once('=')).find(|(n, _)| *n == name);
    let has = |name: &str| value(name).is_some();
    let forbidden: &[&'static str] = match frequency {
        Frequency::Yearly => &[],
        Frequency::Monthly => &["BYYEARDAY", "BYWEEKNO"],
        Frequency::Weekly => &["BYYEARDAY", "BYWEEKNO", "BYMONTHDAY"],
        _ => &["BYYEARDAY", "BYWEEKNO"],
    };
    if let Some(part) = forbidden.iter().find(|part| has(part)) {
        let frequency = frequency.to_string().to_ascii_uppercase();
        return Err(OrderError::RulePartForbidden { part: (*part).to_owned(), frequency });
    }
    let numbered = value("BYDAY").is_some_and(|(_, days)| days.contains(|c: char| c.is_ascii_digit()));
    let months_or_years = matches!(frequency, Frequency::Monthly | Frequency::Yearly) && !has("BYWEEKNO");
    if numbered && !months_or_years {
        return Err(OrderError::RuleNumberedDay);
    }
    let sets = ["BYDAY", "BYMONTH", "BYMONTHDAY", "BYYEARDAY", "BYWEEKNO"];
    if has("BYSETPOS") && !sets.iter().any(|set| has(set)) {
        return Err(OrderError::RuleSetPosAlone);
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn read(rule: &str) -> Result<Recurrence, OrderError> {
        Recurrence::parse(rule, day("2026-01-01"), None)
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
            let found = Recurrence::parse(rule, start, None).unwrap().dates(start, start + LOOK_AHEAD, 12);
            let found: Vec<String> = found.iter().map(ToString::to_string).collect();
            assert_eq!(found.join(","), dates, "{start} {rule}");
            compared += 1;
        }
        assert_eq!(compared, 120);
    }

    fn forbidden(part: &str, frequency: &str) -> OrderError {
        OrderError::RulePartForbidden { part: part.to_owned(), frequency: frequency.to_owned() }
    }

    #[test]
    fn what_has_no_meaning_for_a_day_is_refused() {
        for (rule, error) in [
            ("FREQ=HOURLY", OrderError::RuleSubDay),
            ("FREQ=DAILY;BYHOUR=9", OrderError::RuleSubDay),
            ("FREQ=WEEKLY;UNTIL=20270101", OrderError::RuleUntil),
            ("FREQ=YEARLY;BYWEEKNO=20", OrderError::RuleWeekWithoutDay),
            ("FREQ=YEARLY;BYMONTHDAY=15", OrderError::RuleMonthDayWithoutMonth),
            ("FREQ=WEEKLY;BYDAY=MO,TU;BYSETPOS=1", OrderError::RuleWeeklySetPos),
            ("FREQ=WEEKLY;BYDAY=1TU", OrderError::RuleNumberedDay),
            ("FREQ=WEEKLY;BYDAY=-1FR", OrderError::RuleNumberedDay),
            ("FREQ=WEEKLY;BYDAY=TU,1FR", OrderError::RuleNumberedDay),
            ("FREQ=DAILY;BYDAY=2TU", OrderError::RuleNumberedDay),
            ("FREQ=YEARLY;BYWEEKNO=20;BYDAY=1TU", OrderError::RuleNumberedDay),
            ("FREQ=WEEKLY;BYMONTHDAY=1", forbidden("BYMONTHDAY", "WEEKLY")),
            ("FREQ=MONTHLY;BYYEARDAY=100", forbidden("BYYEARDAY", "MONTHLY")),
            ("FREQ=MONTHLY;BYWEEKNO=20;BYDAY=TU", forbidden("BYWEEKNO", "MONTHLY")),
            ("FREQ=MONTHLY;BYSETPOS=1", OrderError::RuleSetPosAlone),
            ("FREQ=WEEKLY;INTERVAL=0", OrderError::RuleUnsupported),
            ("FREQ=MONTHLY;BYMONTHDAY=0", OrderError::RuleUnsupported),
            ("FREQ=MONTHLY;BYMONTHDAY=1,-00", OrderError::RuleUnsupported),
            ("FREQ=MONTHLY;BYDAY=0TU", OrderError::RuleUnsupported),
            ("FREQ=YEARLY;BYDAY=MO,0FR", OrderError::RuleUnsupported),
            ("FREQ=YEARLY;BYYEARDAY=0", OrderError::RuleUnsupported),
            ("FREQ=DAILY;COUNT=100000", OrderError::RuleUnsupported),
            ("FREQ=DAILY;FREQ=WEEKLY", OrderError::RuleUnsupported),
            ("FREQ=YEARLY;BYEASTER=1", OrderError::RuleUnsupported),
            ("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30", OrderError::RuleNever { years: LOOK_AHEAD_YEARS }),
            ("every Tuesday", OrderError::RuleUnreadable),
            ("", OrderError::RuleUnreadable),
            ("FREQ=SOMETIMES", OrderError::RuleUnreadable),
            ("RRULE:FREQ=WEEKLY", OrderError::RuleUnsupported),
        ] {
            assert_eq!(read(rule).map(|_| ()), Err(error), "{rule}");
        }
    }

    #[test]
    fn a_divided_rule_has_the_same_dates() {
        let start = day("2026-01-03");
        for rule in [
            "FREQ=WEEKLY;BYDAY=TU,FR",
            "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,SA",
            "FREQ=WEEKLY;INTERVAL=3",
            "FREQ=DAILY;INTERVAL=5;COUNT=40",
            "FREQ=MONTHLY;BYDAY=1TU,-1FR",
            "FREQ=MONTHLY;INTERVAL=2",
            "FREQ=MONTHLY;BYDAY=MO,WE,SA;BYSETPOS=1,-1",
            "FREQ=YEARLY;BYMONTH=1,6,12;BYMONTHDAY=15",
            "FREQ=WEEKLY;BYDAY=SA;COUNT=30",
        ] {
            let all = read_at(rule, start).dates(start, start + LOOK_AHEAD, 30);
            for (kept, first) in all.iter().enumerate().skip(1) {
                let (before, after) = all.split_at(kept);
                let ended = Recurrence::parse(rule, start, first.pred_opt()).unwrap();
                assert_eq!(ended.dates(start, start + LOOK_AHEAD, 30), before, "{rule} before {first}");
                let rest = read_at(&split_rule(rule, kept), *first).dates(*first, *first + LOOK_AHEAD, 60);
                assert!(rest.starts_with(after), "{rule} from {first}: {rest:?}");
            }
        }
        assert_eq!(split_rule("FREQ=DAILY;COUNT=12", 5), "FREQ=DAILY;COUNT=7");
    }

    fn read_at(rule: &str, start: NaiveDate) -> Recurrence {
        Recurrence::parse(rule, start, None).unwrap()
    }

    #[test]
    fn weekly_dates_keep_to_their_bounds() {
        let tuesdays = Recurrence::parse("freq=weekly;byday=TU", day("2026-01-01"), Some(day("2026-01-20"))).unwrap();
        let dates = |from, until| {
            tuesdays.dates(day(from), day(until), 100).iter().map(ToString::to_string).collect::<Vec<_>>()
        };
        assert_eq!(dates("2026-01-01", "2026-03-01"), ["2026-01-06", "2026-01-13", "2026-01-20"]);
        assert_eq!(dates("2026-01-06", "2026-01-13"), ["2026-01-06"]);
        assert_eq!(dates("2026-01-21", "2026-03-01"), [""; 0]);
        assert_eq!(dates("2025-01-01", "2026-01-06"), [""; 0]);
    }
}
