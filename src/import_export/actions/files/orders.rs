//! `orders.csv`: orders agreed outside Minga, one row for each line, at their own prices or those of the buyer's list.

use std::collections::HashMap;

use chrono::NaiveDate;
use entities::{
    orders::{occurrence, order},
    values::{Amount, BuyerId, CycleId, ProductId, StandingOrderId},
};

use crate::{
    import_export::{
        actions::{
            exporter::{Exporter, date, percent, text},
            files::standing_orders::delivery_point_of,
            importer::{ImportFile, Importer, group_by},
        },
        errors::ImportError,
        rules::{file_kind::FileKind, import_row::ImportRow},
        store::{self, orders::OrderedItem},
    },
    orders::{self, OrderImport, OrderLineImport},
    platform::{
        csv::{Column, CsvError, optional, required, with_zeros},
        http::{api_error::ApiError, dates::PlannedDate, limits::NAME, problem::Result},
        table::Cell,
        unit_of_work::UnitOfWork,
    },
};

/// Its columns.
pub const COLUMNS: &[Column] = &[
    required("code", "Stable code. Its rows together are the order; they agree in all columns but the line's."),
    required("buyer", "Code of the account."),
    required("cycle", "Code of a cycle that has not closed yet."),
    optional("delivery_point", "Name of the delivery point; empty = the buyer's first."),
    optional("standing_order", "Code of the standing order that it comes from."),
    optional("standing_order_date", "The date of the standing order that it was ordered for."),
    optional("purchase_order_number", "The buyer's own number of the order."),
    required("product", "The line: code of the product."),
    required("quantity", "The line: units."),
    optional("unit_price", "The line: net price of one unit, more than 0; empty = the list of the buyer's segment."),
    optional("discount_percent", "The line: discount on the unit price; empty = 0."),
];

/// Characters of a purchase-order number.
const PURCHASE_ORDER_NUMBER: usize = 40;

struct Row {
    code: String,
    buyer: BuyerId,
    cycle: CycleId,
    delivery_point: Option<String>,
    occurrence: Option<(StandingOrderId, NaiveDate)>,
    details: order::Details,
    line: OrderLineImport,
}

/// Places orders. An order that exists already must have the same lines.
pub async fn import_rows(importer: &mut Importer<'_>, file: &ImportFile) -> Result<()> {
    for group in group_by(file, "code") {
        let mut read_rows: Vec<Row> = Vec::with_capacity(group.len());
        for row in &group {
            let mut reader = importer.reader(file, row);
            let Some(read) = read(&mut reader) else { continue };
            match read_rows.first() {
                Some(first) if !is_same_order(first, &read) => {
                    let columns = vec![
                        "buyer",
                        "cycle",
                        "delivery_point",
                        "standing_order",
                        "standing_order_date",
                        "purchase_order_number",
                    ];
                    reader.reject::<()>("code", &ImportError::RowsDiffer { columns });
                }
                _ => read_rows.push(read),
            }
        }
        if read_rows.len() == group.len() {
            let result = place_or_compare(importer.tx, read_rows).await;
            importer.ok_or_report_rows(file, &group, result)?;
        }
    }
    Ok(())
}

fn is_same_order(one: &Row, other: &Row) -> bool {
    (one.buyer, one.cycle, &one.delivery_point, one.occurrence, &one.details)
        == (other.buyer, other.cycle, &other.delivery_point, other.occurrence, &other.details)
}

async fn place_or_compare(tx: &mut UnitOfWork, rows: Vec<Row>) -> Result<()> {
    let lines: Vec<OrderLineImport> = rows.iter().map(|row| row.line).collect();
    let Some(Row { code, buyer, cycle, delivery_point, occurrence, details, .. }) = rows.into_iter().next() else {
        return Ok(());
    };
    if let Some((order, stored)) = store::orders::order(tx, &code).await? {
        return match (order.buyer_id, order.cycle_id) == (buyer, cycle) && has_lines(&stored, &lines) {
            true => Ok(()),
            false => Err(ImportError::OrderDiffers.at("/code")),
        };
    }
    if let Some(stored) = store::orders::find_code(tx, &with_zeros(&code)).await? {
        return Err(CsvError::LeadingZerosLost { stored }.at("/code"));
    }
    let delivery_point_id = delivery_point_of(tx, buyer, delivery_point.as_deref(), None).await?;
    // The order is agreed already, so the buyer's credit limit does not apply.
    let agreed = OrderImport {
        code,
        buyer_id: buyer,
        cycle_id: cycle,
        delivery_point_id,
        details,
        lines,
        enforce_credit: false,
    };
    let order = orders::import_order(tx, agreed).await?.order;
    match occurrence {
        Some((standing, date)) => orders::link_to_occurrence(tx, order.id, standing, date).await,
        None => Ok(()),
    }
}

fn has_lines(stored: &[OrderedItem], lines: &[OrderLineImport]) -> bool {
    stored.len() == lines.len()
        && stored.iter().zip(lines).all(|(stored, line)| {
            (stored.product_id, stored.quantity, stored.discount_bps)
                == (line.product_id, line.quantity, line.discount_bps)
                && line.unit_price.is_none_or(|price| price == stored.unit_price)
        })
}

fn read(row: &mut ImportRow<'_>) -> Option<Row> {
    let code = row.code("code");
    let (buyer, cycle) = (row.reference("buyer", FileKind::Buyers), row.reference("cycle", FileKind::Cycles));
    let delivery_point = row.optional_text::<NAME>("delivery_point");
    let occurrence = occurrence(row);
    let purchase_order_number = row.optional_text::<PURCHASE_ORDER_NUMBER>("purchase_order_number");
    let product: Option<ProductId> = row.reference("product", FileKind::Products);
    let quantity = row.integer("quantity", 1, 1_000_000);
    let unit_price: Option<Option<Amount>> = row.optional("unit_price", |row, column| row.money(column, 0));
    let discount_bps = row.optional_or("discount_percent", 0, ImportRow::percent);
    let line = OrderLineImport {
        product_id: product?,
        quantity: quantity?,
        unit_price: unit_price?,
        discount_bps: discount_bps?,
    };
    Some(Row {
        code: code?,
        buyer: buyer?,
        cycle: cycle?,
        delivery_point: delivery_point?,
        occurrence: occurrence?,
        details: order::Details { note: None, purchase_order_number: purchase_order_number? },
        line,
    })
}

fn occurrence(row: &mut ImportRow<'_>) -> Option<Option<(StandingOrderId, NaiveDate)>> {
    if row.value("standing_order").is_none() {
        return Some(None);
    }
    let (standing, date) =
        (row.reference("standing_order", FileKind::StandingOrders), row.date_of::<PlannedDate>("standing_order_date"));
    Some(Some((standing?, date?)))
}

/// All orders that were not cancelled, with their lines.
pub async fn export_rows(exporter: &Exporter<'_>) -> Result<Vec<Vec<Cell>>> {
    let tx = exporter.tx;
    let mut lines = store::orders::ordered_items(tx).await?;
    let occurrences = store::orders::ordered_occurrences(tx).await?.into_iter();
    let occurrences: HashMap<_, _> = occurrences.map(|o| (o.order_id, o)).collect();
    let mut rows = Vec::new();
    for order in store::orders::placed_orders(tx).await? {
        let occurrence = occurrences.get(&Some(order.id));
        for line in lines.remove(&order.id).unwrap_or_default() {
            rows.push(row(exporter, &order, occurrence, &line));
        }
    }
    Ok(rows)
}

fn row(
    exporter: &Exporter<'_>,
    order: &order::Model,
    from: Option<&occurrence::Model>,
    line: &OrderedItem,
) -> Vec<Cell> {
    vec![
        text(&order.code),
        exporter.code_cell(order.buyer_id),
        exporter.code_cell(order.cycle_id),
        exporter.code_cell(order.delivery_point_id),
        from.map_or(Cell::Empty, |o| exporter.code_cell(o.standing_order_id)),
        from.map_or(Cell::Empty, |o| date(o.date)),
        order.purchase_order_number.as_ref().map_or(Cell::Empty, text),
        exporter.code_cell(line.product_id),
        Cell::Whole(line.quantity),
        exporter.money(line.unit_price),
        percent(line.discount_bps),
    ]
}
