//! Queries of the lines and taxes of documents.

use entities::{
    invoicing::{invoice_line, invoice_tax},
    values::InvoiceId,
};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder};

use crate::platform::{http::problem::Result, unit_of_work::UnitOfWork};

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
