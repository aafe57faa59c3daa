//! `prices.csv`: whole price lists. A list has the prices that the file names and no others; where they differ from
//! what it had, a new version begins.

use entities::{
    catalogue::{price, price_list},
    values::{ProductId, SegmentId},
};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder};

use crate::{
    catalogue::{self, PriceRow},
    exchange::{
        cells::Cells,
        export::{Out, text},
        import::{Import, grouped},
        kind::{Column, Kind, may, must},
        sheet::Sheet,
    },
    platform::{
        http::{limits::LINE, problem::Result},
        table::Cell,
        unit_of_work::UnitOfWork,
    },
};

/// The columns.
pub const COLUMNS: &[Column] = &[
    must("price_list", "Code of the list. Its rows together are the whole list."),
    may("name", "What people call the list; empty = its code."),
    must("segment", "Code of the segment that it serves; each segment has one list."),
    must("product", "Code of the product."),
    may("min_quantity", "From this many units; empty = 1."),
    must("price", "Net price of one unit."),
];

struct Price {
    code: String,
    name: String,
    segment: SegmentId,
    row: PriceRow,
}

/// Sets the prices of lists.
pub async fn put(import: &mut Import<'_>, sheet: &Sheet) -> Result<()> {
    for group in grouped(sheet, "price_list") {
        let mut prices: Vec<Price> = Vec::with_capacity(group.len());
        for row in &group {
            let mut cells = import.cells(sheet, row);
            let Some(price) = read(&mut cells) else { continue };
            match prices.first() {
                Some(first) if first.segment != price.segment => {
                    cells.wrong::<()>("segment", "rows_differ", "All rows of a price list name the same segment.");
                }
                _ => prices.push(price),
            }
        }
        if prices.len() < group.len() {
            continue;
        }
        let code = prices.first().map(|price| price.code.clone()).unwrap_or_default();
        let done = put_list(import.tx, &prices).await;
        if let Some(Some(id)) = import.done_rows(sheet, &group, done)? {
            import.learn(sheet, code, id);
        }
    }
    Ok(())
}

async fn put_list(tx: &mut UnitOfWork, prices: &[Price]) -> Result<Option<entities::values::PriceListId>> {
    let Some(first) = prices.first() else { return Ok(None) };
    let list = catalogue::put_price_list(tx, &first.code, &first.name, first.segment).await?;
    let rows: Vec<PriceRow> = prices.iter().map(|price| price.row).collect();
    catalogue::set_prices(tx, list.id, &rows).await?;
    Ok(Some(list.id))
}

fn read(cells: &mut Cells<'_>) -> Option<Price> {
    let (code, name) = (cells.code("price_list"), cells.maybe_text::<LINE>("name"));
    let segment = cells.refer("segment", Kind::Segments);
    let product: Option<ProductId> = cells.refer("product", Kind::Products);
    let min_quantity = cells.or("min_quantity", 1, |c, column| c.whole(column, 1, 1_000_000));
    let amount = cells.money("price", 0);
    let code = code?;
    Some(Price {
        name: name?.unwrap_or_else(|| code.clone()),
        code,
        segment: segment?,
        row: PriceRow { product_id: product?, min_quantity: min_quantity?, amount: amount? },
    })
}

/// The current prices of all lists.
pub async fn rows(out: &Out<'_>) -> Result<Vec<Vec<Cell>>> {
    let db = out.tx.db();
    let lists = price_list::Entity::find().order_by_asc(price_list::Column::Code).all(db).await?;
    let mut rows = Vec::new();
    for list in lists {
        let current = price::Entity::find()
            .filter(price::Column::PriceListId.eq(list.id))
            .filter(price::Column::ToVersion.is_null());
        let current = current.all(db).await?;
        let mut current: Vec<_> =
            current.into_iter().map(|p| ((out.name(p.product_id), p.min_quantity), p.amount)).collect();
        current.sort();
        rows.extend(current.into_iter().map(|((product, min_quantity), amount)| {
            vec![
                text(&list.code),
                text(&list.name),
                out.code(list.segment_id),
                text(product),
                Cell::Whole(min_quantity),
                out.money(amount),
            ]
        }));
    }
    Ok(rows)
}
