//! Confirms a delivery of which a part did not reach its buyer: it was lost, refused at the door or returned. What the
//! buyer took is invoiced as any delivery; the rest becomes the cooperative's, which pays its makers.

use std::collections::BTreeMap;

use entities::{
    fulfilment::{delivery, delivery_line},
    values::{DeliveryFailure, DeliveryId, OrderLineId},
};
use serde_json::json;

use super::{
    confirm_deliveries::confirm_delivery,
    end_delivery::{end_delivery, shortage_cause},
    receive_stock::{FailedPart, receive_failed_delivery},
    unpack_batch::end_empty_orders,
};
use crate::{
    cycles,
    fulfilment::{
        FulfilmentError,
        rules::{self, FailedUnits},
        store::{self, deliveries::DeliveryScope},
    },
    orders,
    platform::{
        http::{api_error::ApiError, problem::Result},
        repeated::repeated,
        unit_of_work::UnitOfWork,
    },
};

/// Confirms a dispatched delivery without these units, which leave its lines and become shortages of their order lines,
/// of which the buyer is notified. A delivery of which nothing is left ends by `failure`.
///
/// # Errors
/// 404; `NotDispatched`; `DeliveryEnded`; `LineTwice`; `MoreThanDelivered`.
pub async fn confirm_part(
    tx: &mut UnitOfWork,
    id: DeliveryId,
    failure: DeliveryFailure,
    reason: String,
    units: &[FailedUnits],
) -> Result<()> {
    if let Some(index) = repeated(units.iter().map(|units| units.line_id)).next() {
        return Err(FulfilmentError::LineTwice.at(format!("/units/{index}/delivery_line_id")));
    }
    let cycle_id = store::deliveries::get_delivery(tx, DeliveryScope::All, id).await?.cycle_id;
    cycles::lock_cycle(tx, cycle_id).await?;
    // Read again under the lock.
    let delivery = store::deliveries::get_delivery(tx, DeliveryScope::All, id).await?;
    rules::check_on_its_way(delivery.state)?;
    let lines = store::delivery_lines::list_delivery_lines(tx, &[id]).await?;
    let failed = rules::failed_units(&lines, units)?;
    let detail = json!({ "failure": failure, "reason": reason, "units": failed.iter().sum::<i64>() });
    if lines.iter().zip(&failed).all(|(line, failed)| line.quantity == *failed) {
        return end_delivery(tx, id, failure, reason).await.map(drop);
    }
    let (failed_at, failed_by) = (Some(tx.now()), tx.actor().person());
    let (failure_reason, version) = (Some(reason), delivery.version + 1);
    let changed = delivery::Model { failed_at, failed_by, failure_reason, version, ..delivery };
    store::deliveries::update_delivery(tx, changed).await?;
    let mut missing: BTreeMap<OrderLineId, i64> = BTreeMap::new();
    let mut part = Vec::new();
    for (line, failed) in lines.into_iter().zip(failed).filter(|(_, failed)| *failed > 0) {
        *missing.entry(line.order_line_id).or_default() += failed;
        store::delivery_lines::update_quantity(tx, line.id, line.quantity - failed).await?;
        part.push(delivery_line::Model { quantity: failed, ..line });
    }
    orders::record_line_shortages(tx, cycle_id, &missing, shortage_cause(failure), format!("delivery:{id}")).await?;
    end_empty_orders(tx, &missing).await?;
    receive_failed_delivery(tx, cycle_id, failure, FailedPart::Units, part).await?;
    tx.audit("delivery", id, "part_failed", detail);
    confirm_delivery(tx, DeliveryScope::All, id).await.map(drop)
}
