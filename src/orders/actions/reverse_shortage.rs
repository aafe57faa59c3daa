//! Reverses a shortage that was recorded by mistake.

use std::collections::BTreeSet;

use entities::{
    orders::shortage,
    values::{CycleId, OrderId, OrderLineId, ShortageCause},
};
use sea_orm::ActiveValue::Set;
use serde_json::json;
use uuid::Uuid;

use super::share_shortage::add_exposures;
use crate::{
    orders::{Event, store},
    platform::{
        http::problem::{Problem, Result},
        unit_of_work::UnitOfWork,
    },
};

/// Gives back to the order lines of a cycle the units that the shortages of `reversed_key` took, as far as they are still
/// missing. Emits an event for the buyers.
///
/// The caller holds the lock of the cycle and reverses each shortage once.
pub async fn reverse_shortage(
    tx: &mut UnitOfWork,
    cycle: CycleId,
    reversed_key: &str,
    cause_key: String,
) -> Result<()> {
    let recorded = store::shortages::list_by_cause(tx, cycle, reversed_key).await?;
    let ids: Vec<OrderLineId> = recorded.iter().map(|row| row.order_line_id).collect();
    let missing = store::shortages::sum_by_line(tx, &ids).await?;
    let lines = store::lines::find_order_lines(tx, &ids).await?;
    let mut rows = Vec::with_capacity(recorded.len());
    let mut order_ids: BTreeSet<OrderId> = BTreeSet::new();
    for row in recorded {
        // A cancelled order may have relieved the line since.
        let units = row.quantity.min(missing.get(&row.order_line_id).copied().unwrap_or(0));
        if units <= 0 {
            continue;
        }
        let line = lines.get(&row.order_line_id);
        order_ids.insert(line.ok_or_else(|| Problem::missing_reference("order_line", row.order_line_id))?.order_id);
        rows.push(shortage::ActiveModel {
            id: Set(tx.new_id::<Uuid>()),
            order_line_id: Set(row.order_line_id),
            cycle_id: Set(cycle),
            product_id: Set(row.product_id),
            cause: Set(ShortageCause::Corrected),
            cause_key: Set(cause_key.clone()),
            quantity: Set(-units),
            created_at: Set(tx.now()),
        });
    }
    if rows.is_empty() {
        return Ok(());
    }
    add_exposures(tx, &order_ids, &cause_key).await?;
    store::shortages::insert(tx, rows).await?;
    tx.audit("cycle", cycle.0, "shortage_reversed", json!({ "cause_key": reversed_key, "orders": order_ids.len() }));
    tx.emit(Event::ShortageRelieved { cycle_id: cycle, order_ids: order_ids.into_iter().collect(), cause_key });
    Ok(())
}
