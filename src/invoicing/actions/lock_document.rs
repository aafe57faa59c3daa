//! Locks a document that is about to change what its buyer owes.

use entities::{buyers::buyer, invoicing::invoice, values::InvoiceId};

use crate::{
    buyers,
    invoicing::store,
    platform::{http::problem::Result, unit_of_work::UnitOfWork},
};

/// A document and its buyer, both locked, the buyer first: whoever changes an exposure locks in this order.
///
/// # Errors
/// 404 for an unknown document.
pub async fn lock_document(tx: &UnitOfWork, id: InvoiceId) -> Result<(buyer::Model, invoice::Model)> {
    let buyer_id = store::invoices::load_buyer(tx, id).await?;
    let buyer = buyers::lock_buyer(tx, buyer_id).await?;
    Ok((buyer, store::invoices::lock_invoice(tx, id).await?))
}
