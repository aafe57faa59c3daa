//! `pauses.csv`: days on which units agreed not to work.

use entities::{members::pause, values::UnitId};
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
        http::{limits::NOTE, problem::Answer},
        table::Cell,
    },
};

/// The columns.
pub const COLUMNS: &[Column] = &[
    must("unit", "Code of the unit."),
    must("from_date", "First day."),
    may("until_date", "Last day; empty = until said otherwise."),
    must("reason", "Why, in the words of who agreed it."),
];

/// Pauses units.
pub async fn put(import: &mut Import<'_>, sheet: &Sheet) -> Answer<()> {
    for row in sheet.rows() {
        let Some((unit, new)) = read(&mut import.cells(sheet, row)) else { continue };
        let done = members::add_pause(import.work, unit, new).await;
        import.done(sheet, row, done)?;
    }
    Ok(())
}

fn read(cells: &mut Cells<'_>) -> Option<(UnitId, NewPause)> {
    let unit = cells.refer("unit", Kind::Units);
    let (from_date, until_date) = (cells.date("from_date"), cells.maybe("until_date", Cells::date));
    let reason = cells.text::<NOTE>("reason");
    Some((unit?, NewPause { from_date: from_date?, until_date: until_date?, reason: reason? }))
}

/// All pauses.
pub async fn rows(out: &Out<'_>) -> Answer<Vec<Vec<Cell>>> {
    let all = pause::Entity::find().order_by_asc(pause::Column::FromDate).all(out.work.db()).await?;
    let mut all: Vec<_> = all.into_iter().map(|p| (out.name(p.unit_id), p)).collect();
    all.sort_by(|(a, _), (b, _)| a.cmp(b));
    let row = |(unit, p): (String, pause::Model)| {
        vec![text(unit), date(p.from_date), maybe_date(p.until_date), text(p.reason)]
    };
    Ok(all.into_iter().map(row).collect())
}
