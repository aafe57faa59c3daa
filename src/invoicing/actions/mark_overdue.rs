//! Marks invoices that passed their due date unpaid.

use serde_json::json;

use crate::{
    invoicing::{Event, store},
    platform::{
        app::App,
        http::problem::Result,
        jobs::Claim,
        unit_of_work::{Actor, UnitOfWork},
    },
};

/// Invoices in one transaction at most.
const BATCH: u64 = 5_000;

/// Runs [`MarkOverdue`](crate::invoicing::MarkOverdue), in transactions of at most 5,000 invoices.
pub async fn mark_overdue_job(app: &App, claim: &Claim) -> Result<()> {
    loop {
        let mut tx = app.begin(Actor::Job).await?;
        let marked = mark_overdue(&mut tx).await?;
        tx.commit().await?;
        if marked == 0 {
            return claim.begin(app).await?.commit().await;
        }
    }
}

/// Marks the invoices that are overdue today, at most 5,000, and returns their number. An invoice is marked once.
pub async fn mark_overdue(tx: &mut UnitOfWork) -> Result<usize> {
    let overdue = store::invoices::lock_newly_overdue(tx, tx.today(), BATCH).await?;
    if overdue.is_empty() {
        return Ok(0);
    }
    store::invoices::update_overdue(tx, &overdue).await?;
    for id in &overdue {
        tx.audit("invoice", *id, "overdue", json!({}));
    }
    let marked = overdue.len();
    tx.emit(Event::InvoicesOverdue { invoice_ids: overdue });
    Ok(marked)
}
