//! Names the batches whose quality fault a credit note corrects, so that their makers bear it.

use std::collections::HashMap;

use entities::{
    invoicing::{invoice_line, quality_fault},
    values::{BatchId, InvoiceId, InvoiceKind, OrderLineId, RecallId},
};

use crate::{
    fulfilment::{self, DeliveredBatch},
    invoicing::{
        InvoicingError,
        rules::{self, DeliveredUnits, FaultyUnits},
        store,
    },
    platform::{
        http::{api_error::ApiError, problem::Result},
        unit_of_work::UnitOfWork,
    },
};

/// What the faults of a new credit note are taken from.
pub(super) struct FaultSources<'a> {
    /// The corrected document.
    pub invoice_id: InvoiceId,
    /// The recall whose batches are at fault.
    pub recall_id: Option<RecallId>,
    /// What was requested for each line of the note.
    pub requested: Vec<&'a [FaultyUnits]>,
}

/// The quality faults of the lines of a new credit note: as requested, or those of the batches of its recall.
///
/// # Errors
/// `CreditLinesInvalid`.
pub(super) async fn name_quality_faults(
    tx: &UnitOfWork,
    sources: FaultSources<'_>,
    lines: &[invoice_line::Model],
) -> Result<Vec<quality_fault::Model>> {
    if sources.recall_id.is_none() && sources.requested.iter().all(|faults| faults.is_empty()) {
        return Ok(Vec::new());
    }
    let order_lines: Vec<OrderLineId> = lines.iter().filter_map(|line| line.order_line_id).collect();
    let delivered = list_delivered_units(tx, sources.invoice_id, &order_lines).await?;
    let recalled = list_recalled_batches(tx, sources.recall_id).await?;
    let mut named = Vec::new();
    for (index, line) in lines.iter().enumerate() {
        let delivered = line.order_line_id.and_then(|id| delivered.get(&id)).map(Vec::as_slice).unwrap_or_default();
        let requested = sources.requested.get(index).copied().unwrap_or_default();
        let faults = if requested.is_empty() {
            let of_recall = delivered.iter().filter(|units| recalled.contains(&units.batch_id)).copied();
            rules::split_recalled_units(line.quantity, &of_recall.collect::<Vec<_>>())
        } else {
            requested.to_vec()
        };
        let makers = rules::check_faults(line.quantity, &faults, delivered).map_err(|(fault, rule)| {
            InvoicingError::CreditLinesInvalid { rule }.at(format!("/lines/{index}/faults/{fault}"))
        })?;
        named.extend(faults.into_iter().zip(makers).map(|(FaultyUnits { batch_id, quantity }, workshop_id)| {
            quality_fault::Model { invoice_line_id: line.id, batch_id, workshop_id, quantity }
        }));
    }
    Ok(named)
}

async fn list_recalled_batches(tx: &UnitOfWork, recall: Option<RecallId>) -> Result<Vec<BatchId>> {
    let Some(recall) = recall else { return Ok(Vec::new()) };
    Ok(fulfilment::list_recalled_batches(tx, recall).await?.into_iter().map(|batch| batch.id).collect())
}

/// What the buyer received of each batch for these order lines, and what of it the credit notes of an invoice have
/// credited as faulty.
async fn list_delivered_units(
    tx: &UnitOfWork,
    invoice: InvoiceId,
    order_lines: &[OrderLineId],
) -> Result<HashMap<OrderLineId, Vec<DeliveredUnits>>> {
    let notes = store::invoices::list_corrections(tx, invoice, InvoiceKind::CreditNote).await?;
    let notes: Vec<InvoiceId> = notes.into_iter().map(|note| note.id).collect();
    let mut credited: HashMap<(OrderLineId, BatchId), i64> = HashMap::new();
    for row in store::quality_faults::list_quality_faults(tx, &notes).await? {
        if let Some(id) = row.line.order_line_id.filter(|_| row.line.quantity > 0) {
            *credited.entry((id, row.fault.batch_id)).or_default() += row.fault.quantity;
        }
    }
    let mut delivered: HashMap<OrderLineId, Vec<DeliveredUnits>> = HashMap::new();
    for row in fulfilment::list_delivered_batches(tx, order_lines).await? {
        let DeliveredBatch { order_line_id, batch, quantity, .. } = row;
        let credited = credited.get(&(order_line_id, batch.id)).copied().unwrap_or_default();
        let (batch_id, workshop_id) = (batch.id, batch.workshop_id);
        let units = DeliveredUnits { batch_id, workshop_id, delivered: quantity, credited };
        delivered.entry(order_line_id).or_default().push(units);
    }
    Ok(delivered)
}
