//! Queries of the quality faults that makers bear in pools.

use std::collections::{HashMap, HashSet};

use entities::{
    fulfilment::batch,
    invoicing::{invoice, invoice_line, quality_fault},
    members::workshop,
    settlement::pool_fault,
    values::{BatchId, InvoiceId, InvoiceLineId, OrderLineId, PoolFaultId, PoolId, RecallId, WorkshopId},
};
use sea_orm::{
    ColumnTrait, EntityTrait, ExprTrait, LoaderTrait, QueryFilter, QueryOrder,
    sea_query::{Expr, Query},
};

use crate::{
    platform::{
        http::problem::{Problem, Result},
        unit_of_work::{MAX_IDS_IN_QUERY, UnitOfWork},
    },
    settlement::rules::LineValue,
};

/// A quality fault that its maker bears, with what it leads back to.
#[derive(Clone, Debug)]
pub struct PoolFaultView {
    /// The fault.
    pub fault: pool_fault::Model,
    /// The row that reverses it.
    pub reversal: Option<pool_fault::Model>,
    /// The batch.
    pub batch: batch::Model,
    /// The maker of the batch.
    pub workshop: workshop::Model,
    /// The credit note that corrects it.
    pub note: invoice::Model,
    /// The order line that was credited.
    pub order_line_id: Option<OrderLineId>,
    /// Units at fault.
    pub quantity: i64,
}

/// What each maker of a pool bears, reversals taken off.
pub async fn sum_faults(tx: &UnitOfWork, pool: PoolId) -> Result<HashMap<WorkshopId, LineValue>> {
    let found = pool_fault::Entity::find().filter(pool_fault::Column::PoolId.eq(pool)).all(tx.db()).await?;
    let mut faults: HashMap<WorkshopId, LineValue> = HashMap::new();
    for row in found {
        let value = LineValue { net: row.net, vat: row.vat, additional_tax: row.additional_tax };
        *faults.entry(row.workshop_id).or_default() += value;
    }
    Ok(faults)
}

/// One fault, or 404.
pub async fn get_fault(tx: &UnitOfWork, id: PoolFaultId) -> Result<pool_fault::Model> {
    pool_fault::Entity::find_by_id(id).one(tx.db()).await?.ok_or_else(|| Problem::not_found("pool_fault"))
}

/// The row that reverses a fault.
pub async fn find_reversal(tx: &UnitOfWork, id: PoolFaultId) -> Result<Option<pool_fault::Model>> {
    Ok(pool_fault::Entity::find().filter(pool_fault::Column::ReversesId.eq(id)).one(tx.db()).await?)
}

/// Inserts faults or reversals of them.
pub async fn insert_faults(tx: &UnitOfWork, faults: Vec<pool_fault::Model>) -> Result<()> {
    if faults.is_empty() {
        return Ok(());
    }
    let rows = faults.into_iter().map(pool_fault::ActiveModel::from);
    pool_fault::Entity::insert_many(rows).exec_without_returning(tx.db()).await?;
    Ok(())
}

/// The faults that the credit notes of a recall named and that are not reversed, in the order of their ids.
pub async fn list_faults_of_recall(tx: &UnitOfWork, recall: RecallId) -> Result<Vec<pool_fault::Model>> {
    let notes = invoice::Entity::find().filter(invoice::Column::RecallId.eq(recall)).all(tx.db()).await?;
    let notes: Vec<InvoiceId> = notes.into_iter().map(|note| note.id).collect();
    let reversed = Query::select()
        .column(pool_fault::Column::ReversesId)
        .from(pool_fault::Entity)
        .and_where(Expr::col(pool_fault::Column::ReversesId).is_not_null())
        .to_owned();
    let mut faults = Vec::new();
    for chunk in notes.chunks(MAX_IDS_IN_QUERY) {
        let found = pool_fault::Entity::find()
            .inner_join(invoice_line::Entity)
            .filter(invoice_line::Column::InvoiceId.is_in(chunk.iter().copied()))
            .filter(pool_fault::Column::ReversesId.is_null())
            .filter(pool_fault::Column::Id.not_in_subquery(reversed.clone()))
            .order_by_asc(pool_fault::Column::Id);
        faults.extend(found.all(tx.db()).await?);
    }
    Ok(faults)
}

/// The faults of these pools with what they lead back to, oldest first.
pub async fn list_fault_views(tx: &UnitOfWork, pools: &[PoolId]) -> Result<Vec<PoolFaultView>> {
    let mut rows = Vec::new();
    for chunk in pools.chunks(MAX_IDS_IN_QUERY) {
        let found = pool_fault::Entity::find()
            .filter(pool_fault::Column::PoolId.is_in(chunk.iter().copied()))
            .order_by_asc(pool_fault::Column::Id);
        rows.extend(found.all(tx.db()).await?);
    }
    let (mut faults, mut reversals) = (Vec::new(), HashMap::new());
    for row in rows {
        match row.reverses_id {
            Some(reversed) => drop(reversals.insert(reversed, row)),
            None => faults.push(row),
        }
    }
    let batches = faults.load_one(batch::Entity, tx.db()).await?;
    let workshops = faults.load_one(workshop::Entity, tx.db()).await?;
    let lines = faults.load_one(invoice_line::Entity, tx.db()).await?;
    let notes = list_notes(tx, lines.iter().flatten()).await?;
    let quantities = list_quantities(tx, &faults).await?;
    let mut views = Vec::with_capacity(faults.len());
    for (((fault, batch), workshop), line) in faults.into_iter().zip(batches).zip(workshops).zip(lines) {
        let line = line.ok_or_else(|| Problem::missing_reference("invoice_line", fault.invoice_line_id))?;
        let note = notes.get(&line.invoice_id).cloned();
        views.push(PoolFaultView {
            reversal: reversals.remove(&fault.id),
            batch: batch.ok_or_else(|| Problem::missing_reference("batch", fault.batch_id))?,
            workshop: workshop.ok_or_else(|| Problem::missing_reference("workshop", fault.workshop_id))?,
            note: note.ok_or_else(|| Problem::missing_reference("invoice", line.invoice_id))?,
            order_line_id: line.order_line_id,
            quantity: quantities.get(&(fault.invoice_line_id, fault.batch_id)).copied().unwrap_or_default(),
            fault,
        });
    }
    Ok(views)
}

/// The credit notes of these lines.
async fn list_notes(
    tx: &UnitOfWork,
    lines: impl Iterator<Item = &invoice_line::Model>,
) -> Result<HashMap<InvoiceId, invoice::Model>> {
    let ids: HashSet<InvoiceId> = lines.map(|line| line.invoice_id).collect();
    let ids: Vec<InvoiceId> = ids.into_iter().collect();
    let mut notes = HashMap::new();
    for chunk in ids.chunks(MAX_IDS_IN_QUERY) {
        let found = invoice::Entity::find().filter(invoice::Column::Id.is_in(chunk.iter().copied()));
        notes.extend(found.all(tx.db()).await?.into_iter().map(|note| (note.id, note)));
    }
    Ok(notes)
}

/// Units at fault by credited line and batch.
async fn list_quantities(
    tx: &UnitOfWork,
    faults: &[pool_fault::Model],
) -> Result<HashMap<(InvoiceLineId, BatchId), i64>> {
    let mut quantities = HashMap::new();
    for chunk in faults.chunks(MAX_IDS_IN_QUERY) {
        let lines = chunk.iter().map(|fault| fault.invoice_line_id);
        let found = quality_fault::Entity::find().filter(quality_fault::Column::InvoiceLineId.is_in(lines));
        let found = found.all(tx.db()).await?.into_iter();
        quantities.extend(found.map(|fault| ((fault.invoice_line_id, fault.batch_id), fault.quantity)));
    }
    Ok(quantities)
}
