//! Queries of the lines and taxes of documents.

use std::collections::HashMap;

use entities::{
    invoicing::{invoice_line, invoice_tax, invoiced_delivery},
    values::{DeliveryLineId, InvoiceId},
};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder};

use crate::platform::{
    http::problem::{Problem, Result},
    unit_of_work::{ROWS_PER_INSERT, UnitOfWork},
};

/// Lines of these documents, by document and position. Those of a credit note are positive, as printed.
pub async fn list_invoice_lines(tx: &UnitOfWork, ids: &[InvoiceId]) -> Result<Vec<invoice_line::Model>> {
    let found = invoice_line::Entity::find()
        .filter(invoice_line::Column::InvoiceId.is_in(ids.iter().copied()))
        .order_by_asc(invoice_line::Column::InvoiceId)
        .order_by_asc(invoice_line::Column::Position);
    Ok(found.all(tx.db()).await?)
}

/// Taxes of these documents, in the order in which they are printed.
pub async fn list_invoice_taxes(tx: &UnitOfWork, ids: &[InvoiceId]) -> Result<Vec<invoice_tax::Model>> {
    let found = invoice_tax::Entity::find()
        .filter(invoice_tax::Column::InvoiceId.is_in(ids.iter().copied()))
        .order_by_asc(invoice_tax::Column::InvoiceId)
        .order_by_asc(invoice_tax::Column::Id);
    Ok(found.all(tx.db()).await?)
}

/// The invoice lines of these delivery lines that are invoiced.
pub async fn list_lines_of_deliveries(
    tx: &UnitOfWork,
    ids: &[DeliveryLineId],
) -> Result<HashMap<DeliveryLineId, invoice_line::Model>> {
    let mut lines = HashMap::with_capacity(ids.len());
    for chunk in ids.chunks(ROWS_PER_INSERT) {
        let found = invoiced_delivery::Entity::find()
            .filter(invoiced_delivery::Column::DeliveryLineId.is_in(chunk.iter().copied()))
            .find_also_related(invoice_line::Entity);
        for (row, line) in found.all(tx.db()).await? {
            let line = line.ok_or_else(|| Problem::missing_reference("invoice_line", row.invoice_line_id))?;
            lines.insert(row.delivery_line_id, line);
        }
    }
    Ok(lines)
}
