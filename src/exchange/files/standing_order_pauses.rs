//! `standing_order_pauses.csv`: days on which recurring orders rest.

use chrono::NaiveDate;
use entities::{orders::standing_order_pause, values::StandingOrderId};
use sea_orm::{EntityTrait, QueryOrder};

use crate::{
    exchange::{
        cells::Cells,
        export::{Out, date, text},
        import::Import,
        kind::{Column, Kind, must},
        sheet::Sheet,
        store,
    },
    orders,
    platform::{
        http::problem::{Problem, Result},
        table::Cell,
        unit_of_work::UnitOfWork,
    },
};

/// The columns.
pub const COLUMNS: &[Column] = &[
    must("standing_order", "Code of the standing order."),
    must("from_date", "First day."),
    must("until_date", "Last day; at most a year later."),
];

/// Pauses standing orders.
pub async fn put(import: &mut Import<'_>, sheet: &Sheet) -> Result<()> {
    for row in sheet.rows() {
        let Some((standing, from, until)) = read(&mut import.cells(sheet, row)) else { continue };
        let done = put_pause(import.tx, standing, from, until).await;
        import.done(sheet, row, done)?;
    }
    Ok(())
}

async fn put_pause(tx: &mut UnitOfWork, standing: StandingOrderId, from: NaiveDate, until: NaiveDate) -> Result<()> {
    if store::is_paused(tx, standing, from, until).await? {
        return Ok(());
    }
    let standing = store::standing_order_by_id(tx, standing).await?;
    let standing = standing.ok_or_else(|| Problem::not_found("standing order"))?;
    orders::pause(tx, &standing, from, until).await
}

fn read(cells: &mut Cells<'_>) -> Option<(StandingOrderId, NaiveDate, NaiveDate)> {
    let standing = cells.refer("standing_order", Kind::StandingOrders);
    let (from, until) = (cells.date("from_date"), cells.date("until_date"));
    Some((standing?, from?, until?))
}

/// The pauses of standing orders that have not ended.
pub async fn rows(out: &Out<'_>) -> Result<Vec<Vec<Cell>>> {
    let all = standing_order_pause::Entity::find().order_by_asc(standing_order_pause::Column::FromDate);
    let all = all.all(out.tx.db()).await?;
    let mut all: Vec<_> = all
        .into_iter()
        .filter(|p| !out.ended.contains(&p.standing_order_id))
        .map(|p| (out.name(p.standing_order_id), p))
        .collect();
    all.sort_by(|(a, _), (b, _)| a.cmp(b));
    let row = |(standing, p): (String, standing_order_pause::Model)| {
        vec![text(standing), date(p.from_date), date(p.until_date)]
    };
    Ok(all.into_iter().map(row).collect())
}
