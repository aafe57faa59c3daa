//! Queries of the lines and taxes of documents.

use entities::{
    catalogue::product,
    invoicing::{invoice_line, invoice_tax},
    values::InvoiceId,
};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder};

use crate::platform::{
    http::problem::{Problem, Result},
    unit_of_work::UnitOfWork,
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

/// A line of a document and its product.
#[derive(Clone, Debug)]
pub struct LineOfProduct {
    /// The line.
    pub line: invoice_line::Model,
    /// Its product.
    pub product: product::Model,
}

/// Lines of a document with their products, by position.
pub async fn list_lines_with_products(tx: &UnitOfWork, id: InvoiceId) -> Result<Vec<LineOfProduct>> {
    let found = invoice_line::Entity::find()
        .filter(invoice_line::Column::InvoiceId.eq(id))
        .find_also_related(product::Entity)
        .order_by_asc(invoice_line::Column::Position);
    let row = |(line, product): (invoice_line::Model, Option<product::Model>)| {
        let product = product.ok_or_else(|| Problem::missing_reference("product", line.product_id))?;
        Ok(LineOfProduct { line, product })
    };
    found.all(tx.db()).await?.into_iter().map(row).collect()
}
