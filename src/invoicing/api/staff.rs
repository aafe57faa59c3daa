//! Staff: documents, runs and corrections.

use entities::values::{BuyerId, InvoiceId, InvoiceKind, InvoiceState, OrganisationId};
use poem::web::Data;
use poem_openapi::{
    OpenApi,
    param::{Header, Path, Query},
    payload::Json,
};

use super::{
    Tag,
    wire::{BillingDetails, CreateCreditNote, Invoice, InvoiceDetail, InvoicesRun, PutBillingDetails, RunInvoices},
};
use crate::{
    identity::{Caller, StaffFinance, StaffViewer},
    invoicing::{
        InvoicingError,
        actions::credit::{NewCreditNote, credit},
        jobs, parties, reads,
        store::{
            self,
            documents::{Filter, Scope},
        },
    },
    platform::{
        app::App,
        http::{
            api_error::ApiError,
            download::Download,
            etag::{Versioned, check_version},
            idempotency::{Created, Once, once},
            paging::{Cursor, Limit, List, Page, RequestUri},
            problem::{Problem, Result},
        },
    },
};

/// Staff's operations of invoicing.
pub struct StaffApi;

#[OpenApi(prefix_path = "/api/v1", tag = "Tag::Invoicing")]
impl StaffApi {
    /// Invoices and credit notes, newest first
    #[oai(path = "/staff/invoices", method = "get", operation_id = "list_invoices")]
    async fn list_invoices(
        &self,
        app: Data<&App>,
        caller: StaffViewer,
        /// Only this kind.
        kind: Query<Option<InvoiceKind>>,
        /// Only this state.
        state: Query<Option<InvoiceState>>,
        /// Only of this buyer.
        buyer_id: Query<Option<BuyerId>>,
        #[oai(default)] limit: Query<Limit>,
        after: Query<Option<Cursor>>,
        uri: RequestUri,
    ) -> Result<List<Invoice>> {
        let tx = app.read(caller.actor()).await?;
        let page = Page::new(limit.0, after.0);
        let filter = Filter { kind: kind.0, state: state.0, buyer: buyer_id.0 };
        let rows = store::documents::page(&tx, Scope::All, filter, page.key::<InvoiceId>()?, page.fetch()).await?;
        Ok(List::page(rows, &page, &uri, |row| Cursor::of(&row.id), Invoice::from))
    }

    /// One document whole
    #[oai(path = "/staff/invoices/:id", method = "get", operation_id = "get_invoice")]
    async fn get_invoice(
        &self,
        app: Data<&App>,
        caller: StaffViewer,
        id: Path<InvoiceId>,
    ) -> Result<Json<InvoiceDetail>> {
        let tx = app.read(caller.actor()).await?;
        Ok(Json(reads::detail(&tx, Scope::All, id.0).await?))
    }

    /// A document as PDF
    #[oai(path = "/staff/invoices/:id/pdf", method = "get", operation_id = "get_invoice_pdf")]
    async fn get_invoice_pdf(&self, app: Data<&App>, caller: StaffViewer, id: Path<InvoiceId>) -> Result<Download> {
        let tx = app.read(caller.actor()).await?;
        reads::pdf(&app, &tx, Scope::All, id.0).await
    }

    /// Issue what waits: one invoice for each delivery, or one for each buyer by month, as the terms say
    #[oai(path = "/staff/invoice-runs", method = "post", operation_id = "run_invoices")]
    async fn run_invoices(
        &self,
        app: Data<&App>,
        caller: StaffFinance,
        body: Json<RunInvoices>,
    ) -> Result<Json<InvoicesRun>> {
        let today = app.read(caller.actor()).await?.today();
        if body.until > today {
            return Err(InvoicingError::UntilInFuture { today }.at("/until"));
        }
        let issued = jobs::run_all(&app, caller.actor(), body.until).await?;
        Ok(Json(InvoicesRun { issued: u64::try_from(issued).unwrap_or(u64::MAX) }))
    }

    /// Correct an invoice by a credit note
    #[oai(path = "/staff/invoices/:id/credit-notes", method = "post", operation_id = "create_credit_note")]
    async fn create_credit_note(
        &self,
        app: Data<&App>,
        caller: StaffFinance,
        id: Path<InvoiceId>,
        #[oai(name = "Idempotency-Key")] key: Header<Option<String>>,
        body: Json<CreateCreditNote>,
    ) -> Result<Created<InvoiceDetail>> {
        let operation = format!("create_credit_note {}", id.0);
        match once(&app, caller.actor(), &caller.key_owner(), &operation, &key.0, &body.0).await? {
            Once::Replay(replay) => Ok(replay),
            Once::Begin(mut o) => {
                let new = NewCreditNote {
                    invoice_id: id.0,
                    code: body.code,
                    reason: body.reason.as_str().to_owned(),
                    lines: body.lines.iter().map(|line| (line.invoice_line_id, line.quantity)).collect(),
                };
                let note = credit(&mut o.tx, new).await?;
                let made = reads::detail(&o.tx, Scope::All, note.id).await?;
                o.created(made).await
            }
        }
    }

    /// What documents say of an organisation beyond its name
    #[oai(path = "/staff/organisations/:id/billing-details", method = "get", operation_id = "get_billing_details")]
    async fn get_billing_details(
        &self,
        app: Data<&App>,
        caller: StaffViewer,
        id: Path<OrganisationId>,
    ) -> Result<Versioned<BillingDetails>> {
        let tx = app.read(caller.actor()).await?;
        let row = parties::billing_details(&tx, id.0).await?.ok_or_else(|| Problem::not_found("billing details"))?;
        let version = row.version;
        Ok(Versioned::of(row.into(), version))
    }

    /// Enter or change what documents say of an organisation; `If-Match` where it was entered before
    #[oai(path = "/staff/organisations/:id/billing-details", method = "put", operation_id = "put_billing_details")]
    async fn put_billing_details(
        &self,
        app: Data<&App>,
        caller: StaffFinance,
        id: Path<OrganisationId>,
        #[oai(name = "If-Match")] if_match: Header<Option<String>>,
        body: Json<PutBillingDetails>,
    ) -> Result<Versioned<BillingDetails>> {
        let mut tx = app.begin(caller.actor()).await?;
        if let Some(before) = parties::billing_details(&tx, id.0).await? {
            check_version(if_match.as_deref(), before.version)?;
        }
        let row = parties::put_billing_details(&mut tx, id.0, body.0.into()).await?;
        tx.commit().await?;
        let version = row.version;
        Ok(Versioned::of(row.into(), version))
    }
}
