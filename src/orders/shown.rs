//! What people are shown of orders.

use std::collections::HashMap;

use chrono::NaiveDate;
use entities::{
    catalogue::product,
    cycles::cycle,
    orders::{occurrence, order, order_line, standing_order, standing_order_pause},
    values::{BuyerId, Currency, CycleId, OccurrenceState, OrderId, ProductId, StandingOrderId, StandingOrderState},
};

use super::{
    actions::{place::Placed, preview::Upcoming},
    api::wire::{
        CycleOrders, DemandLine, Occurrence, Order, OrderDetail, OrderLine, OrdersInState, Shortage, StandingOrder,
        StandingOrderDetail, ToldOccurrence, UpcomingDate, UpcomingLine,
    },
    reads,
    store::{self, orders::BuyerName, orders::Shown},
};
use crate::{
    catalogue, cycles,
    platform::{
        http::{
            paging::Page,
            problem::{Problem, Result},
        },
        unit_of_work::UnitOfWork,
    },
};

/// A page of orders, the newest first; `named` also names their buyers.
pub async fn orders(tx: &UnitOfWork, shown: Shown, page: &Page, named: bool) -> Result<Vec<Order>> {
    let rows = store::orders::page(tx, shown, page.key::<OrderId>()?, page.fetch()).await?;
    told(tx, rows, named).await
}

async fn told(tx: &UnitOfWork, rows: Vec<order::Model>, named: bool) -> Result<Vec<Order>> {
    let mut cycles: Vec<CycleId> = rows.iter().map(|row| row.cycle_id).collect();
    cycles.sort_unstable();
    cycles.dedup();
    let cycles = cycles::cycles(tx, &cycles).await?;
    let buyers: Vec<BuyerId> = rows.iter().map(|row| row.buyer_id).collect();
    let names = if named { store::orders::buyer_names(tx, &buyers).await? } else { HashMap::new() };
    let told = rows.into_iter().filter_map(|row| {
        let cycle = cycles.get(&row.cycle_id)?;
        Some(order(tx, row, cycle, &names))
    });
    Ok(told.collect())
}

fn order(tx: &UnitOfWork, row: order::Model, cycle: &cycle::Model, names: &HashMap<BuyerId, BuyerName>) -> Order {
    let currency = tx.currency();
    let open = cycle.state == entities::values::CycleState::Open && tx.now() < cycle.cut_off_at;
    Order {
        id: row.id,
        code: row.code,
        buyer_id: row.buyer_id,
        buyer_name: names.get(&row.buyer_id).map(|name| name.name.clone()),
        cycle_id: cycle.id,
        cycle_code: cycle.code.clone(),
        cycle_state: cycle.state,
        delivery_date: cycle.delivery_date,
        cut_off_at: cycle.cut_off_at,
        delivery_point_id: row.delivery_point_id,
        occurrence_id: row.occurrence_id,
        state: row.state,
        changeable: open && row.state == entities::values::OrderState::Placed,
        net: row.net.of(currency),
        tax: row.tax.of(currency),
        total: (row.net + row.tax).of(currency),
        placed_at: row.placed_at,
        cancelled_at: row.cancelled_at,
    }
}

/// An order with its lines; `named` also names its buyer.
pub async fn order_detail(tx: &UnitOfWork, row: order::Model, named: bool) -> Result<OrderDetail> {
    let rows = store::lines::of_orders(tx, &[row.id]).await?;
    let ids: Vec<_> = rows.iter().map(|line| line.id).collect();
    let short = store::shortages::of_lines(tx, &ids).await?;
    let products: Vec<ProductId> = rows.iter().map(|line| line.product_id).collect();
    let products = catalogue::products(tx, &products).await?;
    let lines = rows.into_iter().filter_map(|line| {
        let short = short.get(&line.id).copied().unwrap_or(0);
        Some(order_line(tx.currency(), products.get(&line.product_id)?, line, short))
    });
    let lines = lines.collect();
    let (note, cancel_reason) = (row.note.clone(), row.cancel_reason.clone());
    let order = told(tx, vec![row], named).await?.pop().ok_or_else(|| Problem::not_found("order"))?;
    Ok(OrderDetail { order, note, cancel_reason, lines })
}

/// An order just placed: nothing of it can be short.
pub fn placed(tx: &UnitOfWork, placed: Placed) -> OrderDetail {
    let Placed { order: row, lines, cycle, quotes } = placed;
    let lines = lines.into_iter().filter_map(|line| {
        let product = quotes.product(line.product_id)?;
        Some(order_line(tx.currency(), product, line, 0))
    });
    let (note, cancel_reason, lines) = (row.note.clone(), row.cancel_reason.clone(), lines.collect());
    OrderDetail { order: order(tx, row, &cycle, &HashMap::new()), note, cancel_reason, lines }
}

fn order_line(currency: Currency, product: &product::Model, line: order_line::Model, short: i64) -> OrderLine {
    OrderLine {
        id: line.id,
        product_id: line.product_id,
        product_code: product.code.clone(),
        name_es: product.name_es.clone(),
        name_en: product.name_en.clone(),
        quantity: line.quantity,
        per_guest: line.per_guest,
        wanted: line.wanted,
        reduced_by: line.reduced_by,
        short,
        price_source: line.price_source,
        unit_price: line.unit_price.of(currency),
        discount_bps: line.discount_bps,
        net: line.net.of(currency),
    }
}

/// What a cycle's orders add up to, in units and lots.
pub async fn demand(tx: &UnitOfWork, cycle: CycleId) -> Result<Vec<DemandLine>> {
    let demand = reads::demand(tx, cycles::cycle(tx, cycle).await?.id).await?;
    let products: Vec<ProductId> = demand.iter().map(|line| line.product_id).collect();
    let products = catalogue::products(tx, &products).await?;
    let currency = tx.currency();
    let lines = demand.into_iter().filter_map(|line| {
        let product = products.get(&line.product_id)?;
        let lot_size = product.lot_size.max(1);
        Some(DemandLine {
            product_id: product.id,
            product_code: product.code.clone(),
            name_es: product.name_es.clone(),
            name_en: product.name_en.clone(),
            units: line.units,
            lot_size,
            lots: (line.units + lot_size - 1) / lot_size,
            net: line.net.of(currency),
        })
    });
    Ok(lines.collect())
}

/// How a cycle's orders stand.
pub async fn cycle_orders(tx: &UnitOfWork, cycle: CycleId) -> Result<CycleOrders> {
    let cycle = cycles::cycle(tx, cycle).await?.id;
    let currency = tx.currency();
    let states = store::orders::sums_of(tx, cycle).await?.into_iter().map(|sum| OrdersInState {
        state: sum.state,
        orders: sum.orders,
        net: sum.net.of(currency),
        tax: sum.tax.of(currency),
    });
    let due = store::occurrences::count(tx, cycle, OccurrenceState::Due).await?;
    Ok(CycleOrders {
        states: states.collect(),
        occurrences_due: i64::try_from(due).unwrap_or(i64::MAX),
        occurrences_told: occurrences_told(tx, cycle).await?,
    })
}

async fn occurrences_told(tx: &UnitOfWork, cycle: CycleId) -> Result<Vec<ToldOccurrence>> {
    let rows = store::occurrences::told_in(tx, cycle).await?;
    let mut standing: Vec<StandingOrderId> = rows.iter().map(|row| row.standing_order_id).collect();
    standing.dedup();
    let standing = store::standing::by_ids(tx, &standing).await?;
    let buyers: Vec<BuyerId> = standing.values().map(|of| of.buyer_id).collect();
    let names = store::orders::buyer_names(tx, &buyers).await?;
    let told = rows.into_iter().filter_map(|row| {
        let of = standing.get(&row.standing_order_id)?;
        Some(ToldOccurrence {
            standing_order_id: of.id,
            standing_order_name: of.name.clone(),
            buyer_id: of.buyer_id,
            buyer_name: names.get(&of.buyer_id)?.name.clone(),
            occurrence: occurrence(row),
        })
    });
    Ok(told.collect())
}

/// Shortages of a cycle.
pub async fn shortages(tx: &UnitOfWork, cycle: CycleId) -> Result<Vec<Shortage>> {
    let rows = store::shortages::of_cycle(tx, cycles::cycle(tx, cycle).await?.id).await?;
    let told = rows.into_iter().map(|row| Shortage {
        order_line_id: row.order_line_id,
        product_id: row.product_id,
        cause: row.cause,
        quantity: row.quantity,
        created_at: row.created_at,
    });
    Ok(told.collect())
}

/// A date of a standing order.
pub fn occurrence(row: occurrence::Model) -> Occurrence {
    Occurrence {
        id: row.id,
        date: row.date,
        cycle_id: row.cycle_id,
        state: row.state,
        reason: row.reason,
        changes: row.overrides.0,
        order_id: row.order_id,
        decided_at: row.decided_at,
    }
}

/// A page of standing orders, the newest first; of one buyer, or of all with their names.
pub async fn standing_orders(tx: &UnitOfWork, buyer: Option<BuyerId>, page: &Page) -> Result<Vec<StandingOrder>> {
    let after = page.key::<StandingOrderId>()?;
    let rows = store::standing::page(tx, buyer, after, page.fetch()).await?;
    let ids: Vec<StandingOrderId> = rows.iter().map(|row| row.id).collect();
    let pauses = store::standing::pauses(tx, &ids).await?;
    let buyers: Vec<BuyerId> = rows.iter().map(|row| row.buyer_id).collect();
    let names = if buyer.is_none() { store::orders::buyer_names(tx, &buyers).await? } else { HashMap::new() };
    Ok(rows.into_iter().map(|row| standing_order(row, &pauses, &names, tx.today())).collect())
}

fn standing_order(
    row: standing_order::Model,
    pauses: &[standing_order_pause::Model],
    names: &HashMap<BuyerId, BuyerName>,
    today: NaiveDate,
) -> StandingOrder {
    let running = pauses
        .iter()
        .filter(|pause| pause.standing_order_id == row.id)
        .filter(|pause| (pause.from_date..=pause.until_date).contains(&today));
    let paused_until = running.map(|pause| pause.until_date).max();
    let paused_until = paused_until.filter(|_| row.state != StandingOrderState::Ended);
    StandingOrder {
        id: row.id,
        code: row.code,
        buyer_id: row.buyer_id,
        buyer_name: names.get(&row.buyer_id).map(|name| name.name.clone()),
        name: row.name,
        delivery_point_id: row.delivery_point_id,
        rule: row.rule,
        starts_on: row.starts_on,
        ends_on: row.ends_on,
        state: if paused_until.is_some() { StandingOrderState::Paused } else { row.state },
        paused_until,
        version: row.version,
    }
}

/// A standing order with its lines and pauses.
pub async fn standing_detail(tx: &UnitOfWork, row: standing_order::Model) -> Result<StandingOrderDetail> {
    let lines = store::standing::lines(tx, &[row.id]).await?;
    let pauses = store::standing::pauses(tx, &[row.id]).await?;
    Ok(StandingOrderDetail {
        standing_order: standing_order(row, &pauses, &HashMap::new(), tx.today()),
        lines: lines.into_iter().map(Into::into).collect(),
        pauses: pauses.into_iter().map(Into::into).collect(),
    })
}

/// A date to come.
pub fn upcoming(date: Upcoming, currency: Currency) -> UpcomingDate {
    let occurrence = date.occurrence.as_ref();
    let lines = date.lines.iter().map(|line| UpcomingLine {
        product_id: line.product_id,
        quantity: line.priced.quantity,
        wanted: line.short.map(|(wanted, _)| wanted),
        warning: line.short.map(|(_, reason)| reason),
        unit_price: line.priced.unit_price.of(currency),
        net: line.priced.net().of(currency),
    });
    UpcomingDate {
        date: date.date,
        cycle_id: date.cycle.as_ref().map(|cycle| cycle.id),
        delivery_date: date.cycle.as_ref().map(|cycle| cycle.delivery_date),
        cut_off_at: date.cycle.as_ref().map(|cycle| cycle.cut_off_at),
        state: occurrence.map_or(OccurrenceState::Due, |row| row.state),
        reason: date.skipped,
        order_id: occurrence.and_then(|row| row.order_id),
        changed: occurrence.is_some_and(|row| !row.overrides.0.is_empty()),
        lines: lines.collect(),
        net: date.net.of(currency),
        total: (date.net + date.tax).of(currency),
    }
}
