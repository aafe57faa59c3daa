//! Renders the PDF of issued documents.

use entities::values::InvoiceId;

use super::document_data::document_data;
use crate::{
    invoicing::{Event, MarkOverdue, RenderInvoice, store},
    platform::{
        app::App,
        documents,
        files::FileKey,
        http::problem::{Problem, Result},
        jobs::Claim,
        local_time,
        unit_of_work::{Actor, UnitOfWork},
    },
};

/// The Typst template of invoices and credit notes.
const TEMPLATE: &str = include_str!("../../../templates/invoice.typ");

/// Runs [`RenderInvoice`]: renders the PDF, stores it under a key that never changes, then records the key.
pub async fn render_invoice(app: &App, claim: &Claim) -> Result<()> {
    let RenderInvoice { invoice_id } = claim.read()?;
    let tx = app.read(Actor::Job).await?;
    let data = document_data(&tx, invoice_id).await?;
    drop(tx);
    let key = FileKey::new(format!("invoices/{invoice_id}.pdf"))?;
    documents::store_pdf(app, &key, TEMPLATE, data).await?;
    let mut tx = claim.begin(app).await?;
    if store::invoices::update_file(&tx, invoice_id, key.as_str()).await? {
        tx.emit(Event::DocumentFiled { invoice_id });
    }
    tx.commit().await
}

/// The PDF of an issued document. One that the file store has lost is rendered again from the document.
///
/// # Errors
/// 404 until it is rendered.
pub async fn load_document(app: &App, invoice_id: InvoiceId) -> Result<Vec<u8>> {
    let tx = app.read(Actor::System).await?;
    let file = store::invoices::get_invoice(&tx, invoice_id).await?.file;
    let key = FileKey::new(file.ok_or_else(|| Problem::not_found("document"))?)?;
    if let Some(pdf) = documents::find_pdf(app, &key).await? {
        return Ok(pdf);
    }
    let data = document_data(&tx, invoice_id).await?;
    drop(tx);
    documents::store_pdf(app, &key, TEMPLATE, data).await
}

/// Schedules the PDF of an issued document and, on the day after an invoice is due, the check whether it is overdue.
pub async fn schedule_document(tx: &mut UnitOfWork, invoice_id: InvoiceId) -> Result<()> {
    tx.enqueue(&RenderInvoice { invoice_id })?;
    match store::invoices::get_invoice(tx, invoice_id).await?.due_on {
        Some(due_on) => tx.enqueue_at(&MarkOverdue { due_on }, local_time::end_of_day(tx.zone(), due_on)),
        None => Ok(()),
    }
}
