//! `standing_orders.csv`: recurring orders, one row for each line.

use std::collections::HashMap;

use entities::{
    orders::{standing_order, standing_order_line},
    values::{BuyerId, DeliveryPointId, ProductId, StandingOrderId, StandingOrderState},
};
use sea_orm::{EntityTrait, QueryOrder};

use crate::{
    buyers,
    exchange::{
        cells::Cells,
        export::{Out, date, maybe_date, text, yes},
        import::{Import, grouped},
        kind::{Column, Kind, may, must},
        sheet::Sheet,
        store,
    },
    orders::{self, StandingTerms, Want},
    platform::{
        http::{
            limits::{LINE, NAME},
            problem::{Problem, Result},
        },
        table::Cell,
        unit_of_work::UnitOfWork,
    },
};

/// The columns.
pub const COLUMNS: &[Column] = &[
    must(
        "code",
        "Stable code. Its rows together are the standing order; they agree in all columns but the last three.",
    ),
    must("buyer", "Code of the account."),
    must("name", "What the buyer calls it."),
    may("delivery_point", "Name of the door; empty = the buyer's first."),
    must("rule", "RFC 5545 rule on dates, such as `FREQ=WEEKLY;BYDAY=TU`."),
    must("starts_on", "The first day it may fall on."),
    may("ends_on", "The last day it may fall on."),
    may("ended", "`yes` where it makes no more orders; empty = `no`."),
    must("product", "Code of the product."),
    must("quantity", "Units of each order, or for each guest."),
    may("per_guest", "`yes` where the quantity is for each arriving guest; empty = `no`."),
];

struct Row {
    code: String,
    buyer: BuyerId,
    point: Option<String>,
    terms: StandingTerms,
    ended: bool,
    want: Want,
}

/// Makes standing orders, or brings them up to date.
pub async fn put(import: &mut Import<'_>, sheet: &Sheet) -> Result<()> {
    for group in grouped(sheet, "code") {
        let mut read_rows: Vec<Row> = Vec::with_capacity(group.len());
        for row in &group {
            let mut cells = import.cells(sheet, row);
            let Some(read) = read(&mut cells) else { continue };
            match read_rows.first() {
                Some(first) if !agree(first, &read) => {
                    let detail = "The rows of a standing order agree in all columns but product, quantity, per_guest.";
                    cells.wrong::<()>("code", "rows_differ", detail);
                }
                _ => read_rows.push(read),
            }
        }
        if read_rows.len() < group.len() {
            continue;
        }
        let wants = read_rows.iter().map(|row| row.want).collect();
        let Some(mut first) = read_rows.into_iter().next() else { continue };
        first.terms.lines = wants;
        let code = first.code.clone();
        let done = put_one(import.tx, first).await;
        if let Some(id) = import.done_rows(sheet, &group, done)? {
            import.learn(sheet, code, id);
        }
    }
    Ok(())
}

fn agree(one: &Row, other: &Row) -> bool {
    (one.buyer, &one.point, one.ended) == (other.buyer, &other.point, other.ended)
        && (&one.terms.name, &one.terms.rule, one.terms.starts_on, one.terms.ends_on)
            == (&other.terms.name, &other.terms.rule, other.terms.starts_on, other.terms.ends_on)
}

async fn put_one(tx: &mut UnitOfWork, row: Row) -> Result<StandingOrderId> {
    let Row { code, buyer, point, mut terms, ended, .. } = row;
    let buyer = buyers::buyer(tx, buyer).await?;
    terms.delivery_point_id = point_of(tx, buyer.id, point.as_deref()).await?;
    let stored = store::standing_order(tx, &code).await?;
    let made = match stored {
        None => orders::create_standing_order(tx, &buyer, Some(code), terms).await?,
        Some((stored, _)) if stored.buyer_id != buyer.id => {
            let detail = "This standing order is another buyer's.";
            return Err(Problem::refused("code_taken", detail).at("/code", "code_taken", detail));
        }
        Some((stored, lines)) if has(&stored, &lines, &terms) => stored,
        Some((stored, _)) => orders::edit_standing_order(tx, &buyer, stored, terms).await?,
    };
    let id = made.id;
    if ended {
        orders::end_standing_order(tx, made).await?;
    }
    Ok(id)
}

/// The door of this name, or the buyer's first one.
pub async fn point_of(tx: &UnitOfWork, buyer: BuyerId, name: Option<&str>) -> Result<DeliveryPointId> {
    let live = buyers::points_of(tx, buyer).await?;
    let found = live.iter().find(|point| name.is_none_or(|name| point.name == name));
    found.map(|point| point.id).ok_or_else(|| {
        let detail = match name {
            Some(name) => format!("The buyer has no delivery point `{name}`."),
            None => "The buyer has no delivery point.".to_owned(),
        };
        Problem::refused("unknown_code", detail.clone()).at("/delivery_point", "unknown_code", detail)
    })
}

fn has(stored: &standing_order::Model, lines: &[standing_order_line::Model], terms: &StandingTerms) -> bool {
    let wants = lines.iter().map(|l| Want { product_id: l.product_id, quantity: l.quantity, per_guest: l.per_guest });
    (&stored.name, stored.delivery_point_id, &stored.rule, stored.starts_on, stored.ends_on)
        == (&terms.name, terms.delivery_point_id, &terms.rule, terms.starts_on, terms.ends_on)
        && wants.eq(terms.lines.iter().copied())
}

fn read(cells: &mut Cells<'_>) -> Option<Row> {
    let (code, buyer) = (cells.code("code"), cells.refer("buyer", Kind::Buyers));
    let (name, point) = (cells.text::<NAME>("name"), cells.maybe_text::<NAME>("delivery_point"));
    let rule = cells.text::<LINE>("rule");
    let (starts_on, ends_on) = (cells.date("starts_on"), cells.maybe("ends_on", Cells::date));
    let ended = cells.or("ended", false, Cells::yes);
    let product: Option<ProductId> = cells.refer("product", Kind::Products);
    let quantity = cells.whole("quantity", 1, 1_000_000);
    let per_guest = cells.or("per_guest", false, Cells::yes);
    Some(Row {
        code: code?,
        buyer: buyer?,
        point: point?,
        terms: StandingTerms {
            name: name?,
            // Looked up by its name once the buyer is known.
            delivery_point_id: DeliveryPointId(uuid::Uuid::nil()),
            rule: rule?,
            starts_on: starts_on?,
            ends_on: ends_on?,
            lines: Vec::new(),
        },
        ended: ended?,
        want: Want { product_id: product?, quantity: quantity?, per_guest: per_guest? },
    })
}

/// All standing orders.
pub async fn rows(out: &Out<'_>) -> Result<Vec<Vec<Cell>>> {
    let db = out.tx.db();
    let all = standing_order::Entity::find().order_by_asc(standing_order::Column::Code).all(db).await?;
    let lines = standing_order_line::Entity::find().order_by_asc(standing_order_line::Column::Position);
    let mut of: HashMap<StandingOrderId, Vec<standing_order_line::Model>> = HashMap::new();
    for line in lines.all(db).await? {
        of.entry(line.standing_order_id).or_default().push(line);
    }
    let mut rows = Vec::new();
    for standing in all {
        for line in of.remove(&standing.id).unwrap_or_default() {
            rows.push(vec![
                text(&standing.code),
                out.code(standing.buyer_id),
                text(&standing.name),
                out.code(standing.delivery_point_id),
                text(&standing.rule),
                date(standing.starts_on),
                maybe_date(standing.ends_on),
                yes(standing.state == StandingOrderState::Ended),
                out.code(line.product_id),
                Cell::Whole(line.quantity),
                yes(line.per_guest),
            ]);
        }
    }
    Ok(rows)
}
