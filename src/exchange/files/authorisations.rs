//! `authorisations.csv`: sanitary authorisations of workshops after their first.

use std::collections::HashSet;

use entities::{members::sanitary_authorisation, values::WorkshopId};
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
    platform::{http::problem::Result, table::Cell},
};

/// Characters of a number.
pub const NUMBER: usize = 60;

/// The columns.
pub const COLUMNS: &[Column] = &[
    must("workshop", "Code of the workshop."),
    must("number", "Number of the resolution."),
    must("valid_from", "First day."),
    may("valid_until", "Last day; empty = three years."),
];

/// Writes down authorisations.
pub async fn put(import: &mut Import<'_>, sheet: &Sheet) -> Result<()> {
    for row in sheet.rows() {
        let Some((workshop, new)) = read(&mut import.cells(sheet, row)) else { continue };
        let done = members::add_authorisation(import.tx, workshop, new).await;
        import.done(sheet, row, done)?;
    }
    Ok(())
}

fn read(cells: &mut Cells<'_>) -> Option<(WorkshopId, NewAuthorisation)> {
    let workshop = cells.refer("workshop", Kind::Workshops);
    let (number, valid_from) = (cells.text::<NUMBER>("number"), cells.date("valid_from"));
    let valid_until = cells.maybe("valid_until", Cells::date);
    Some((workshop?, NewAuthorisation { number: number?, valid_from: valid_from?, valid_until: valid_until? }))
}

/// All authorisations, the newest first.
pub async fn newest_first(out: &Out<'_>) -> Result<Vec<sanitary_authorisation::Model>> {
    let all = sanitary_authorisation::Entity::find()
        .order_by_desc(sanitary_authorisation::Column::ValidFrom)
        .order_by_desc(sanitary_authorisation::Column::Number);
    Ok(all.all(out.tx.db()).await?)
}

/// All authorisations but each workshop's first, which stands in `workshops.csv`.
pub async fn rows(out: &Out<'_>) -> Result<Vec<Vec<Cell>>> {
    let mut seen: HashSet<WorkshopId> = HashSet::new();
    let oldest_first = newest_first(out).await?.into_iter().rev();
    let mut later: Vec<_> =
        oldest_first.filter(|a| !seen.insert(a.workshop_id)).map(|a| (out.name(a.workshop_id), a)).collect();
    later.sort_by(|(a, _), (b, _)| a.cmp(b));
    let row = |(workshop, a): (String, sanitary_authorisation::Model)| {
        vec![text(workshop), text(a.number), date(a.valid_from), date(a.valid_until)]
    };
    Ok(later.into_iter().map(row).collect())
}
