//! `arrivals.csv`: guests arriving at lodges, which move the lines per guest of orders in open cycles.

use std::collections::{BTreeMap, HashSet};

use entities::{orders::arrival, values::BuyerId};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder};

use crate::{
    buyers,
    exchange::{
        cells::Cells,
        export::{Out, date, text, whole},
        import::Import,
        kind::{Column, Kind, must},
        sheet::{Row, Sheet},
    },
    orders::{self, NewArrival},
    platform::{
        http::{limits::NAME, problem::Result},
        table::Cell,
        unit_of_work::UnitOfWork,
    },
};

/// The columns.
pub const COLUMNS: &[Column] = &[
    must("buyer", "Code of the lodge's account."),
    must("reference", "The lodge's own reference; with the account it is the key."),
    must("date", "The day of arrival."),
    must("guests", "How many come."),
];

/// Records arrivals, all of a lodge at once.
pub async fn put(import: &mut Import<'_>, sheet: &Sheet) -> Result<()> {
    let mut seen: HashSet<(BuyerId, String)> = HashSet::new();
    let mut of: BTreeMap<BuyerId, (Vec<&Row>, Vec<NewArrival>)> = BTreeMap::new();
    for row in sheet.rows() {
        let mut cells = import.cells(sheet, row);
        let Some((buyer, new)) = read(&mut cells) else { continue };
        if !seen.insert((buyer, new.reference.clone())) {
            cells.wrong::<()>("reference", "reference_twice", "Each reference of a lodge stands once in a file.");
            continue;
        }
        let (rows, arrivals) = of.entry(buyer).or_default();
        rows.push(row);
        arrivals.push(new);
    }
    for (buyer, (rows, arrivals)) in of {
        let done = put_all(import.tx, buyer, arrivals).await;
        import.done_rows(sheet, &rows, done)?;
    }
    Ok(())
}

async fn put_all(tx: &mut UnitOfWork, buyer: BuyerId, arrivals: Vec<NewArrival>) -> Result<()> {
    let buyer = buyers::buyer(tx, buyer).await?;
    orders::put_arrivals(tx, &buyer, arrivals).await.map(drop)
}

fn read(cells: &mut Cells<'_>) -> Option<(BuyerId, NewArrival)> {
    let buyer = cells.refer("buyer", Kind::Buyers);
    let (reference, date) = (cells.text::<NAME>("reference"), cells.date("date"));
    let guests = cells.small("guests", 0, 10_000);
    Some((buyer?, NewArrival { reference: reference?, date: date?, guests: guests? }))
}

/// All arrivals that were not cancelled.
pub async fn rows(out: &Out<'_>) -> Result<Vec<Vec<Cell>>> {
    let all = arrival::Entity::find()
        .filter(arrival::Column::CancelledAt.is_null())
        .order_by_asc(arrival::Column::Date)
        .order_by_asc(arrival::Column::Reference);
    let mut all: Vec<_> = all.all(out.tx.db()).await?.into_iter().map(|a| (out.name(a.buyer_id), a)).collect();
    all.sort_by(|(a, _), (b, _)| a.cmp(b));
    let row =
        |(buyer, a): (String, arrival::Model)| vec![text(buyer), text(a.reference), date(a.date), whole(a.guests)];
    Ok(all.into_iter().map(row).collect())
}
