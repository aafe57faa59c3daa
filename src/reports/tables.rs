//! The reports as tables of a file, with the column names in a language.

use entities::values::{Amount, Currency};

use super::{fairness::Fairness, rules::MILLION};
use crate::platform::{
    locale::{Localizer, localize},
    table::{Cell, Table},
};

/// Decimals of a percentage, and of a ratio below the minor unit.
const RATIO_DIGITS: u32 = 2;

/// The workshops of a season, one row each.
pub fn workshops(report: &Fairness, currency: Currency, texts: Localizer) -> Table {
    let money = |amount: Amount| Cell::Decimal { units: amount.0, digits: currency.minor_digits() };
    let rows = report.workshops.iter().map(|workshop| {
        let given = workshop.given;
        vec![
            Cell::Text(workshop.code.clone()),
            Cell::Text(workshop.name.clone()),
            Cell::Whole(workshop.weight),
            percent(workshop.agreed),
            percent(workshop.received),
            money(given.received),
            money(given.awaited),
            money(given.declined),
            money(given.short),
            money(given.taken_back),
            money(given.credit),
            ratio(given.ratio, currency),
        ]
    });
    let header = vec![
        localize!(texts, "fairness-workshops.code"),
        localize!(texts, "fairness-workshops.name"),
        localize!(texts, "fairness-workshops.share"),
        localize!(texts, "fairness-workshops.agreed"),
        localize!(texts, "fairness-workshops.received-share"),
        localize!(texts, "fairness-workshops.accepted"),
        localize!(texts, "fairness-workshops.awaited"),
        localize!(texts, "fairness-workshops.declined"),
        localize!(texts, "fairness-workshops.short"),
        localize!(texts, "fairness-workshops.withdrawn"),
        localize!(texts, "fairness-workshops.joining-credit"),
        localize!(texts, "fairness-workshops.ratio"),
    ];
    Table { header, rows: rows.collect() }
}

/// The cycles of a season, one row each.
pub fn cycles(report: &Fairness, currency: Currency, texts: Localizer) -> Table {
    let rows = report.cycles.iter().map(|cycle| {
        let spread = cycle.spread;
        vec![
            Cell::Text(cycle.code.clone()),
            Cell::Date(cycle.delivery_date),
            ratio(spread.lowest, currency),
            ratio(spread.median, currency),
            ratio(spread.highest, currency),
            ratio(spread.gap, currency),
            ratio(spread.lot, currency),
            Cell::Whole(i64::try_from(spread.free).unwrap_or(i64::MAX)),
        ]
    });
    let header = vec![
        localize!(texts, "fairness-cycles.code"),
        localize!(texts, "fairness-cycles.delivery"),
        localize!(texts, "fairness-cycles.lowest"),
        localize!(texts, "fairness-cycles.median"),
        localize!(texts, "fairness-cycles.highest"),
        localize!(texts, "fairness-cycles.gap"),
        localize!(texts, "fairness-cycles.lot"),
        localize!(texts, "fairness-cycles.free"),
    ];
    Table { header, rows: rows.collect() }
}

/// Millionths as a percentage.
fn percent(part: i64) -> Cell {
    Cell::Decimal { units: part / (MILLION / 10_000), digits: RATIO_DIGITS }
}

/// Money per share: two decimals below the minor unit.
fn ratio(micro: i64, currency: Currency) -> Cell {
    Cell::Decimal { units: micro / (MILLION / 100), digits: currency.minor_digits() + RATIO_DIGITS }
}
