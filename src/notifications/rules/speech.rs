//! Amounts, numbers, dates and hours as the reader's language writes them, in the same forms as the web app.

use chrono::{DateTime, Datelike, NaiveDate, Timelike};
use chrono_tz::Tz;
use entities::values::{Currency, Language, Money};

use crate::platform::table::decimal;

/// An instant in the cooperative's zone.
pub type Moment = DateTime<Tz>;

/// The text of the reader's language.
pub fn pick(language: Language, es: impl Into<String>, en: impl Into<String>) -> String {
    match language {
        Language::Es => es.into(),
        Language::En => en.into(),
    }
}

/// `1234567` as `1.234.567` or `1,234,567`.
pub fn whole(language: Language, number: i64) -> String {
    let sign = if number < 0 { "-" } else { "" };
    format!("{sign}{}", grouped(language, &number.unsigned_abs().to_string()))
}

fn grouped(language: Language, digits: &str) -> String {
    let separator = match language {
        Language::Es => '.',
        Language::En => ',',
    };
    let mut written = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            written.push(separator);
        }
        written.push(digit);
    }
    written
}

/// An amount: `$12.990` in Spanish, `$12,990` in English; a bare `$` means pesos.
pub fn money(language: Language, money: Money) -> String {
    let symbol = match money.currency {
        Currency::Clp => "$",
        Currency::Usd => "US$",
        Currency::Eur => "€",
    };
    let point = match language {
        Language::Es => ",",
        Language::En => ".",
    };
    let written = decimal(money.amount, money.currency.minor_digits());
    let (sign, figures) = written.strip_prefix('-').map_or(("", written.as_str()), |figures| ("-", figures));
    let (units, minor) = figures.split_once('.').map_or((figures, None), |(units, minor)| (units, Some(minor)));
    let minor = minor.map(|minor| format!("{point}{minor}")).unwrap_or_default();
    format!("{sign}{symbol}{}{minor}", grouped(language, units))
}

/// `3 unidades`, `1 unidad`.
pub fn count(language: Language, number: i64, es: [&str; 2], en: [&str; 2]) -> String {
    let [one, many] = match language {
        Language::Es => es,
        Language::En => en,
    };
    format!("{} {}", whole(language, number), if number == 1 { one } else { many })
}

/// Units of a product.
pub fn units(language: Language, number: i64) -> String {
    count(language, number, ["unidad", "unidades"], ["unit", "units"])
}

const MONTHS: [[&str; 2]; 12] = [
    ["enero", "January"],
    ["febrero", "February"],
    ["marzo", "March"],
    ["abril", "April"],
    ["mayo", "May"],
    ["junio", "June"],
    ["julio", "July"],
    ["agosto", "August"],
    ["septiembre", "September"],
    ["octubre", "October"],
    ["noviembre", "November"],
    ["diciembre", "December"],
];
const WEEKDAYS: [[&str; 2]; 7] = [
    ["lunes", "Monday"],
    ["martes", "Tuesday"],
    ["miércoles", "Wednesday"],
    ["jueves", "Thursday"],
    ["viernes", "Friday"],
    ["sábado", "Saturday"],
    ["domingo", "Sunday"],
];

fn word(names: &[[&'static str; 2]], at: u32, language: Language) -> &'static str {
    let [es, en] = usize::try_from(at).ok().and_then(|at| names.get(at)).copied().unwrap_or_default();
    match language {
        Language::Es => es,
        Language::En => en,
    }
}

/// `6 de marzo de 2026`, `6 March 2026`.
pub fn date(language: Language, date: NaiveDate) -> String {
    let month = word(&MONTHS, date.month0(), language);
    let (day, year) = (date.day(), date.year());
    pick(language, format!("{day} de {month} de {year}"), format!("{day} {month} {year}"))
}

/// `viernes 6 de marzo de 2026`, `Friday 6 March 2026`.
pub fn weekday(language: Language, day: NaiveDate) -> String {
    format!("{} {}", word(&WEEKDAYS, day.weekday().num_days_from_monday(), language), date(language, day))
}

/// `miércoles 4 de marzo de 2026 a las 18:00`, `Wednesday 4 March 2026 at 18:00`.
pub fn moment(language: Language, at: Moment) -> String {
    let day = weekday(language, at.date_naive());
    let hour = format!("{:02}:{:02}", at.hour(), at.minute());
    pick(language, format!("{day} a las {hour}"), format!("{day} at {hour}"))
}
