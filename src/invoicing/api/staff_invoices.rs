//! Documents for staff.

use entities::values::{BuyerId, InvoiceId, InvoiceKind, InvoiceState};
use poem::web::Data;
use poem_openapi::{
    OpenApi,
    param::{Path, Query},
    payload::Json,
};

use super::{
    invoices::{Invoice, InvoiceDetail, get_pdf, get_response},
    tag::Tag,
};
use crate::{
    identity::{Caller, StaffViewer},
    invoicing::store::{
        self,
        invoices::{InvoiceFilter, InvoiceScope},
    },
    platform::{
        app::App,
        http::{download::Download, page_request::PageRequest, paging::List, problem::Result},
    },
};

/// Operations of staff on documents.
pub struct StaffInvoices;

#[OpenApi(prefix_path = "/api/v1/staff", tag = "Tag::Invoicing")]
impl StaffInvoices {
    /// List invoices and credit notes, newest first
    #[oai(path = "/invoices", method = "get", operation_id = "list_invoices")]
    async fn list_invoices(
        &self,
        app: Data<&App>,
        caller: StaffViewer,
        /// Only of this kind.
        kind: Query<Option<InvoiceKind>>,
        /// Only in this state.
        state: Query<Option<InvoiceState>>,
        /// Only of this buyer.
        buyer_id: Query<Option<BuyerId>>,
        page: PageRequest,
    ) -> Result<List<Invoice>> {
        let tx = app.read(caller.actor()).await?;
        let filter = InvoiceFilter { kind: kind.0, state: state.0, buyer: buyer_id.0 };
        Ok(store::invoices::list_invoices(&tx, filter, &page).await?.map(Invoice::from).into())
    }

    /// Get an invoice or credit note
    #[oai(path = "/invoices/:id", method = "get", operation_id = "get_invoice")]
    async fn get_invoice(
        &self,
        app: Data<&App>,
        caller: StaffViewer,
        id: Path<InvoiceId>,
    ) -> Result<Json<InvoiceDetail>> {
        let tx = app.read(caller.actor()).await?;
        Ok(Json(get_response(&tx, InvoiceScope::All, id.0).await?))
    }

    /// Get an invoice or credit note as PDF
    #[oai(path = "/invoices/:id/pdf", method = "get", operation_id = "get_invoice_pdf")]
    async fn get_invoice_pdf(&self, app: Data<&App>, caller: StaffViewer, id: Path<InvoiceId>) -> Result<Download> {
        let tx = app.read(caller.actor()).await?;
        get_pdf(&app, &tx, InvoiceScope::All, id.0).await
    }
}
