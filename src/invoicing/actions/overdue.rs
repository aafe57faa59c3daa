//! Invoices pass their day unpaid.

use serde_json::json;

use crate::{
    invoicing::{Event, store},
    platform::{http::problem::Answer, work::Work},
};

/// Invoices marked in one piece of work.
const AT_ONCE: u64 = 5_000;

/// Marks the invoices that are late today, at most 5,000; how many. What was marked is not marked again.
pub async fn mark_overdue(work: &mut Work) -> Answer<usize> {
    let late = store::documents::lock_late(work, work.today(), AT_ONCE).await?;
    if late.is_empty() {
        return Ok(0);
    }
    store::documents::set_overdue(work, &late).await?;
    for id in &late {
        work.audit("invoice", *id, "overdue", json!({}));
    }
    let marked = late.len();
    work.emit(Event::InvoicesOverdue { invoice_ids: late });
    Ok(marked)
}
