//! Documents for their buyer.

use entities::values::{BuyerId, InvoiceId, InvoiceState};
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
    buyers,
    identity::{Buyer, Caller},
    invoicing::store::{
        self,
        invoices::{InvoiceFilter, InvoiceScope},
    },
    platform::{
        app::App,
        http::{download::Download, page_request::PageRequest, paging::List, problem::Result},
        unit_of_work::UnitOfWork,
    },
};

/// Operations of buyers on their documents.
pub struct BuyerInvoices;

#[OpenApi(prefix_path = "/api/v1/buyer", tag = "Tag::Invoicing")]
impl BuyerInvoices {
    /// List own invoices and credit notes, newest first
    #[oai(path = "/invoices", method = "get", operation_id = "list_own_invoices")]
    async fn list_own_invoices(
        &self,
        app: Data<&App>,
        caller: Buyer,
        /// Only in this state.
        state: Query<Option<InvoiceState>>,
        page: PageRequest,
    ) -> Result<List<Invoice>> {
        let tx = app.read(caller.actor()).await?;
        let buyer = Some(own_id(&tx, &caller).await?);
        let filter = InvoiceFilter { buyer, state: state.0, kind: None };
        Ok(store::invoices::list_invoices(&tx, filter, &page).await?.map(Invoice::from).into())
    }

    /// Get an own invoice or credit note
    #[oai(path = "/invoices/:id", method = "get", operation_id = "get_own_invoice")]
    async fn get_own_invoice(
        &self,
        app: Data<&App>,
        caller: Buyer,
        id: Path<InvoiceId>,
    ) -> Result<Json<InvoiceDetail>> {
        let tx = app.read(caller.actor()).await?;
        let scope = InvoiceScope::Buyer(own_id(&tx, &caller).await?);
        Ok(Json(get_response(&tx, scope, id.0).await?))
    }

    /// Get an own invoice or credit note as PDF
    #[oai(path = "/invoices/:id/pdf", method = "get", operation_id = "get_own_invoice_pdf")]
    async fn get_own_invoice_pdf(&self, app: Data<&App>, caller: Buyer, id: Path<InvoiceId>) -> Result<Download> {
        let tx = app.read(caller.actor()).await?;
        let scope = InvoiceScope::Buyer(own_id(&tx, &caller).await?);
        get_pdf(&app, &tx, scope, id.0).await
    }
}

async fn own_id(tx: &UnitOfWork, caller: &Buyer) -> Result<BuyerId> {
    Ok(buyers::get_own_buyer(tx, caller).await?.id)
}
