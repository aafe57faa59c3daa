//! Numbers, money and dates as a person reads them, by the CLDR data of a language's locale.
//!
//! Every mail, document, report and ledger text uses these functions, also through the message files
//! ([`platform::locale`](super::locale)). The web app has the same rules over the browser's `Intl`, which has the same
//! data: `frontend/src/lib/app/format`. `tests/locales.rs` compares the two over the cases in `tests/locales/format.json`.

use chrono::{DateTime, Datelike, NaiveDate, Timelike};
use chrono_tz::Tz;
use entities::values::{Currency, Language, Money};
use icu_calendar::{Date, Gregorian};
use icu_datetime::{
    FixedCalendarDateTimeFormatter,
    fieldsets::{E, YMD},
};
use icu_decimal::{
    DecimalFormatter,
    input::Decimal,
    options::{DecimalFormatterOptions, GroupingStrategy},
};
use icu_locale_core::{Locale, locale};

/// Decimals of a rate in basis points, as a percentage.
pub const PERCENT_DIGITS: u32 = 2;

/// How a date is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DateStyle {
    /// `6 de marzo de 2026`, `6 March 2026`.
    Long,
    /// With the day of the week before it: `viernes 6 de marzo de 2026`, `Friday 6 March 2026`.
    Full,
}

/// The locale whose conventions a language follows; the web app has the same in `money.ts`.
fn locale_of(language: Language) -> Locale {
    match language {
        Language::Es => locale!("es-CL"),
        Language::En => locale!("en-GB"),
    }
}

/// A whole number: `1.234.567` or `1,234,567`.
pub fn number(language: Language, number: i64) -> String {
    grouped(language, Decimal::from(number))
}

/// A number of `units` of the last of `digits` decimals: `(123456, 2)` is `1.234,56` or `1,234.56`.
pub fn decimal(language: Language, units: i64, digits: u32) -> String {
    grouped(language, scaled(Decimal::from(units), digits))
}

/// An amount of money: `$12.990` in Spanish and `$12,990` in English. A bare `$` means pesos in both languages.
pub fn money(language: Language, money: Money) -> String {
    let symbol = match (money.currency, language) {
        (Currency::Clp, _) => "$",
        (Currency::Usd, _) => "US$",
        (Currency::Eur, Language::Es) => "EUR\u{a0}",
        (Currency::Eur, Language::En) => "€",
    };
    // The sign is written before the currency in both languages; the CLDR patterns of some locales write it after.
    let sign = if money.amount < 0 { "-" } else { "" };
    let amount = scaled(Decimal::from(money.amount.unsigned_abs()), money.currency.minor_digits());
    format!("{sign}{symbol}{}", grouped(language, amount))
}

/// A rate in basis points as a percentage, without trailing zeros: `1900` is `19%`, `3150` is `31,5%`.
pub fn percent(language: Language, basis_points: i32) -> String {
    let mut rate = scaled(Decimal::from(basis_points), PERCENT_DIGITS);
    rate.trim_end();
    format!("{}%", grouped(language, rate))
}

/// A calendar date.
pub fn date(language: Language, date: NaiveDate, style: DateStyle) -> String {
    let month = u8::try_from(date.month()).unwrap_or_default();
    let day = u8::try_from(date.day()).unwrap_or_default();
    let Ok(calendar_date) = Date::try_new_gregorian(date.year(), month, day) else { return date.to_string() };
    let preferences = (&locale_of(language)).into();
    let Ok(long) = FixedCalendarDateTimeFormatter::<Gregorian, _>::try_new(preferences, YMD::long()) else {
        return date.to_string();
    };
    let day_and_month = long.format(&calendar_date).to_string();
    match (style, FixedCalendarDateTimeFormatter::<Gregorian, _>::try_new(preferences, E::long())) {
        (DateStyle::Full, Ok(weekday)) => format!("{} {day_and_month}", weekday.format(&calendar_date)),
        (DateStyle::Full, Err(_)) | (DateStyle::Long, _) => day_and_month,
    }
}

/// The time of day on a 24-hour clock, to the minute: `07:05`.
pub fn time(at: DateTime<Tz>) -> String {
    format!("{:02}:{:02}", at.hour(), at.minute())
}

/// A Chilean tax number with the points that people read, `12.345.678-5`; anything else is returned unchanged.
pub fn tax_id(plain: &str) -> String {
    let parts = plain.split_once('-').filter(|(digits, _)| digits.bytes().all(|byte| byte.is_ascii_digit()));
    match parts.and_then(|(digits, check)| Some((digits.parse().ok()?, check))) {
        Some((digits, check)) => format!("{}-{check}", number(Language::Es, digits)),
        None => plain.to_owned(),
    }
}

fn scaled(mut number: Decimal, digits: u32) -> Decimal {
    number.multiply_pow10(-i16::try_from(digits).unwrap_or_default());
    number
}

fn grouped(language: Language, number: Decimal) -> String {
    let mut options = DecimalFormatterOptions::default();
    // Plain Spanish does not group four digits; prices are easier to compare where all are.
    options.grouping_strategy = Some(GroupingStrategy::Always);
    match DecimalFormatter::try_new((&locale_of(language)).into(), options) {
        Ok(formatter) => formatter.format(&number).to_string(),
        Err(_) => number.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use chrono::TimeZone;
    use entities::values::{
        Amount,
        Language::{En, Es},
    };

    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn money_is_written_as_the_web_app_writes_it() {
        let amount = |amount: i64, currency| Amount(amount).of(currency);
        for (of, es, en) in [
            (amount(12_990, Currency::Clp), "$12.990", "$12,990"),
            (amount(4_990, Currency::Clp), "$4.990", "$4,990"),
            (amount(1_012_990, Currency::Clp), "$1.012.990", "$1,012,990"),
            (amount(0, Currency::Clp), "$0", "$0"),
            (amount(-5, Currency::Clp), "-$5", "-$5"),
            (amount(123_456, Currency::Usd), "US$1.234,56", "US$1,234.56"),
            (amount(-5, Currency::Usd), "-US$0,05", "-US$0.05"),
            (amount(100_000, Currency::Eur), "EUR\u{a0}1.000,00", "€1,000.00"),
            (amount(i64::MIN, Currency::Clp), "-$9.223.372.036.854.775.808", "-$9,223,372,036,854,775,808"),
        ] {
            assert_eq!((money(Es, of).as_str(), money(En, of).as_str()), (es, en));
        }
    }

    #[test]
    fn numbers_have_the_separators_of_their_language() {
        assert_eq!((number(Es, -1_000), number(En, 999)), ("-1.000".into(), "999".into()));
        assert_eq!((decimal(Es, 123_456, 2), decimal(En, 5, 2)), ("1.234,56".into(), "0.05".into()));
        assert_eq!((percent(Es, 1_900), percent(En, 1_900)), ("19%".into(), "19%".into()));
        assert_eq!((percent(Es, 3_150), percent(En, 3_150)), ("31,5%".into(), "31.5%".into()));
    }

    #[test]
    fn dates_name_the_month_and_the_day_of_the_week() {
        assert_eq!(date(Es, day("2026-09-01"), DateStyle::Long), "1 de septiembre de 2026");
        assert_eq!(date(En, day("2026-09-01"), DateStyle::Long), "1 September 2026");
        assert_eq!(date(Es, day("2026-03-04"), DateStyle::Full), "miércoles 4 de marzo de 2026");
        assert_eq!(date(En, day("2026-12-31"), DateStyle::Full), "Thursday 31 December 2026");
        let at = chrono_tz::America::Coyhaique.with_ymd_and_hms(2026, 3, 8, 7, 5, 0).unwrap();
        assert_eq!(time(at), "07:05");
    }

    #[test]
    fn tax_numbers_have_points() {
        assert_eq!(tax_id("12345678-5"), "12.345.678-5");
        assert_eq!((tax_id("9-K"), tax_id("US-123")), ("9-K".into(), "US-123".into()));
    }
}
