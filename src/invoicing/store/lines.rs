//! Lines and taxes of documents.

use std::collections::HashMap;

use entities::{
    invoicing::{invoice, invoice_line, invoice_tax},
    values::{Amount, CycleId, InvoiceId, InvoiceKind},
};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder};

use super::documents;
use crate::platform::{
    http::problem::Result,
    unit_of_work::{ROWS_PER_INSERT, UnitOfWork},
};

/// Lines of these documents, by document and place. Of a credit note they are positive, as it is printed.
pub async fn lines(tx: &UnitOfWork, ids: &[InvoiceId]) -> Result<Vec<invoice_line::Model>> {
    let found = invoice_line::Entity::find()
        .filter(invoice_line::Column::InvoiceId.is_in(ids.iter().copied()))
        .order_by_asc(invoice_line::Column::InvoiceId)
        .order_by_asc(invoice_line::Column::Position);
    Ok(found.all(tx.db()).await?)
}

/// Taxes of these documents, in the order in which they are printed.
pub async fn taxes(tx: &UnitOfWork, ids: &[InvoiceId]) -> Result<Vec<invoice_tax::Model>> {
    let found = invoice_tax::Entity::find()
        .filter(invoice_tax::Column::InvoiceId.is_in(ids.iter().copied()))
        .order_by_asc(invoice_tax::Column::InvoiceId)
        .order_by_asc(invoice_tax::Column::Id);
    Ok(found.all(tx.db()).await?)
}

/// Lines of the issued documents of a cycle with their document's kind; quantity and net of a credit note's lines are
/// negative, so that the lines add up to what was sold.
pub async fn lines_of_cycle(tx: &UnitOfWork, cycle: CycleId) -> Result<Vec<(InvoiceKind, invoice_line::Model)>> {
    let found = invoice_line::Entity::find()
        .filter(invoice_line::Column::CycleId.eq(cycle))
        .order_by_asc(invoice_line::Column::InvoiceId)
        .order_by_asc(invoice_line::Column::Position);
    let found = found.all(tx.db()).await?;
    let mut ids: Vec<InvoiceId> = found.iter().map(|l| l.invoice_id).collect();
    ids.dedup();
    let mut heads: HashMap<InvoiceId, invoice::Model> = HashMap::new();
    for chunk in ids.chunks(ROWS_PER_INSERT) {
        heads.extend(documents::invoices(tx, chunk).await?);
    }
    Ok(found.into_iter().filter_map(|line| Some(signed(heads.get(&line.invoice_id)?.kind, line))).collect())
}

fn signed(kind: InvoiceKind, line: invoice_line::Model) -> (InvoiceKind, invoice_line::Model) {
    match kind {
        InvoiceKind::Invoice => (kind, line),
        InvoiceKind::CreditNote => {
            (kind, invoice_line::Model { quantity: -line.quantity, net: Amount(-line.net.0), ..line })
        }
    }
}
