//! Buyers: what they paid, and paying by card.

use entities::values::{CardPaymentId, InvoiceId, PaymentId};
use poem::web::Data;
use poem_openapi::{
    OpenApi,
    param::{Path, Query},
    payload::Json,
};

use super::{
    Tag,
    wire::{CardPayment, Payment},
};
use crate::{
    buyers,
    identity::{Buyer, Caller},
    invoicing,
    payments::{actions::card_payments, reads, store},
    platform::{
        app::App,
        http::{
            paging::{Cursor, Limit, List, Page, RequestUri},
            problem::{Problem, Result},
        },
    },
};

/// Buyers' operations of payments.
pub struct BuyerApi;

#[OpenApi(prefix_path = "/api/v1", tag = "Tag::Payments")]
impl BuyerApi {
    /// My payments, newest first
    #[oai(path = "/buyer/payments", method = "get", operation_id = "list_my_payments")]
    async fn list_my_payments(
        &self,
        app: Data<&App>,
        caller: Buyer,
        #[oai(default)] limit: Query<Limit>,
        after: Query<Option<Cursor>>,
        uri: RequestUri,
    ) -> Result<List<Payment>> {
        let tx = app.read(caller.actor()).await?;
        let buyer = buyers::buyer_of(&tx, &caller).await?.id;
        let page = Page::new(limit.0, after.0);
        let rows = store::payments::page(&tx, Some(buyer), false, page.key::<PaymentId>()?, page.fetch()).await?;
        let names = reads::names_of(&tx, &rows).await?;
        Ok(List::page(rows, &page, &uri, |row| Cursor::of(&row.id), |row| reads::shown(row, &names)))
    }

    /// Pay what is open of an invoice by card: an attempt begins, or the one under way goes on
    ///
    /// The attempt has a `checkout_url` once the card processor has made its page, a moment later.
    #[oai(path = "/buyer/invoices/:id/card-payments", method = "post", operation_id = "pay_my_invoice_by_card")]
    async fn pay_my_invoice_by_card(
        &self,
        app: Data<&App>,
        caller: Buyer,
        id: Path<InvoiceId>,
    ) -> Result<Json<CardPayment>> {
        let mut tx = app.begin(caller.actor()).await?;
        let buyer = buyers::buyer_of(&tx, &caller).await?.id;
        let attempt = card_payments::request(&mut tx, buyer, id.0).await?;
        tx.commit().await?;
        Ok(Json(attempt.into()))
    }

    /// Attempts to pay one of my invoices by card, newest first
    #[oai(path = "/buyer/invoices/:id/card-payments", method = "get", operation_id = "list_my_card_payments")]
    async fn list_my_card_payments(
        &self,
        app: Data<&App>,
        caller: Buyer,
        id: Path<InvoiceId>,
        #[oai(default)] limit: Query<Limit>,
        after: Query<Option<Cursor>>,
        uri: RequestUri,
    ) -> Result<List<CardPayment>> {
        let tx = app.read(caller.actor()).await?;
        let buyer = buyers::buyer_of(&tx, &caller).await?.id;
        if invoicing::invoice(&tx, id.0).await?.buyer_id != buyer {
            return Err(Problem::not_found("invoice"));
        }
        let page = Page::new(limit.0, after.0);
        let filter = store::cards::Filter { invoice: Some(id.0), state: None };
        let rows = store::cards::page(&tx, filter, page.key::<CardPaymentId>()?, page.fetch()).await?;
        Ok(List::page(rows, &page, &uri, |row| Cursor::of(&row.id), CardPayment::from))
    }
}
