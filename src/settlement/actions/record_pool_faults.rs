//! Records the quality faults of a credit note in the pools that it reduces: the maker of a batch bears its fault.

use std::collections::BTreeMap;

use entities::{
    invoicing::invoice,
    settlement::pool_fault,
    values::{Amount, BatchId, InvoiceLineId, OrderLineId, PoolFaultId, PoolId, RecallId, WorkshopId},
};
use serde_json::json;

use super::change_pools::share_again;
use crate::{
    fulfilment, invoicing,
    platform::{http::problem::Result, unit_of_work::UnitOfWork},
    settlement::{
        CorrectionFact, Event, SettlementError,
        rules::{LineValue, split_line_value},
        store::{pool_faults, pools},
    },
};

/// What a credit note takes from the pool of a line.
#[derive(Clone, Copy, Debug)]
pub struct CreditedValue {
    /// The order line.
    pub order_line_id: OrderLineId,
    /// The pool.
    pub pool_id: PoolId,
    /// The value taken.
    pub value: LineValue,
}

/// The units at fault of a line of a credit note.
struct LineFaults {
    order_line_id: Option<OrderLineId>,
    /// Units that the line credits; zero where it credits an amount only.
    credited: i64,
    batches: Vec<FaultyBatch>,
}

struct FaultyBatch {
    batch_id: BatchId,
    workshop_id: WorkshopId,
    quantity: i64,
}

/// Records what the makers of faulty batches bear of a credit note: of a line that credits units, the part of the units at
/// fault; of one that credits an amount, all of it. Pools must be locked. A recall that was lifted names no fault.
pub async fn record_pool_faults(tx: &mut UnitOfWork, note: &invoice::Model, credited: &[CreditedValue]) -> Result<()> {
    let is_lifted = match note.recall_id {
        Some(recall) => fulfilment::get_recall(tx, recall).await?.recall.lifted_at.is_some(),
        None => false,
    };
    if is_lifted {
        return Ok(());
    }
    let mut by_line: BTreeMap<InvoiceLineId, LineFaults> = BTreeMap::new();
    for row in invoicing::list_quality_faults(tx, &[note.id]).await? {
        let (order_line_id, credited) = (row.line.order_line_id, row.line.quantity);
        let line = by_line.entry(row.line.id).or_insert(LineFaults { order_line_id, credited, batches: Vec::new() });
        let (batch_id, workshop_id, quantity) = (row.fault.batch_id, row.fault.workshop_id, row.fault.quantity);
        line.batches.push(FaultyBatch { batch_id, workshop_id, quantity });
    }
    let mut rows = Vec::new();
    for (invoice_line_id, line) in by_line {
        let Some(taken) = credited.iter().find(|taken| Some(taken.order_line_id) == line.order_line_id) else {
            continue;
        };
        let mut units: Vec<i64> = line.batches.iter().map(|batch| batch.quantity).collect();
        units.push((line.credited - units.iter().sum::<i64>()).max(0));
        for (batch, value) in line.batches.iter().zip(split_line_value(taken.value, &units)) {
            rows.push(pool_fault::Model {
                id: tx.new_id(),
                pool_id: taken.pool_id,
                workshop_id: batch.workshop_id,
                invoice_line_id,
                batch_id: batch.batch_id,
                net: value.net,
                vat: value.vat,
                additional_tax: value.additional_tax,
                reverses_id: None,
                reversal_reason: None,
                created_at: tx.now(),
                created_by: tx.actor().person(),
            });
        }
    }
    for row in &rows {
        let (pool_id, workshop_id, cause) = (row.pool_id, row.workshop_id, CorrectionFact::Fault(row.id));
        tx.emit(Event::EarningsCorrected { pool_id, workshop_id, cause });
    }
    pool_faults::insert_faults(tx, rows).await
}

/// Reverses a quality fault, once: its amount is shared by all makers of the pool again.
///
/// # Errors
/// 404, `FaultReversed`.
pub async fn reverse_pool_fault(tx: &mut UnitOfWork, id: PoolFaultId, reason: String) -> Result<PoolId> {
    let pool_id = pool_faults::get_fault(tx, id).await?.pool_id;
    let mut locked = pools::lock_pools(tx, [pool_id]).await?;
    let fault = pool_faults::get_fault(tx, id).await?;
    if fault.reverses_id.is_some() || pool_faults::find_reversal(tx, id).await?.is_some() {
        return Err(SettlementError::FaultReversed.into());
    }
    let reversal = pool_fault::Model {
        id: tx.new_id(),
        net: -fault.net,
        vat: -fault.vat,
        additional_tax: -fault.additional_tax,
        reverses_id: Some(id),
        reversal_reason: Some(reason),
        created_at: tx.now(),
        created_by: tx.actor().person(),
        ..fault
    };
    let (amount, workshop_id): (Amount, WorkshopId) = (reversal.net, reversal.workshop_id);
    pool_faults::insert_faults(tx, vec![reversal]).await?;
    tx.audit("pool", pool_id.0, "fault_reversed", json!({ "fault": id, "net": amount.0 }));
    if let Some(pool) = locked.remove(&pool_id) {
        share_again(tx, pool, &format!("fault_reversed:{id}")).await?;
    }
    tx.emit(Event::EarningsCorrected { pool_id, workshop_id, cause: CorrectionFact::FaultReversed(id) });
    Ok(pool_id)
}

/// Reverses the faults of a recall that turned out to be a false alarm.
pub async fn reverse_recall_faults(tx: &mut UnitOfWork, recall: RecallId) -> Result<()> {
    pools::lock_pools(tx, []).await?;
    let reason = fulfilment::get_recall(tx, recall).await?.recall.lift_reason.unwrap_or_default();
    for fault in pool_faults::list_faults_of_recall(tx, recall).await? {
        reverse_pool_fault(tx, fault.id, reason.clone()).await?;
    }
    Ok(())
}
