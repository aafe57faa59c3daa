//! Invoice runs: finance staff issue all invoices until a day.

use poem_openapi::{Object, OpenApi, payload::Json};

use super::tag::Tag;
use crate::{
    identity::StaffFinance,
    invoicing::actions::issue_invoices::issue_invoices_until,
    platform::http::{
        dates::MoneyDate,
        idempotency::{Created, Idempotent},
        problem::Result,
    },
};

/// The invoices to issue.
#[derive(Clone, Debug, Object)]
#[oai(deny_unknown_fields)]
pub struct IssueInvoices {
    /// Last day of confirmed deliveries that are invoiced; today at the latest.
    pub until: MoneyDate,
}

/// The result of an invoice run.
#[derive(Clone, Debug, Object)]
pub struct InvoiceRun {
    /// Invoices issued; 0 where every delivery was invoiced already.
    pub issued: u64,
}

/// Operations on invoice runs.
pub struct InvoiceRuns;

#[OpenApi(prefix_path = "/api/v1/staff", tag = "Tag::Invoicing")]
impl InvoiceRuns {
    /// Issue the invoices of all confirmed deliveries without invoice
    ///
    /// One for each delivery, or one for each buyer and month, as the buyer's terms say.
    #[oai(path = "/invoice-runs", method = "post", operation_id = "issue_invoices")]
    async fn issue_invoices(
        &self,
        #[oai(name = "Idempotency-Key")] request: Idempotent<StaffFinance>,
        body: Json<IssueInvoices>,
    ) -> Result<Created<InvoiceRun>> {
        request
            .run(body, async |tx, _, IssueInvoices { until }| {
                let issued = issue_invoices_until(tx, until.into()).await?;
                Ok(InvoiceRun { issued: u64::try_from(issued).unwrap_or(u64::MAX) })
            })
            .await
    }
}
