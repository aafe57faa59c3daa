//! Buyers: what they owe.

use entities::values::{InvoiceId, InvoiceState};
use poem::web::Data;
use poem_openapi::{
    OpenApi,
    param::{Path, Query},
    payload::Json,
};

use super::{
    Tag,
    wire::{Invoice, InvoiceDetail},
};
use crate::{
    buyers,
    identity::{Buyer, Caller},
    invoicing::{
        reads,
        store::{
            self,
            documents::{Filter, Scope},
        },
    },
    platform::{
        app::App,
        http::{
            download::Download,
            paging::{Cursor, Limit, List, Page, RequestUri},
            problem::Result,
        },
        unit_of_work::UnitOfWork,
    },
};

/// Buyers' operations of invoicing.
pub struct BuyerApi;

#[OpenApi(prefix_path = "/api/v1", tag = "Tag::Invoicing")]
impl BuyerApi {
    /// My invoices and credit notes, newest first
    #[oai(path = "/buyer/invoices", method = "get", operation_id = "list_my_invoices")]
    async fn list_my_invoices(
        &self,
        app: Data<&App>,
        caller: Buyer,
        /// Only this state.
        state: Query<Option<InvoiceState>>,
        #[oai(default)] limit: Query<Limit>,
        after: Query<Option<Cursor>>,
        uri: RequestUri,
    ) -> Result<List<Invoice>> {
        let tx = app.read(caller.actor()).await?;
        let scope = mine(&tx, &caller).await?;
        let page = Page::new(limit.0, after.0);
        let filter = Filter { state: state.0, ..Filter::default() };
        let rows = store::documents::page(&tx, scope, filter, page.key::<InvoiceId>()?, page.fetch()).await?;
        Ok(List::page(rows, &page, &uri, |row| Cursor::of(&row.id), Invoice::from))
    }

    /// One of my documents whole
    #[oai(path = "/buyer/invoices/:id", method = "get", operation_id = "get_my_invoice")]
    async fn get_my_invoice(&self, app: Data<&App>, caller: Buyer, id: Path<InvoiceId>) -> Result<Json<InvoiceDetail>> {
        let tx = app.read(caller.actor()).await?;
        let scope = mine(&tx, &caller).await?;
        Ok(Json(reads::detail(&tx, scope, id.0).await?))
    }

    /// One of my documents as PDF
    #[oai(path = "/buyer/invoices/:id/pdf", method = "get", operation_id = "get_my_invoice_pdf")]
    async fn get_my_invoice_pdf(&self, app: Data<&App>, caller: Buyer, id: Path<InvoiceId>) -> Result<Download> {
        let tx = app.read(caller.actor()).await?;
        let scope = mine(&tx, &caller).await?;
        reads::pdf(&app, &tx, scope, id.0).await
    }
}

async fn mine(tx: &UnitOfWork, caller: &Buyer) -> Result<Scope> {
    Ok(Scope::Buyer(buyers::buyer_of(tx, caller).await?.id))
}
