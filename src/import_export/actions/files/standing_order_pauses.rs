//! `standing_order_pauses.csv`: days on which standing orders pause.

use chrono::NaiveDate;
use entities::{orders::standing_order_pause, values::StandingOrderId};

use crate::{
    import_export::{
        actions::{
            exporter::{Exporter, date, text},
            importer::{ImportFile, Importer},
        },
        rules::{file_kind::FileKind, import_row::ImportRow},
        store,
    },
    orders,
    platform::{
        csv::{Column, required},
        http::{
            dates::PlannedDate,
            problem::{Problem, Result},
        },
        table::Cell,
        unit_of_work::UnitOfWork,
    },
};

/// Its columns.
pub const COLUMNS: &[Column] = &[
    required("standing_order", "Code of the standing order."),
    required("from_date", "First day."),
    required("until_date", "Last day; at most a year later."),
];

/// Pauses standing orders.
pub async fn import_rows(importer: &mut Importer<'_>, file: &ImportFile) -> Result<()> {
    for row in file.csv.rows() {
        let Some((standing, from, until)) = read(&mut importer.reader(file, row)) else { continue };
        let result = pause(importer.tx, standing, from, until).await;
        importer.ok_or_report(file, row, result)?;
    }
    Ok(())
}

async fn pause(tx: &mut UnitOfWork, standing: StandingOrderId, from: NaiveDate, until: NaiveDate) -> Result<()> {
    if store::orders::has_pause(tx, standing, from, until).await? {
        return Ok(());
    }
    let standing = store::orders::standing_order_by_id(tx, standing).await?;
    let standing = standing.ok_or_else(|| Problem::not_found("standing order"))?;
    orders::pause_standing_order(tx, standing.buyer_id, standing.id, from, until).await.map(drop)
}

fn read(row: &mut ImportRow<'_>) -> Option<(StandingOrderId, NaiveDate, NaiveDate)> {
    let standing = row.reference("standing_order", FileKind::StandingOrders);
    let (from, until) = (row.date_of::<PlannedDate>("from_date"), row.date_of::<PlannedDate>("until_date"));
    Some((standing?, from?, until?))
}

/// The pauses of standing orders that have not ended.
pub async fn export_rows(exporter: &Exporter<'_>) -> Result<Vec<Vec<Cell>>> {
    let mut all: Vec<_> = store::orders::standing_order_pauses(exporter.tx)
        .await?
        .into_iter()
        .filter(|p| !exporter.ended_standing_orders.contains(&p.standing_order_id))
        .map(|p| (exporter.code(p.standing_order_id), p))
        .collect();
    all.sort_by(|(a, _), (b, _)| a.cmp(b));
    let row = |(standing, p): (String, standing_order_pause::Model)| {
        vec![text(standing), date(p.from_date), date(p.until_date)]
    };
    Ok(all.into_iter().map(row).collect())
}
