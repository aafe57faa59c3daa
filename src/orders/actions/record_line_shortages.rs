//! Records shortages of given order lines, where it is known whose units are missing.

use std::collections::{BTreeMap, BTreeSet};

use entities::{
    orders::shortage,
    values::{CycleId, OrderId, OrderLineId, ShortageCause},
};
use sea_orm::ActiveValue::Set;
use serde_json::json;
use uuid::Uuid;

use super::share_shortage::remove_exposures;
use crate::{
    orders::{Event, store},
    platform::{
        http::problem::{Problem, Result},
        unit_of_work::UnitOfWork,
    },
};

/// Records that these units of order lines of a cycle will not reach their buyers. Emits an event for the buyers.
///
/// The caller holds the lock of the cycle and records each cause once.
pub async fn record_line_shortages(
    tx: &mut UnitOfWork,
    cycle: CycleId,
    missing: &BTreeMap<OrderLineId, i64>,
    cause: ShortageCause,
    cause_key: String,
) -> Result<()> {
    let ids: Vec<OrderLineId> = missing.keys().copied().collect();
    let lines = store::lines::find_order_lines(tx, &ids).await?;
    let mut rows = Vec::with_capacity(ids.len());
    let mut order_ids: BTreeSet<OrderId> = BTreeSet::new();
    for (id, units) in missing.iter().filter(|(_, units)| **units > 0) {
        let line = lines.get(id).ok_or_else(|| Problem::missing_reference("order_line", *id))?;
        order_ids.insert(line.order_id);
        rows.push(shortage::ActiveModel {
            id: Set(tx.new_id::<Uuid>()),
            order_line_id: Set(*id),
            cycle_id: Set(cycle),
            product_id: Set(line.product_id),
            cause: Set(cause),
            cause_key: Set(cause_key.clone()),
            quantity: Set(*units),
            created_at: Set(tx.now()),
        });
    }
    if rows.is_empty() {
        return Ok(());
    }
    store::shortages::insert(tx, rows).await?;
    remove_exposures(tx, &order_ids, &cause_key).await?;
    let detail = json!({ "units": missing.values().sum::<i64>(), "cause": cause, "orders": order_ids.len() });
    tx.audit("cycle", cycle.0, "shortage", detail);
    tx.emit(Event::ShortageRecorded { cycle_id: cycle, order_ids: order_ids.into_iter().collect(), cause_key });
    Ok(())
}
