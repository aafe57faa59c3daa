//! What the screens show of documents.

use entities::values::InvoiceId;

use super::{
    api::wire::InvoiceDetail,
    rules,
    store::{self, documents::Scope},
};
use crate::platform::{
    app::App,
    http::{
        download::{Download, stored_pdf},
        problem::Result,
    },
    unit_of_work::UnitOfWork,
};

/// One document of a scope with its lines, taxes and credit notes; or 404.
pub async fn detail(tx: &UnitOfWork, scope: Scope, id: InvoiceId) -> Result<InvoiceDetail> {
    let row = store::documents::scoped(tx, scope, id).await?;
    let lines = store::lines::lines(tx, &[id]).await?;
    let taxes = store::lines::taxes(tx, &[id]).await?;
    let notes = store::documents::notes_of(tx, id).await?;
    Ok(InvoiceDetail::of(row, lines, taxes, notes))
}

/// The PDF of one document of a scope; 404 until it is made.
pub async fn pdf(app: &App, tx: &UnitOfWork, scope: Scope, id: InvoiceId) -> Result<Download> {
    let row = store::documents::scoped(tx, scope, id).await?;
    let name = format!("{}.pdf", rules::name_of(&row));
    stored_pdf(app, row.file, &name).await
}
