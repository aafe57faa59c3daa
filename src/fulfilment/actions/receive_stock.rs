//! Takes goods that no buyer gets into the cooperative's stock. Their makers are paid for them as if a buyer had them,
//! because what was accepted is paid; the cooperative bears the loss of what was lost.

use std::collections::{BTreeMap, HashMap};

use entities::{
    fulfilment::{batch, delivery_line, stock_item},
    orders::order_line,
    values::{Amount, CycleId, DeliveryFailure, DeliveryLineId, OrderLineId, QuotaId, StockDisposalKind, StockSource},
};
use serde_json::json;

use super::dispose_stock::{NewDisposal, dispose_stock};
use crate::{
    allocation,
    fulfilment::{Event, store},
    orders,
    platform::{
        http::problem::{Problem, Result},
        unit_of_work::UnitOfWork,
    },
};

/// Takes over what of these batches of a cycle no order needs, at the value that the split gave a lot of the quota.
/// `fact` names the cause.
pub async fn receive_surplus(
    tx: &mut UnitOfWork,
    cycle_id: CycleId,
    left: Vec<(batch::Model, i64)>,
    fact: &str,
) -> Result<()> {
    let quota_ids: Vec<QuotaId> = left.iter().filter_map(|(batch, _)| batch.quota_id).collect();
    let lot_values = allocation::list_lot_values(tx, &quota_ids).await?;
    let mut items = Vec::with_capacity(left.len());
    for (batch, units) in left {
        let lot = batch.quota_id.and_then(|quota| lot_values.get(&quota));
        let lot = lot.ok_or_else(|| Problem::missing_reference("quota of the batch", batch.id))?;
        let value = allocation::value_of(units, lot.lot_size, lot.lot_value);
        items.push(stock_item::Model {
            id: tx.new_id(),
            key: format!("surplus:{}:{fact}", batch.id),
            cycle_id,
            product_id: batch.product_id,
            batch_id: batch.id,
            workshop_id: batch.workshop_id,
            source: StockSource::Surplus,
            delivery_line_id: None,
            units,
            remaining: units,
            value,
            created_at: tx.now(),
            created_by: tx.actor().person(),
        });
    }
    store_items(tx, items).await
}

/// How much of a delivery did not reach its buyer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FailedPart {
    /// All its lines, which the stock stands for from now on.
    Whole,
    /// Units that left lines of which the buyer took the rest.
    Units,
}

/// Takes over goods of a delivery that did not reach its buyer, at the net that the buyer would have been invoiced. `lines`
/// are its lines with what did not. Goods that are lost leave the stock at once.
pub async fn receive_failed_delivery(
    tx: &mut UnitOfWork,
    cycle_id: CycleId,
    failure: DeliveryFailure,
    part: FailedPart,
    lines: Vec<delivery_line::Model>,
) -> Result<()> {
    let values = list_line_values(tx, &lines).await?;
    let items = lines.into_iter().zip(values).map(|(line, value)| stock_item::Model {
        id: tx.new_id(),
        key: format!("delivery_line:{}", line.id),
        cycle_id,
        product_id: line.product_id,
        batch_id: line.batch_id,
        workshop_id: line.workshop_id,
        source: stock_source(failure),
        delivery_line_id: (part == FailedPart::Whole).then_some(line.id),
        units: line.quantity,
        remaining: line.quantity,
        value,
        created_at: tx.now(),
        created_by: tx.actor().person(),
    });
    let items: Vec<stock_item::Model> = items.collect();
    let lost: Vec<stock_item::Model> = items.iter().filter(|item| item.source == StockSource::Lost).cloned().collect();
    store_items(tx, items).await?;
    for item in lost {
        let all = NewDisposal {
            kind: StockDisposalKind::Lost,
            units: item.units,
            total: None,
            recipient: None,
            document: None,
            reason: None,
        };
        dispose_stock(tx, item.id, all).await?;
    }
    Ok(())
}

fn stock_source(failure: DeliveryFailure) -> StockSource {
    match failure {
        DeliveryFailure::Lost => StockSource::Lost,
        DeliveryFailure::Refused => StockSource::Refused,
        DeliveryFailure::Returned => StockSource::Returned,
    }
}

/// The net value of each of these lines: that of its order line, divided among the batches of that line.
async fn list_line_values(tx: &UnitOfWork, lines: &[delivery_line::Model]) -> Result<Vec<Amount>> {
    let mut by_order_line: BTreeMap<OrderLineId, Vec<&delivery_line::Model>> = BTreeMap::new();
    for line in lines {
        by_order_line.entry(line.order_line_id).or_default().push(line);
    }
    let ids: Vec<OrderLineId> = by_order_line.keys().copied().collect();
    let ordered: HashMap<OrderLineId, order_line::Model> = orders::find_order_lines(tx, &ids).await?;
    let mut values: HashMap<DeliveryLineId, Amount> = HashMap::with_capacity(lines.len());
    for (id, lines) in by_order_line {
        let ordered = ordered.get(&id).ok_or_else(|| Problem::missing_reference("order_line", id))?;
        let units: Vec<i64> = lines.iter().map(|line| line.quantity).collect();
        let net = orders::net_of_units(ordered, units.iter().sum());
        let parts = entities::values::split_by_largest_remainder(net, &units);
        values.extend(lines.iter().map(|line| line.id).zip(parts));
    }
    Ok(lines.iter().map(|line| values.get(&line.id).copied().unwrap_or_default()).collect())
}

async fn store_items(tx: &mut UnitOfWork, items: Vec<stock_item::Model>) -> Result<()> {
    store::stock::insert_stock_items(tx, &items).await?;
    for item in items {
        let detail =
            json!({ "batch_id": item.batch_id, "source": item.source, "units": item.units, "value": item.value });
        tx.audit("stock_item", item.id, "received", detail);
        tx.emit(Event::StockReceived { stock_item_id: item.id });
    }
    Ok(())
}
