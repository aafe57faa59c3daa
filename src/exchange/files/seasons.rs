//! `seasons.csv`: the periods in which fairness is balanced.

use chrono::NaiveDate;
use entities::members::season;
use sea_orm::{EntityTrait, QueryOrder};

use crate::{
    exchange::{
        cells::Cells,
        export::{Out, date, text},
        import::Import,
        kind::{Column, must},
        sheet::Sheet,
    },
    members::{self, NewSeason},
    platform::{
        http::{limits::NAME, problem::Result},
        table::Cell,
    },
};

/// The columns.
pub const COLUMNS: &[Column] = &[
    must("code", "Its code, such as `2026-27`."),
    must("name", "What people call it."),
    must("starts_on", "First day."),
    must("ends_on", "Last day."),
];

/// Opens the seasons that are new.
pub async fn put(import: &mut Import<'_>, sheet: &Sheet) -> Result<()> {
    for row in sheet.rows() {
        let Some(new) = read(&mut import.cells(sheet, row)) else { continue };
        if let Some(stored) = import.stored.seasons.get(&new.code)
            && (&stored.name, stored.starts_on, stored.ends_on) == (&new.name, new.starts_on, new.ends_on)
        {
            continue;
        }
        let done = members::open_season(import.tx, new).await;
        if let Some(made) = import.done(sheet, row, done)? {
            import.learn(sheet, made.code, made.id);
        }
    }
    Ok(())
}

fn read(cells: &mut Cells<'_>) -> Option<NewSeason> {
    let (code, name): (Option<String>, Option<String>) = (cells.code("code"), cells.text::<NAME>("name"));
    let (starts_on, ends_on): (Option<NaiveDate>, Option<NaiveDate>) = (cells.date("starts_on"), cells.date("ends_on"));
    Some(NewSeason { code: code?, name: name?, starts_on: starts_on?, ends_on: ends_on? })
}

/// All seasons.
pub async fn rows(out: &Out<'_>) -> Result<Vec<Vec<Cell>>> {
    let all = season::Entity::find().order_by_asc(season::Column::StartsOn).all(out.tx.db()).await?;
    Ok(all.into_iter().map(|s| vec![text(s.code), text(s.name), date(s.starts_on), date(s.ends_on)]).collect())
}
