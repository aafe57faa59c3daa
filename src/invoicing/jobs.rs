//! Jobs of invoicing.

use chrono::NaiveDate;
use entities::values::{DeliveryId, InvoiceId};
use serde::{Deserialize, Serialize};

use crate::platform::unit_of_work::Job;

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

/// Renders the PDF of an issued document.
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

/// Invoices the deliveries of a month of the buyers with monthly invoices, and every other delivery without invoice.
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

/// Marks the invoices that are overdue.
#[derive(Debug, Serialize, Deserialize)]
pub struct MarkOverdue {
    /// The due date that has passed.
    pub due_on: NaiveDate,
}

impl Job for MarkOverdue {
    const KIND: &'static str = "invoicing.mark_overdue";

    fn key(&self) -> String {
        self.due_on.to_string()
    }
}
