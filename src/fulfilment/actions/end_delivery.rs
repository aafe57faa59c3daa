//! Ends a delivery that did not reach its buyer: it was lost, refused or returned. Nothing of it is invoiced; its goods
//! become the cooperative's, which pays their makers.

use std::collections::BTreeMap;

use entities::{
    fulfilment::delivery,
    values::{DeliveryFailure, DeliveryId, OrderLineId, OrderState, ShortageCause},
};
use serde_json::json;

use super::{
    confirm_deliveries::end_if_delivered,
    receive_stock::{FailedPart, receive_failed_delivery},
};
use crate::{
    cycles,
    fulfilment::{
        Event, rules,
        store::{self, deliveries::DeliveryScope},
    },
    orders,
    platform::{
        http::problem::Result,
        unit_of_work::{ROWS_PER_INSERT, UnitOfWork},
    },
};

/// Ends a delivery that did not reach its buyer. Its units become shortages of their order lines, of which the buyer is
/// notified, and its orders end as undelivered. With the last delivery the cycle is delivered. Returns `false` where the
/// delivery ended in this way before.
///
/// # Errors
/// 404; `NotDispatched` for a delivery that was refused although it has not left; `DeliveryEnded` where it ended in
/// another way.
pub async fn end_delivery(
    tx: &mut UnitOfWork,
    id: DeliveryId,
    failure: DeliveryFailure,
    reason: String,
) -> Result<bool> {
    let cycle_id = store::deliveries::get_delivery(tx, DeliveryScope::All, id).await?.cycle_id;
    cycles::lock_cycle(tx, cycle_id).await?;
    // Read again under the lock.
    let delivery = store::deliveries::get_delivery(tx, DeliveryScope::All, id).await?;
    if !rules::check_failure(delivery.state, failure)? {
        return Ok(false);
    }
    let detail = json!({ "reason": reason });
    let (now, person) = (tx.now(), tx.actor().person());
    store::deliveries::update_delivery(
        tx,
        delivery::Model {
            state: rules::state_after(failure),
            failed_at: Some(now),
            failed_by: person,
            failure_reason: Some(reason),
            version: delivery.version + 1,
            ..delivery
        },
    )
    .await?;
    let mut missing: BTreeMap<OrderLineId, i64> = BTreeMap::new();
    let lines = store::delivery_lines::list_delivery_lines(tx, &[id]).await?;
    for line in &lines {
        *missing.entry(line.order_line_id).or_default() += line.quantity;
    }
    let cause = shortage_cause(failure);
    orders::record_line_shortages(tx, cycle_id, &missing, cause, format!("delivery:{id}")).await?;
    let order_ids = store::delivery_lines::list_order_ids(tx, &[id]).await?;
    for chunk in order_ids.chunks(ROWS_PER_INSERT) {
        orders::update_delivery_state(tx, chunk, OrderState::Undelivered).await?;
    }
    receive_failed_delivery(tx, cycle_id, failure, FailedPart::Whole, lines).await?;
    tx.audit("delivery", id, failure.word(), detail);
    tx.emit(Event::DeliveryFailed { delivery_id: id, cycle_id });
    end_if_delivered(tx, cycle_id).await?;
    Ok(true)
}

/// Why order lines are short of the units of a delivery that failed.
pub(super) fn shortage_cause(failure: DeliveryFailure) -> ShortageCause {
    match failure {
        DeliveryFailure::Lost => ShortageCause::Lost,
        DeliveryFailure::Refused => ShortageCause::Refused,
        DeliveryFailure::Returned => ShortageCause::Returned,
    }
}
