//! What is read of orders, shortages and deliveries for their buyer's people.

use std::collections::{BTreeMap, BTreeSet};

use entities::{
    orders::{order, order_line, shortage},
    values::{BuyerId, CycleId, DeliveryId, Language, OccurrenceId, OrderId, ProductId},
};

use super::{Composed, product_name};
use crate::{
    buyers, catalogue, cycles, fulfilment,
    notifications::{
        rules::{self, DispatchTold, OccurrenceTold, ReducedLine, ShortLine, ShortageTold},
        store,
    },
    platform::{
        http::problem::{Problem, Result},
        unit_of_work::UnitOfWork,
    },
};

/// A date of a standing order that was not ordered whole.
pub async fn occurrence(tx: &UnitOfWork, language: Language, id: OccurrenceId) -> Result<Composed> {
    let occurrence = store::occurrence(tx, id).await?;
    let standing = store::standing_order(tx, occurrence.standing_order_id).await?;
    let reduced = match occurrence.order_id {
        Some(order) => store::reduced_lines(tx, order).await?,
        None => Vec::new(),
    };
    let products: Vec<ProductId> = reduced.iter().map(|line| line.product_id).collect();
    let products = catalogue::products(tx, &products).await?;
    let lines = reduced.iter().filter_map(|line| {
        Some(ReducedLine {
            product: product_name(&products, line.product_id, language),
            ordered: line.quantity,
            wanted: line.wanted.unwrap_or(line.quantity),
            reason: line.reduced_by?,
        })
    });
    let told = OccurrenceTold {
        standing_order: standing.name,
        date: occurrence.date,
        state: occurrence.state,
        reason: occurrence.reason,
        lines: lines.collect(),
        page: tx.app().config.link(&format!("/compras/permanentes/{}", standing.id)),
    };
    Ok(rules::occurrence_decided(language, &told).into())
}

/// What will not come of a buyer's orders, by one cause.
pub async fn shortage(
    tx: &UnitOfWork,
    language: Language,
    cycle: CycleId,
    buyer: BuyerId,
    cause_key: &str,
) -> Result<Composed> {
    let cut = store::cut_lines(tx, cycle, buyer, cause_key).await?;
    let cause = cut.first().map(|(_, _, short)| short.cause).ok_or_else(|| Problem::not_found("shortage"))?;
    let products: Vec<ProductId> = cut.iter().map(|(_, line, _)| line.product_id).collect();
    let products = catalogue::products(tx, &products).await?;
    let orders: BTreeSet<OrderId> = cut.iter().map(|(order, ..)| order.id).collect();
    let page = match orders.first() {
        Some(order) if orders.len() == 1 => format!("/compras/pedidos/{order}"),
        _ => "/compras/pedidos".to_owned(),
    };
    let line = |(order, line, short): &(order::Model, order_line::Model, shortage::Model)| ShortLine {
        product: product_name(&products, line.product_id, language),
        order: order.code.clone(),
        missing: short.quantity,
        ordered: line.quantity,
    };
    let told = ShortageTold {
        delivery: cycles::cycle(tx, cycle).await?.delivery_date,
        cause,
        lines: cut.iter().map(line).collect(),
        page: tx.app().config.link(&page),
    };
    Ok(rules::shortage_recorded(language, &told).into())
}

/// A delivery that left.
pub async fn dispatched(tx: &UnitOfWork, language: Language, id: DeliveryId) -> Result<Composed> {
    let delivery = store::delivery(tx, id).await?;
    let points = buyers::delivery_points(tx, &[delivery.delivery_point_id]).await?;
    let mut units: BTreeMap<ProductId, i64> = BTreeMap::new();
    for line in fulfilment::delivery_lines(tx, &[id]).await? {
        *units.entry(line.product_id).or_default() += line.quantity;
    }
    let ids: Vec<ProductId> = units.keys().copied().collect();
    let products = catalogue::products(tx, &ids).await?;
    let mut lines: Vec<(String, i64)> =
        units.into_iter().map(|(product, units)| (product_name(&products, product, language), units)).collect();
    lines.sort();
    let door = points.get(&delivery.delivery_point_id).map(|point| format!("{} ({})", point.name, point.address));
    let told = DispatchTold {
        delivery: cycles::cycle(tx, delivery.cycle_id).await?.delivery_date,
        code: delivery.code,
        door: door.unwrap_or_default(),
        lines,
        page: tx.app().config.link(&format!("/compras/pedidos/despachos/{id}")),
    };
    Ok(rules::delivery_dispatched(language, &told).into())
}
