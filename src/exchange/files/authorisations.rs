//! `authorisations.csv`: sanitary authorisations of units after their first.

use std::collections::HashSet;

use entities::{members::sanitary_authorisation, values::UnitId};
use sea_orm::{EntityTrait, QueryOrder};

use crate::{
    exchange::{
        cells::Cells,
        export::{Out, date, text},
        import::Import,
        kind::{Column, Kind, may, must},
        sheet::Sheet,
    },
    members::{self, NewAuthorisation},
    platform::{http::problem::Answer, table::Cell},
};

/// Characters of a number.
pub const NUMBER: usize = 60;

/// The columns.
pub const COLUMNS: &[Column] = &[
    must("unit", "Code of the unit."),
    must("number", "Number of the resolution."),
    must("valid_from", "First day."),
    may("valid_until", "Last day; empty = three years."),
];

/// Writes down authorisations.
pub async fn put(import: &mut Import<'_>, sheet: &Sheet) -> Answer<()> {
    for row in sheet.rows() {
        let Some((unit, new)) = read(&mut import.cells(sheet, row)) else { continue };
        let done = members::add_authorisation(import.work, unit, new).await;
        import.done(sheet, row, done)?;
    }
    Ok(())
}

fn read(cells: &mut Cells<'_>) -> Option<(UnitId, NewAuthorisation)> {
    let unit = cells.refer("unit", Kind::Units);
    let (number, valid_from) = (cells.text::<NUMBER>("number"), cells.date("valid_from"));
    let valid_until = cells.maybe("valid_until", Cells::date);
    Some((unit?, NewAuthorisation { number: number?, valid_from: valid_from?, valid_until: valid_until? }))
}

/// All authorisations, the newest first.
pub async fn newest_first(out: &Out<'_>) -> Answer<Vec<sanitary_authorisation::Model>> {
    let all = sanitary_authorisation::Entity::find()
        .order_by_desc(sanitary_authorisation::Column::ValidFrom)
        .order_by_desc(sanitary_authorisation::Column::Number);
    Ok(all.all(out.work.db()).await?)
}

/// All authorisations but each unit's first, which stands in `units.csv`.
pub async fn rows(out: &Out<'_>) -> Answer<Vec<Vec<Cell>>> {
    let mut seen: HashSet<UnitId> = HashSet::new();
    let oldest_first = newest_first(out).await?.into_iter().rev();
    let mut later: Vec<_> =
        oldest_first.filter(|a| !seen.insert(a.unit_id)).map(|a| (out.name(a.unit_id), a)).collect();
    later.sort_by(|(a, _), (b, _)| a.cmp(b));
    let row = |(unit, a): (String, sanitary_authorisation::Model)| {
        vec![text(unit), text(a.number), date(a.valid_from), date(a.valid_until)]
    };
    Ok(later.into_iter().map(row).collect())
}
