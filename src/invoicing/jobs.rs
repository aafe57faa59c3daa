//! What follows from invoicing: the invoice of a delivery, the PDF of a document, and what every day brings.

use chrono::{Datelike, NaiveDate};
use entities::values::{DeliveryId, InvoiceId};
use serde::{Deserialize, Serialize};

use super::{Event, actions, document, rules, store};
use crate::platform::{
    app::App,
    documents,
    files::FileKey,
    http::problem::Answer,
    jobs::Claim,
    work::{Actor, Job, Work},
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
pub async fn issue_invoice(app: &App, claim: &Claim) -> Answer<()> {
    let job: IssueInvoice = claim.read()?;
    let mut work = claim.begin(app).await?;
    actions::issue::issue_delivery(&mut work, job.delivery_id).await?;
    work.commit().await
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
pub async fn render_invoice(app: &App, claim: &Claim) -> Answer<()> {
    let job: RenderInvoice = claim.read()?;
    let work = app.read(Actor::Job).await?;
    let data = document::data(&work, job.invoice_id).await?;
    drop(work);
    let pdf = documents::render_apart(document::TEMPLATE, data).await.map_err(anyhow::Error::from)?;
    let key = FileKey::new(format!("invoices/{}.pdf", job.invoice_id)).map_err(anyhow::Error::from)?;
    app.files.put(&key, pdf).await.map_err(anyhow::Error::from)?;
    let mut work = claim.begin(app).await?;
    if store::documents::set_file(&work, job.invoice_id, key.as_str()).await? {
        work.emit(Event::DocumentFiled { invoice_id: job.invoice_id });
    }
    work.commit().await
}

/// What every day brings: late invoices, and on the first of a month the invoices of the month before.
#[derive(Debug, Serialize, Deserialize)]
pub struct Daily {
    /// The day.
    pub day: NaiveDate,
}

impl Job for Daily {
    const KIND: &'static str = "invoicing.daily";

    fn key(&self) -> String {
        self.day.to_string()
    }
}

/// Stores the job of today, where it is not stored yet. A worker calls it at its start; the job stores the next.
pub fn schedule_daily(work: &mut Work) -> Answer<()> {
    let day = work.today();
    work.enqueue(&Daily { day })
}

/// Runs [`Daily`]: first the day after is stored, then each piece of work in a transaction of its own, so that what
/// was done stays done.
pub async fn daily(app: &App, claim: &Claim) -> Answer<()> {
    let job: Daily = claim.read()?;
    let mut work = app.begin(Actor::Job).await?;
    // A day that was slept through is not made up one by one: what was late stays late.
    let day = job.day.max(work.today());
    if let Some(next) = day.succ_opt() {
        work.enqueue_at(&Daily { day: next }, rules::end_of(day, work.zone()))?;
    }
    work.commit().await?;
    loop {
        let mut work = app.begin(Actor::Job).await?;
        let marked = actions::overdue::mark_overdue(&mut work).await?;
        work.commit().await?;
        if marked == 0 {
            break;
        }
    }
    // The last day of the month before: what a sleeping server missed is invoiced on its first day awake.
    if let Some(until) = day.with_day(1).and_then(|first| first.pred_opt()) {
        run_all(app, Actor::Job, until).await?;
    }
    claim.begin(app).await?.commit().await
}

/// Issues all invoices that wait for what was confirmed until the end of `until`, piece by piece; how many.
pub async fn run_all(app: &App, actor: Actor, until: NaiveDate) -> Answer<usize> {
    let mut issued = 0;
    loop {
        let mut work = app.begin(actor).await?;
        let piece = actions::issue::invoice_run(&mut work, until).await?.len();
        work.commit().await?;
        if piece == 0 {
            return Ok(issued);
        }
        issued += piece;
    }
}
