//! Invoices pass their day unpaid.

use serde_json::json;

use crate::{
    invoicing::{Event, store},
    platform::{http::problem::Result, unit_of_work::UnitOfWork},
};

/// Invoices marked in one piece of work.
const AT_ONCE: u64 = 5_000;

/// Marks the invoices that are late today, at most 5,000; how many. What was marked is not marked again.
pub async fn mark_overdue(tx: &mut UnitOfWork) -> Result<usize> {
    let late = store::documents::lock_late(tx, tx.today(), AT_ONCE).await?;
    if late.is_empty() {
        return Ok(0);
    }
    store::documents::set_overdue(tx, &late).await?;
    for id in &late {
        tx.audit("invoice", *id, "overdue", json!({}));
    }
    let marked = late.len();
    tx.emit(Event::InvoicesOverdue { invoice_ids: late });
    Ok(marked)
}
