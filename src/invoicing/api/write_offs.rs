//! Write-offs: finance staff write off what a buyer will never pay; two persons are needed.

use chrono::{DateTime, Utc};
use entities::{
    invoicing::write_off,
    values::{DecisionId, InvoiceId, Money, PersonId, WriteOffId, WriteOffState},
};
use poem::web::Data;
use poem_openapi::{
    Object, OpenApi,
    param::{Path, Query},
    payload::Json,
};

use super::tag::Tag;
use crate::{
    identity::{Caller, StaffFinance, StaffViewer},
    invoicing::{
        actions::write_off_debt::{self, NewWriteOff},
        rules,
        store::{invoices, write_offs},
    },
    members,
    platform::{
        app::App,
        http::{
            idempotency::{Created, Idempotent},
            limits::LINE,
            page_request::PageRequest,
            paging::List,
            problem::Result,
            text::Text,
        },
        unit_of_work::UnitOfWork,
    },
};

/// A debt of a buyer that is written off, or waits for a second person.
#[derive(Clone, Debug, Object)]
#[oai(skip_serializing_if_is_none)]
pub struct WriteOff {
    /// Identifies the write-off.
    pub id: WriteOffId,
    /// The invoice or debit note.
    pub invoice_id: InvoiceId,
    /// Series and number of the document.
    pub invoice_name: String,
    /// Name of the buyer, as printed on the document.
    pub buyer_name: String,
    /// The decision of the assembly.
    pub decision_id: DecisionId,
    /// Code of the decision.
    pub decision_code: String,
    /// The reason, in words.
    pub reason: String,
    /// What was open of the document.
    pub amount: Money,
    /// Its state.
    pub state: WriteOffState,
    /// Who requested it.
    pub requested_by: Option<PersonId>,
    /// When it was requested.
    pub requested_at: DateTime<Utc>,
    /// Who approved it.
    pub approved_by: Option<PersonId>,
    /// When it was approved.
    pub approved_at: Option<DateTime<Utc>>,
    /// Why it was cancelled.
    pub cancellation: Option<String>,
}

/// A write-off to request.
#[derive(Clone, Debug, Object)]
#[oai(deny_unknown_fields)]
pub struct CreateWriteOff {
    /// The decision of the assembly.
    pub decision_id: DecisionId,
    /// The reason, in words.
    pub reason: Text<1, LINE>,
}

/// Why a write-off is not approved, or is withdrawn.
#[derive(Clone, Debug, Object)]
#[oai(deny_unknown_fields)]
pub struct WriteOffCancellation {
    /// The reason, in words.
    pub reason: Text<1, LINE>,
}

/// Operations on write-offs.
pub struct WriteOffs;

#[OpenApi(prefix_path = "/api/v1/staff", tag = "Tag::Invoicing")]
impl WriteOffs {
    /// List write-offs, newest first
    #[oai(path = "/write-offs", method = "get", operation_id = "list_write_offs")]
    async fn list_write_offs(
        &self,
        app: Data<&App>,
        caller: StaffViewer,
        /// Only in this state.
        state: Query<Option<WriteOffState>>,
        page: PageRequest,
    ) -> Result<List<WriteOff>> {
        let tx = app.read(caller.actor()).await?;
        let rows = write_offs::list_write_offs(&tx, state.0, &page).await?;
        let mut responses = Vec::with_capacity(rows.items.len());
        for row in &rows.items {
            responses.push(write_off_response(&tx, row.clone()).await?);
        }
        Ok(rows.with_items(responses).into())
    }

    /// Request the write-off of what is open of an invoice
    ///
    /// Nothing changes until another person approves it.
    #[oai(path = "/invoices/:id/write-offs", method = "post", operation_id = "request_write_off")]
    async fn request_write_off(
        &self,
        #[oai(name = "Idempotency-Key")] request: Idempotent<StaffFinance>,
        id: Path<InvoiceId>,
        body: Json<CreateWriteOff>,
    ) -> Result<Created<WriteOff>> {
        request
            .run(body, async |tx, caller, CreateWriteOff { decision_id, reason }| {
                let requested_by = caller.person_id;
                let new = NewWriteOff { invoice_id: id.0, decision_id, reason: reason.into(), requested_by };
                let row = write_off_debt::request_write_off(tx, new).await?;
                write_off_response(tx, row).await
            })
            .await
    }

    /// Approve a write-off that another person requested
    ///
    /// The buyer owes the amount no more; the makers of what was invoiced bear the loss in proportion.
    #[oai(path = "/write-offs/:id/approve", method = "post", operation_id = "approve_write_off")]
    async fn approve_write_off(
        &self,
        #[oai(name = "Idempotency-Key")] request: Idempotent<StaffFinance>,
        id: Path<WriteOffId>,
    ) -> Result<Created<WriteOff>> {
        request
            .run_bodiless(async |tx, caller| {
                let row = write_off_debt::approve_write_off(tx, id.0, caller.person_id).await?;
                write_off_response(tx, row).await
            })
            .await
    }

    /// Cancel a write-off that was not approved
    #[oai(path = "/write-offs/:id/cancel", method = "post", operation_id = "cancel_write_off")]
    async fn cancel_write_off(
        &self,
        #[oai(name = "Idempotency-Key")] request: Idempotent<StaffFinance>,
        id: Path<WriteOffId>,
        body: Json<WriteOffCancellation>,
    ) -> Result<Created<WriteOff>> {
        request
            .run(body, async |tx, caller, WriteOffCancellation { reason }| {
                let row = write_off_debt::cancel_write_off(tx, id.0, caller.person_id, reason.into()).await?;
                write_off_response(tx, row).await
            })
            .await
    }
}

/// A write-off with the names of its document and decision.
pub async fn write_off_response(tx: &UnitOfWork, row: write_off::Model) -> Result<WriteOff> {
    let invoice = invoices::get_invoice(tx, row.invoice_id).await?;
    let decision = members::get_decision(tx, row.decision_id).await?;
    Ok(WriteOff {
        id: row.id,
        invoice_id: row.invoice_id,
        invoice_name: rules::document_name(&invoice),
        buyer_name: rules::buyer_of_document(&invoice).name,
        decision_id: row.decision_id,
        decision_code: decision.code,
        reason: row.reason,
        amount: row.amount.of(row.currency),
        state: row.state,
        requested_by: row.requested_by,
        requested_at: row.requested_at,
        approved_by: row.approved_by,
        approved_at: row.approved_at,
        cancellation: row.cancellation,
    })
}
