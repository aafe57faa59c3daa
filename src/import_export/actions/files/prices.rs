//! `prices.csv`: whole price lists. After an import a list has the prices of the file and no others; where they differ
//! from the prices before, they are a new version of the list.

use entities::values::{PriceListId, ProductId, SegmentId};

use crate::{
    catalogue::{self, PriceRow},
    import_export::{
        actions::{
            exporter::{Exporter, text},
            importer::{ImportFile, Importer, group_by},
        },
        errors::ImportError,
        rules::{file_kind::FileKind, import_row::ImportRow},
        store,
    },
    platform::{
        csv::{Column, optional, required},
        http::{limits::LINE, problem::Result},
        table::Cell,
        unit_of_work::UnitOfWork,
    },
};

/// Its columns.
pub const COLUMNS: &[Column] = &[
    required("price_list", "Code of the list. Its rows together are the whole list."),
    optional("name", "What people call the list; empty = its code."),
    required("segment", "Code of the segment that it serves; each segment has one list."),
    required("product", "Code of the product."),
    optional("min_quantity", "From this many units; empty = 1."),
    required("price", "Net price of one unit, more than 0."),
];

struct Price {
    code: String,
    name: String,
    segment: SegmentId,
    row: PriceRow,
}

/// Creates or updates price lists.
pub async fn import_rows(importer: &mut Importer<'_>, file: &ImportFile) -> Result<()> {
    for group in group_by(file, "price_list") {
        let mut prices: Vec<Price> = Vec::with_capacity(group.len());
        for row in &group {
            let mut reader = importer.reader(file, row);
            let Some(price) = read(&mut reader) else { continue };
            match prices.first() {
                Some(first) if first.segment != price.segment => {
                    reader.reject::<()>("segment", &ImportError::RowsDiffer { columns: vec!["segment"] });
                }
                _ => prices.push(price),
            }
        }
        if prices.len() < group.len() {
            continue;
        }
        let code = prices.first().map(|price| price.code.clone()).unwrap_or_default();
        let result = upsert_list(importer.tx, &prices).await;
        if let Some(Some(id)) = importer.ok_or_report_rows(file, &group, result)? {
            importer.insert_code(file, code, id);
        }
    }
    Ok(())
}

async fn upsert_list(tx: &mut UnitOfWork, prices: &[Price]) -> Result<Option<PriceListId>> {
    let Some(first) = prices.first() else { return Ok(None) };
    let list = catalogue::create_price_list(tx, &first.code, &first.name, first.segment).await?;
    let rows: Vec<PriceRow> = prices.iter().map(|price| price.row).collect();
    catalogue::update_prices(tx, list.id, &rows).await?;
    Ok(Some(list.id))
}

fn read(row: &mut ImportRow<'_>) -> Option<Price> {
    let (code, name) = (row.code("price_list"), row.optional_text::<LINE>("name"));
    let segment = row.reference("segment", FileKind::Segments);
    let product: Option<ProductId> = row.reference("product", FileKind::Products);
    let min_quantity = row.optional_or("min_quantity", 1, |row, column| row.integer(column, 1, 1_000_000));
    // A price of 0 of an earlier version may stay; the action refuses a new one.
    let amount = row.money("price", 0);
    let code = code?;
    Some(Price {
        name: name?.unwrap_or_else(|| code.clone()),
        code,
        segment: segment?,
        row: PriceRow { product_id: product?, min_quantity: min_quantity?, amount: amount? },
    })
}

/// The current prices of all lists.
pub async fn export_rows(exporter: &Exporter<'_>) -> Result<Vec<Vec<Cell>>> {
    let tx = exporter.tx;
    let mut rows = Vec::new();
    for list in store::catalogue::price_lists(tx).await? {
        let current = store::catalogue::current_prices(tx, list.id).await?.into_iter();
        let mut current: Vec<_> = current.map(|p| ((exporter.code(p.product_id), p.min_quantity), p.amount)).collect();
        current.sort();
        rows.extend(current.into_iter().map(|((product, min_quantity), amount)| {
            vec![
                text(&list.code),
                text(&list.name),
                exporter.code_cell(list.segment_id),
                text(product),
                Cell::Whole(min_quantity),
                exporter.money(amount),
            ]
        }));
    }
    Ok(rows)
}
