//! `offers.csv`: what workshops can make in a week.

use entities::{
    catalogue::offer,
    values::{ALL_YEAR, ProductId, WorkshopId},
};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};

use crate::{
    catalogue::{self, OfferTerms},
    exchange::{
        cells::Cells,
        export::{Out, text, whole},
        import::Import,
        kind::{Column, Kind, may, must},
        sheet::Sheet,
    },
    platform::{http::problem::Result, table::Cell},
};

/// The columns.
pub const COLUMNS: &[Column] = &[
    must("workshop", "Code of the workshop."),
    must("product", "Code of the product; with the workshop it is the key."),
    must("capacity_per_week", "Workshops it can make in one production week."),
    may("min_batch", "Workshops; it makes none or at least this many."),
    may("lead_days", "Days it needs before the delivery, 0 to 90; empty = 0."),
    may("months", "Months in which it can be made, 1 to 12 with blanks between them; empty = all year."),
];

/// Puts offers.
pub async fn put(import: &mut Import<'_>, sheet: &Sheet) -> Result<()> {
    for row in sheet.rows() {
        let Some((workshop, product, terms)) = read(&mut import.cells(sheet, row)) else { continue };
        let done = catalogue::put_offer(import.tx, workshop, product, terms).await;
        import.done(sheet, row, done)?;
    }
    Ok(())
}

fn read(cells: &mut Cells<'_>) -> Option<(WorkshopId, ProductId, OfferTerms)> {
    let (workshop, product) = (cells.refer("workshop", Kind::Workshops), cells.refer("product", Kind::Products));
    let capacity_per_week = cells.whole("capacity_per_week", 0, 1_000_000);
    let min_batch = cells.maybe("min_batch", |c, column| c.whole(column, 1, 1_000_000));
    let lead_days = cells.or("lead_days", 0, |c, column| c.small(column, 0, 90));
    let harvest_months = cells.or("months", ALL_YEAR, months);
    let terms = OfferTerms {
        capacity_per_week: capacity_per_week?,
        min_batch: min_batch?,
        lead_days: lead_days?,
        harvest_months: harvest_months?,
    };
    Some((workshop?, product?, terms))
}

fn months(cells: &mut Cells<'_>, column: &'static str) -> Option<i32> {
    let given = cells.given(column).unwrap_or_default();
    let month = |word: &str| word.parse().ok().filter(|month: &u32| (1..=12).contains(month));
    let months: Option<Vec<u32>> = given.split_whitespace().map(month).collect();
    match months {
        Some(months) => Some(months.into_iter().fold(0, |bits, month| bits | 1 << (month - 1))),
        None => cells.wrong(column, "not_months", "Write numbers of months, such as `1 2 3 12`."),
    }
}

/// All live offers.
pub async fn rows(out: &Out<'_>) -> Result<Vec<Vec<Cell>>> {
    let live = offer::Entity::find().filter(offer::Column::EndedAt.is_null()).all(out.tx.db()).await?;
    let mut live: Vec<_> = live.into_iter().map(|o| ((out.name(o.workshop_id), out.name(o.product_id)), o)).collect();
    live.sort_by(|(a, _), (b, _)| a.cmp(b));
    let row = |((workshop, product), o): ((String, String), offer::Model)| {
        let months: Vec<String> =
            (0..12).filter(|bit| o.harvest_months & 1 << bit != 0).map(|bit: i32| (bit + 1).to_string()).collect();
        vec![
            text(workshop),
            text(product),
            Cell::Whole(o.capacity_per_week),
            o.min_batch.map_or(Cell::Empty, Cell::Whole),
            whole(o.lead_days),
            text(months.join(" ")),
        ]
    };
    Ok(live.into_iter().map(row).collect())
}
