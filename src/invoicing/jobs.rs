//! What follows from invoicing: the invoice of a delivery or a month, the PDF of a document, and what its day brings.

use chrono::NaiveDate;
use entities::values::{DeliveryId, InvoiceId};
use serde::{Deserialize, Serialize};

use super::{Event, actions, document, rules, store};
use crate::platform::{
    app::App,
    documents,
    files::FileKey,
    http::problem::Result,
    jobs::Claim,
    unit_of_work::{Actor, Job, UnitOfWork},
};

/// Invoices a confirmed delivery.
#[derive(Debug, Serialize, Deserialize)]
pub struct IssueInvoice {
    /// The delivery.
    pub delivery_id: DeliveryId,
}

impl Job for IssueInvoice {
    const KIND: &'static str = "invoicing.issue_invoice";

    fn key(&self) -> String {
        self.delivery_id.to_string()
    }
}

/// Runs [`IssueInvoice`], in one transaction.
pub async fn issue_invoice(app: &App, claim: &Claim) -> Result<()> {
    let job: IssueInvoice = claim.read()?;
    let mut tx = claim.begin(app).await?;
    actions::issue::issue_delivery(&mut tx, job.delivery_id).await?;
    tx.commit().await
}

/// Makes the PDF of an issued document.
#[derive(Debug, Serialize, Deserialize)]
pub struct RenderInvoice {
    /// The invoice or credit note.
    pub invoice_id: InvoiceId,
}

impl Job for RenderInvoice {
    const KIND: &'static str = "invoicing.render_invoice";

    fn key(&self) -> String {
        self.invoice_id.to_string()
    }
}

/// Runs [`RenderInvoice`]: reads, renders, stores the file under a key that never changes, then records it.
pub async fn render_invoice(app: &App, claim: &Claim) -> Result<()> {
    let job: RenderInvoice = claim.read()?;
    let tx = app.read(Actor::Job).await?;
    let data = document::data(&tx, job.invoice_id).await?;
    drop(tx);
    let pdf = documents::render_in_background(document::TEMPLATE, data).await.map_err(anyhow::Error::from)?;
    let key = FileKey::new(format!("invoices/{}.pdf", job.invoice_id)).map_err(anyhow::Error::from)?;
    app.files.put(&key, pdf).await.map_err(anyhow::Error::from)?;
    let mut tx = claim.begin(app).await?;
    if store::documents::set_file(&tx, job.invoice_id, key.as_str()).await? {
        tx.emit(Event::DocumentFiled { invoice_id: job.invoice_id });
    }
    tx.commit().await
}

/// Invoices what was delivered in a month to buyers who are invoiced by month, and what else was left over.
#[derive(Debug, Serialize, Deserialize)]
pub struct InvoiceMonth {
    /// The last day of the month.
    pub until: NaiveDate,
}

impl Job for InvoiceMonth {
    const KIND: &'static str = "invoicing.invoice_month";

    fn key(&self) -> String {
        self.until.to_string()
    }
}

/// Runs [`InvoiceMonth`] piece by piece: what was issued stays issued, whatever stops it.
pub async fn invoice_month(app: &App, claim: &Claim) -> Result<()> {
    let job: InvoiceMonth = claim.read()?;
    run_all(app, Actor::Job, job.until).await?;
    claim.begin(app).await?.commit().await
}

/// A delivery was confirmed: its invoice follows at once, or with its month's at the end of the month, as the buyer's
/// terms say.
pub fn delivery_confirmed(tx: &mut UnitOfWork, delivery_id: DeliveryId) -> Result<()> {
    tx.enqueue(&IssueInvoice { delivery_id })?;
    let until = rules::month_end(tx.today());
    tx.enqueue_at(&InvoiceMonth { until }, rules::end_of(until, tx.zone()))
}

/// Looks for invoices whose day has passed.
#[derive(Debug, Serialize, Deserialize)]
pub struct MarkOverdue {
    /// The day that passed.
    pub due_on: NaiveDate,
}

impl Job for MarkOverdue {
    const KIND: &'static str = "invoicing.mark_overdue";

    fn key(&self) -> String {
        self.due_on.to_string()
    }
}

/// Runs [`MarkOverdue`] piece by piece.
pub async fn mark_overdue(app: &App, claim: &Claim) -> Result<()> {
    loop {
        let mut tx = app.begin(Actor::Job).await?;
        let marked = actions::overdue::mark_overdue(&mut tx).await?;
        tx.commit().await?;
        if marked == 0 {
            return claim.begin(app).await?.commit().await;
        }
    }
}

/// A document was issued: its PDF follows, and a look on the day after it is due.
pub async fn document_issued(tx: &mut UnitOfWork, id: InvoiceId) -> Result<()> {
    tx.enqueue(&RenderInvoice { invoice_id: id })?;
    match store::documents::invoice(tx, id).await?.due_on {
        Some(due_on) => tx.enqueue_at(&MarkOverdue { due_on }, rules::end_of(due_on, tx.zone())),
        None => Ok(()),
    }
}

/// Issues all invoices that wait for what was confirmed until the end of `until`, piece by piece; how many.
pub async fn run_all(app: &App, actor: Actor, until: NaiveDate) -> Result<usize> {
    let mut issued = 0;
    loop {
        let mut tx = app.begin(actor).await?;
        let piece = actions::issue::invoice_run(&mut tx, until).await?.len();
        tx.commit().await?;
        if piece == 0 {
            return Ok(issued);
        }
        issued += piece;
    }
}
