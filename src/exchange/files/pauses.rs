//! `pauses.csv`: days on which workshops agreed not to work.

use entities::{members::pause, values::WorkshopId};
use sea_orm::{EntityTrait, QueryOrder};

use crate::{
    exchange::{
        cells::Cells,
        export::{Out, date, maybe_date, text},
        import::Import,
        kind::{Column, Kind, may, must},
        sheet::Sheet,
    },
    members::{self, NewPause},
    platform::{
        http::{limits::NOTE, problem::Result},
        table::Cell,
    },
};

/// The columns.
pub const COLUMNS: &[Column] = &[
    must("workshop", "Code of the workshop."),
    must("from_date", "First day."),
    may("until_date", "Last day; empty = until said otherwise."),
    must("reason", "Why, in the words of who agreed it."),
];

/// Pauses workshops.
pub async fn put(import: &mut Import<'_>, sheet: &Sheet) -> Result<()> {
    for row in sheet.rows() {
        let Some((workshop, new)) = read(&mut import.cells(sheet, row)) else { continue };
        let done = members::add_pause(import.tx, workshop, new).await;
        import.done(sheet, row, done)?;
    }
    Ok(())
}

fn read(cells: &mut Cells<'_>) -> Option<(WorkshopId, NewPause)> {
    let workshop = cells.refer("workshop", Kind::Workshops);
    let (from_date, until_date) = (cells.date("from_date"), cells.maybe("until_date", Cells::date));
    let reason = cells.text::<NOTE>("reason");
    Some((workshop?, NewPause { from_date: from_date?, until_date: until_date?, reason: reason? }))
}

/// All pauses.
pub async fn rows(out: &Out<'_>) -> Result<Vec<Vec<Cell>>> {
    let all = pause::Entity::find().order_by_asc(pause::Column::FromDate).all(out.tx.db()).await?;
    let mut all: Vec<_> = all.into_iter().map(|p| (out.name(p.workshop_id), p)).collect();
    all.sort_by(|(a, _), (b, _)| a.cmp(b));
    let row = |(workshop, p): (String, pause::Model)| {
        vec![text(workshop), date(p.from_date), maybe_date(p.until_date), text(p.reason)]
    };
    Ok(all.into_iter().map(row).collect())
}
