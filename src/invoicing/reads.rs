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
        problem::Answer,
    },
    work::Work,
};

/// One document of a scope with its lines, taxes and credit notes; or 404.
pub async fn detail(work: &Work, scope: Scope, id: InvoiceId) -> Answer<InvoiceDetail> {
    let row = store::documents::scoped(work, scope, id).await?;
    let lines = store::lines::lines(work, &[id]).await?;
    let taxes = store::lines::taxes(work, &[id]).await?;
    let notes = store::documents::notes_of(work, id).await?;
    Ok(InvoiceDetail::of(row, lines, taxes, notes))
}

/// The PDF of one document of a scope; 404 until it is made.
pub async fn pdf(app: &App, work: &Work, scope: Scope, id: InvoiceId) -> Answer<Download> {
    let row = store::documents::scoped(work, scope, id).await?;
    let name = format!("{}.pdf", rules::name_of(&row));
    stored_pdf(app, row.file, &name).await
}
