//! Mails to buyers about orders, shortages and deliveries.

use std::collections::{BTreeMap, BTreeSet};

use entities::{
    catalogue::product,
    orders::order_line,
    values::{
        BuyerId, CycleId, DeliveryId, Language, OccurrenceId, OccurrenceState, OrderId, OrderLineId, ProductId,
        RecallId,
    },
};

use super::composed_mail::ComposedMail;
use crate::{
    buyers, catalogue, cycles, fulfilment,
    notifications::{
        rules::{
            DeliveryDispatchedMail, DispatchedProduct, MissingLine, OccurrenceDecidedMail, OccurrenceOutcome,
            OrderWarningMail, RecallOpenedMail, RecalledBatch, ReducedLine, ShortageRecordedMail, WarnedLine,
        },
        store,
    },
    orders::{self, OrderWarning},
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
    let reduced = lines.into_iter().map(|line| {
        Ok(ReducedLine {
            product: ordered_name(&line, texts),
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
    let orders: BTreeSet<OrderId> = short_lines.iter().map(|short| short.order.id).collect();
    let page = match orders.first() {
        Some(order) if orders.len() == 1 => format!("/compras/pedidos/{order}"),
        _ => "/compras/pedidos".to_owned(),
    };
    let lines = short_lines.into_iter().map(|short| MissingLine {
        product: ordered_name(&short.line, texts),
        order: short.order.code,
        missing: short.shortage.quantity,
        ordered: short.line.quantity,
    });
    let mail = ShortageRecordedMail {
        delivery: cycles::get_cycle(tx, cycle).await?.delivery_date,
        cause: cause.ok_or_else(|| Problem::not_found("shortage"))?,
        lines: lines.collect(),
        page: tx.app().config.link(&page),
    };
    Ok(mail.content(texts).into())
}

/// The mail about something that a buyer must hear of a product of these orders.
pub async fn order_warning(
    tx: &UnitOfWork,
    texts: Localizer,
    (cycle, product): (CycleId, ProductId),
    about: OrderWarning,
    orders: &[OrderId],
) -> Result<ComposedMail> {
    let cycle = cycles::get_cycle(tx, cycle).await?;
    let page = match orders {
        [order] => format!("/compras/pedidos/{order}"),
        _ => "/compras/pedidos".to_owned(),
    };
    let lines = store::list_lines_of_product(tx, orders, product).await?;
    let product = match lines.first() {
        Some((line, _)) => ordered_name(line, texts),
        // The orders were changed since.
        None => product_name(&catalogue::get_product(tx, product).await?, texts),
    };
    let lines = lines.into_iter().map(|(line, order)| WarnedLine {
        order: order.code,
        units: line.quantity,
        cut: line.wanted.zip(line.reduced_by).filter(|_| about == OrderWarning::Cut),
    });
    let mail = OrderWarningMail {
        product,
        delivery: cycle.delivery_date,
        about,
        lines: lines.collect(),
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
    let lines = fulfilment::list_delivery_lines(tx, &[id]).await?;
    let ids: Vec<OrderLineId> = lines.iter().map(|line| line.order_line_id).collect();
    let ordered = orders::find_order_lines(tx, &ids).await?;
    let mut units: BTreeMap<String, i64> = BTreeMap::new();
    for line in lines {
        let ordered = ordered.get(&line.order_line_id);
        let ordered = ordered.ok_or_else(|| Problem::missing_reference("order_line", line.order_line_id))?;
        *units.entry(ordered_name(ordered, texts)).or_default() += line.quantity;
    }
    let products = units.into_iter().map(|(product, units)| DispatchedProduct { product, units }).collect();
    let mail = DeliveryDispatchedMail {
        delivery: cycles::get_cycle(tx, delivery.cycle_id).await?.delivery_date,
        code: delivery.code,
        destination: format!("{} ({})", point.name, point.address),
        products,
        page: tx.app().config.link(&format!("/compras/pedidos/despachos/{id}")),
    };
    Ok(mail.content(texts).into())
}

/// The name that a product had when it was ordered, in the reader's language.
fn ordered_name(line: &order_line::Model, texts: Localizer) -> String {
    match texts.language() {
        Language::Es => line.name_es.clone(),
        Language::En => line.name_en.clone(),
    }
}

/// A product's name in the reader's language.
pub(super) fn product_name(product: &product::Model, texts: Localizer) -> String {
    match texts.language() {
        Language::Es => product.name_es.clone(),
        Language::En => product.name_en.clone(),
    }
}

/// The mail about goods of a buyer that are recalled, or no longer where `lifted`.
pub async fn recall(
    tx: &UnitOfWork,
    texts: Localizer,
    id: RecallId,
    buyer: BuyerId,
    lifted: bool,
) -> Result<ComposedMail> {
    let recall = fulfilment::get_recall(tx, id).await?;
    let product = product_name(&recall.product, texts);
    let units = fulfilment::list_recalled_units(tx, id, Some(buyer)).await?;
    let batches = units.into_iter().map(|row| RecalledBatch {
        product: product.clone(),
        batch: row.batch.code,
        units: row.line.quantity,
    });
    let mail = RecallOpenedMail {
        batches: batches.collect(),
        reason: recall.recall.reason,
        lifted: recall.recall.lift_reason.filter(|_| lifted),
        page: tx.app().config.link("/compras/pedidos/despachos"),
        product,
    };
    Ok(mail.content(texts).into())
}
