//! Mails to buyers about orders, shortages and deliveries.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use entities::{
    catalogue::product,
    values::{BuyerId, CycleId, DeliveryId, Language, OccurrenceId, OccurrenceState, OrderId, ProductId, RecallId},
};

use super::composed_mail::ComposedMail;
use crate::{
    buyers, catalogue, cycles, fulfilment,
    notifications::{
        rules::{
            DeliveryDispatchedMail, DispatchedProduct, MissingLine, OccurrenceDecidedMail, OccurrenceOutcome,
            RecallOpenedMail, RecalledBatch, ReducedLine, ShortageRecordedMail,
        },
        store,
    },
    platform::{
        http::problem::{Problem, Result},
        locale::Localizer,
        unit_of_work::UnitOfWork,
    },
};

/// The mail about a date of a standing order that was not ordered in full.
pub async fn occurrence_decided(tx: &UnitOfWork, texts: Localizer, id: OccurrenceId) -> Result<ComposedMail> {
    let occurrence = store::get_occurrence(tx, id).await?;
    let standing_order = store::get_standing_order(tx, occurrence.standing_order_id).await?;
    let outcome = match (occurrence.state, occurrence.reason) {
        (OccurrenceState::Placed, _) => OccurrenceOutcome::Placed,
        (OccurrenceState::Reduced, _) => {
            OccurrenceOutcome::Reduced(reduced_lines(tx, texts, occurrence.order_id).await?)
        }
        (_, Some(reason)) => OccurrenceOutcome::NotPlaced(reason),
        (_, None) => return Err(Problem::missing_reference("reason of occurrence", id)),
    };
    let mail = OccurrenceDecidedMail {
        standing_order: standing_order.name,
        date: occurrence.date,
        outcome,
        page: tx.app().config.link(&format!("/compras/permanentes/{}", standing_order.id)),
    };
    Ok(mail.content(texts).into())
}

async fn reduced_lines(tx: &UnitOfWork, texts: Localizer, order: Option<OrderId>) -> Result<Vec<ReducedLine>> {
    let Some(order) = order else { return Ok(Vec::new()) };
    let lines = store::list_reduced_lines(tx, order).await?;
    let products: Vec<ProductId> = lines.iter().map(|line| line.product_id).collect();
    let products = catalogue::list_products_by_id(tx, &products).await?;
    let reduced = lines.into_iter().map(|line| {
        Ok(ReducedLine {
            product: product_name(&products, line.product_id, texts)?,
            ordered: line.quantity,
            wanted: line.wanted.unwrap_or(line.quantity),
            reason: line.reduced_by.ok_or_else(|| Problem::missing_reference("reason of order_line", line.id))?,
        })
    });
    reduced.collect()
}

/// The mail about ordered units that will not be delivered, or will be after all.
pub async fn shortage_recorded(
    tx: &UnitOfWork,
    texts: Localizer,
    cycle: CycleId,
    buyer: BuyerId,
    cause_key: &str,
) -> Result<ComposedMail> {
    let short_lines = store::list_short_lines(tx, cycle, buyer, cause_key).await?;
    let cause = short_lines.first().map(|short| short.shortage.cause);
    let products: Vec<ProductId> = short_lines.iter().map(|short| short.line.product_id).collect();
    let products = catalogue::list_products_by_id(tx, &products).await?;
    let orders: BTreeSet<OrderId> = short_lines.iter().map(|short| short.order.id).collect();
    let page = match orders.first() {
        Some(order) if orders.len() == 1 => format!("/compras/pedidos/{order}"),
        _ => "/compras/pedidos".to_owned(),
    };
    let lines = short_lines.into_iter().map(|short| {
        Ok(MissingLine {
            product: product_name(&products, short.line.product_id, texts)?,
            order: short.order.code,
            missing: short.shortage.quantity,
            ordered: short.line.quantity,
        })
    });
    let mail = ShortageRecordedMail {
        delivery: cycles::get_cycle(tx, cycle).await?.delivery_date,
        cause: cause.ok_or_else(|| Problem::not_found("shortage"))?,
        lines: lines.collect::<Result<_>>()?,
        page: tx.app().config.link(&page),
    };
    Ok(mail.content(texts).into())
}

/// The mail about a delivery that has left the cooperative.
pub async fn delivery_dispatched(tx: &UnitOfWork, texts: Localizer, id: DeliveryId) -> Result<ComposedMail> {
    let delivery = store::get_delivery(tx, id).await?;
    let point = delivery.delivery_point_id;
    let points = buyers::list_delivery_points_by_id(tx, &[point]).await?;
    let point = points.get(&point).ok_or_else(|| Problem::missing_reference("delivery_point", point))?;
    let mut units: BTreeMap<ProductId, i64> = BTreeMap::new();
    for line in fulfilment::list_delivery_lines(tx, &[id]).await? {
        *units.entry(line.product_id).or_default() += line.quantity;
    }
    let ids: Vec<ProductId> = units.keys().copied().collect();
    let names = catalogue::list_products_by_id(tx, &ids).await?;
    let products =
        units.into_iter().map(|(id, units)| Ok(DispatchedProduct { product: product_name(&names, id, texts)?, units }));
    let mut products = products.collect::<Result<Vec<_>>>()?;
    products.sort();
    let mail = DeliveryDispatchedMail {
        delivery: cycles::get_cycle(tx, delivery.cycle_id).await?.delivery_date,
        code: delivery.code,
        destination: format!("{} ({})", point.name, point.address),
        products,
        page: tx.app().config.link(&format!("/compras/pedidos/despachos/{id}")),
    };
    Ok(mail.content(texts).into())
}

/// A product's name in the reader's language.
fn product_name(products: &HashMap<ProductId, product::Model>, id: ProductId, texts: Localizer) -> Result<String> {
    let product = products.get(&id).ok_or_else(|| Problem::missing_reference("product", id))?;
    Ok(match texts.language() {
        Language::Es => product.name_es.clone(),
        Language::En => product.name_en.clone(),
    })
}

/// The mail about goods of a buyer that are recalled.
pub async fn recall_opened(tx: &UnitOfWork, texts: Localizer, id: RecallId, buyer: BuyerId) -> Result<ComposedMail> {
    let recall = fulfilment::get_recall(tx, id).await?;
    let names = catalogue::list_products_by_id(tx, &[recall.product.id]).await?;
    let product = product_name(&names, recall.product.id, texts)?;
    let units = fulfilment::list_recalled_units(tx, id, Some(buyer)).await?;
    let batches = units.into_iter().map(|row| RecalledBatch {
        product: product.clone(),
        batch: row.batch.code,
        units: row.line.quantity,
    });
    let mail = RecallOpenedMail {
        batches: batches.collect(),
        reason: recall.recall.reason,
        page: tx.app().config.link("/compras/pedidos/despachos"),
        product,
    };
    Ok(mail.content(texts).into())
}
