//! The reports as tables that leave the program, with the column names of a language.

use entities::values::{Amount, Currency, Language};

use super::{fairness::Fairness, rules::MILLION};
use crate::platform::table::{Cell, Table};

/// Decimals of a percentage, and of a ratio below the minor unit.
const RATIO_DIGITS: u32 = 2;

fn header(language: Language, es: &[&str], en: &[&str]) -> Vec<String> {
    let names = match language {
        Language::Es => es,
        Language::En => en,
    };
    names.iter().map(|name| (*name).to_owned()).collect()
}

/// The workshops of a season, one row each.
pub fn workshops(report: &Fairness, currency: Currency, language: Language) -> Table {
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
    let es = [
        "código",
        "unidad productiva",
        "participación",
        "participación acordada %",
        "participación recibida %",
        "aceptado",
        "por recibir",
        "rechazado por el taller o sin respuesta",
        "faltó o no pasó el control",
        "retirado por la cooperativa",
        "crédito de ingreso",
        "índice",
    ];
    let en = [
        "code",
        "workshop",
        "share",
        "share agreed %",
        "share received %",
        "accepted",
        "awaited",
        "declined or unanswered",
        "short or rejected",
        "taken back",
        "joining credit",
        "ratio",
    ];
    Table { header: header(language, &es, &en), rows: rows.collect() }
}

/// The cycles of a season, one row each.
pub fn cycles(report: &Fairness, currency: Currency, language: Language) -> Table {
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
    let es = [
        "ciclo",
        "entrega",
        "índice más bajo",
        "índice del medio",
        "índice más alto",
        "distancia entre quienes pudieron hacer más",
        "tanda más cara por participación",
        "unidades que pudieron hacer más",
    ];
    let en = [
        "cycle",
        "delivery",
        "lowest ratio",
        "median ratio",
        "highest ratio",
        "gap among those who could have made more",
        "dearest lot per share",
        "workshops that could have made more",
    ];
    Table { header: header(language, &es, &en), rows: rows.collect() }
}

/// Millionths as a percentage.
fn percent(part: i64) -> Cell {
    Cell::Decimal { units: part / (MILLION / 10_000), digits: RATIO_DIGITS }
}

/// Money per share: two decimals below the minor unit.
fn ratio(micro: i64, currency: Currency) -> Cell {
    Cell::Decimal { units: micro / (MILLION / 100), digits: currency.minor_digits() + RATIO_DIGITS }
}
