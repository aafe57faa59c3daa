//! `orders.csv`: orders that were agreed, one row for each line, at prices of their own or those of the buyer's list.

use std::collections::HashMap;

use chrono::NaiveDate;
use entities::{
    orders::{occurrence, order, order_line},
    values::{Amount, BuyerId, CycleId, DeliveryPointId, OrderId, OrderState, ProductId, StandingOrderId},
};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder};

use crate::{
    exchange::{
        cells::Cells,
        export::{Out, date, percent, text},
        files::standing_orders::point_of,
        import::{Import, grouped},
        kind::{Column, Kind, may, must},
        sheet::Sheet,
        store,
    },
    orders::{self, AgreedLine, AgreedOrder},
    platform::{
        http::{
            limits::NAME,
            problem::{Problem, Result},
        },
        table::Cell,
        unit_of_work::UnitOfWork,
    },
};

/// The columns.
pub const COLUMNS: &[Column] = &[
    must("code", "Stable code. Its rows together are the order; they agree in all columns but the line's."),
    must("buyer", "Code of the account."),
    must("cycle", "Code of a cycle that has not closed yet."),
    may("delivery_point", "Name of the door; empty = the buyer's first."),
    may("standing_order", "Code of the standing order that it comes from."),
    may("standing_order_date", "The date of the standing order that it stands for."),
    must("product", "The line: code of the product."),
    must("quantity", "The line: units."),
    may("unit_price", "The line: net price of one unit; empty = the list of the buyer's segment."),
    may("discount_percent", "The line: off the unit price; empty = 0."),
];

struct Row {
    code: String,
    buyer: BuyerId,
    cycle: CycleId,
    point: Option<String>,
    occurrence: Option<(StandingOrderId, NaiveDate)>,
    line: AgreedLine,
}

/// Places orders; one that is there must have the same lines.
pub async fn put(import: &mut Import<'_>, sheet: &Sheet) -> Result<()> {
    for group in grouped(sheet, "code") {
        let mut read_rows: Vec<Row> = Vec::with_capacity(group.len());
        for row in &group {
            let mut cells = import.cells(sheet, row);
            let Some(read) = read(&mut cells) else { continue };
            match read_rows.first() {
                Some(first) if !agree(first, &read) => {
                    let detail = "The rows of an order agree in buyer, cycle, delivery point and standing order.";
                    cells.wrong::<()>("code", "rows_differ", detail);
                }
                _ => read_rows.push(read),
            }
        }
        if read_rows.len() == group.len() {
            let done = put_order(import.tx, read_rows).await;
            import.done_rows(sheet, &group, done)?;
        }
    }
    Ok(())
}

fn agree(one: &Row, other: &Row) -> bool {
    (one.buyer, one.cycle, &one.point, one.occurrence) == (other.buyer, other.cycle, &other.point, other.occurrence)
}

async fn put_order(tx: &mut UnitOfWork, rows: Vec<Row>) -> Result<()> {
    let lines: Vec<AgreedLine> = rows.iter().map(|row| row.line).collect();
    let Some(Row { code, buyer, cycle, point, occurrence, .. }) = rows.into_iter().next() else { return Ok(()) };
    if let Some((order, stored)) = store::order(tx, &code).await? {
        return match (order.buyer_id, order.cycle_id) == (buyer, cycle) && has(&stored, &lines) {
            true => Ok(()),
            false => {
                let detail = "This order is there already, and otherwise: change it where it stands.";
                Err(Problem::refused("order_differs", detail).at("/code", "order_differs", detail))
            }
        };
    }
    let delivery_point_id = point_of(tx, buyer, point.as_deref()).await?;
    // What was agreed outside is owed whatever the limit says now.
    let agreed =
        AgreedOrder { code, buyer_id: buyer, cycle_id: cycle, delivery_point_id, lines, enforce_credit: false };
    let (order, _) = orders::place_agreed(tx, agreed).await?;
    match occurrence {
        Some((standing, date)) => orders::stands_for(tx, order.id, standing, date).await,
        None => Ok(()),
    }
}

fn has(stored: &[order_line::Model], lines: &[AgreedLine]) -> bool {
    let stored = stored.iter().filter(|line| line.quantity > 0);
    stored.clone().count() == lines.len()
        && stored.zip(lines).all(|(stored, line)| {
            (stored.product_id, stored.quantity, stored.discount_bps)
                == (line.product_id, line.quantity, line.discount_bps)
                && line.unit_price.is_none_or(|price| price == stored.unit_price)
        })
}

fn read(cells: &mut Cells<'_>) -> Option<Row> {
    let code = cells.code("code");
    let (buyer, cycle) = (cells.refer("buyer", Kind::Buyers), cells.refer("cycle", Kind::Cycles));
    let point = cells.maybe_text::<NAME>("delivery_point");
    let occurrence = occurrence(cells);
    let product: Option<ProductId> = cells.refer("product", Kind::Products);
    let quantity = cells.whole("quantity", 1, 1_000_000);
    let unit_price: Option<Option<Amount>> = cells.maybe("unit_price", |c, column| c.money(column, 0));
    let discount_bps = cells.or("discount_percent", 0, Cells::percent);
    let line =
        AgreedLine { product_id: product?, quantity: quantity?, unit_price: unit_price?, discount_bps: discount_bps? };
    Some(Row { code: code?, buyer: buyer?, cycle: cycle?, point: point?, occurrence: occurrence?, line })
}

fn occurrence(cells: &mut Cells<'_>) -> Option<Option<(StandingOrderId, NaiveDate)>> {
    if cells.given("standing_order").is_none() {
        return Some(None);
    }
    let (standing, date) = (cells.refer("standing_order", Kind::StandingOrders), cells.date("standing_order_date"));
    Some(Some((standing?, date?)))
}

/// All orders that were not cancelled, with what each line wants.
pub async fn rows(out: &Out<'_>) -> Result<Vec<Vec<Cell>>> {
    let db = out.tx.db();
    let orders = order::Entity::find()
        .filter(order::Column::State.is_in([OrderState::Placed, OrderState::InDelivery, OrderState::Delivered]))
        .order_by_asc(order::Column::Code);
    let orders = orders.all(db).await?;
    let mut lines: HashMap<OrderId, Vec<order_line::Model>> = HashMap::new();
    let all = order_line::Entity::find()
        .filter(order_line::Column::Quantity.gt(0))
        .order_by_asc(order_line::Column::Position);
    for line in all.all(db).await? {
        lines.entry(line.order_id).or_default().push(line);
    }
    let occurrences = occurrence::Entity::find().filter(occurrence::Column::OrderId.is_not_null()).all(db).await?;
    let occurrences: HashMap<_, _> = occurrences.into_iter().map(|o| (o.order_id, o)).collect();
    let mut rows = Vec::new();
    for order in orders {
        let occurrence = occurrences.get(&Some(order.id));
        for line in lines.remove(&order.id).unwrap_or_default() {
            rows.push(row(out, &order, occurrence, &line));
        }
    }
    Ok(rows)
}

fn row(out: &Out<'_>, order: &order::Model, from: Option<&occurrence::Model>, line: &order_line::Model) -> Vec<Cell> {
    let point: DeliveryPointId = order.delivery_point_id;
    vec![
        text(&order.code),
        out.code(order.buyer_id),
        out.code(order.cycle_id),
        out.code(point),
        from.map_or(Cell::Empty, |o| out.code(o.standing_order_id)),
        from.map_or(Cell::Empty, |o| date(o.date)),
        out.code(line.product_id),
        Cell::Whole(line.quantity),
        out.money(line.unit_price),
        percent(line.discount_bps),
    ]
}
