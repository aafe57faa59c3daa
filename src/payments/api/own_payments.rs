//! Buyers list their own payments, and pay their invoices by card.

use chrono::{DateTime, Utc};
use entities::{
    payments::card_payment,
    values::{CardPaymentFailure, CardPaymentId, CardPaymentState, InvoiceId, Money, PaymentId},
};
use poem::web::Data;
use poem_openapi::{Object, OpenApi, param::Path};

use super::{
    payments::{Payment, payment_list},
    tag::Tag,
};
use crate::{
    buyers,
    identity::{Buyer, Caller},
    invoicing,
    payments::{
        actions::request_card_payment,
        store::{
            card_payments::{self, CardPaymentFilter},
            payments::{self, PaymentFilter},
        },
    },
    platform::{
        app::App,
        http::{
            idempotency::{Created, Idempotent},
            page_request::PageRequest,
            paging::List,
            problem::{Problem, Result},
        },
    },
};

/// A payment of an invoice by card.
#[derive(Clone, Debug, Object)]
#[oai(skip_serializing_if_is_none)]
pub struct CardPayment {
    /// Identifies the card payment.
    pub id: CardPaymentId,
    /// The invoice that it pays.
    pub invoice_id: InvoiceId,
    /// What remained to be paid of the invoice.
    pub amount: Money,
    /// Its state.
    pub state: CardPaymentState,
    /// The card processor's page on which to pay, while it is open.
    pub checkout_url: Option<String>,
    /// When the page expires.
    pub expires_at: DateTime<Utc>,
    /// Why there is no page.
    pub failure: Option<CardPaymentFailure>,
    /// The payment, once it was paid.
    pub payment_id: Option<PaymentId>,
    /// When it was requested.
    pub begun_at: DateTime<Utc>,
}

impl From<card_payment::Model> for CardPayment {
    fn from(row: card_payment::Model) -> Self {
        let is_open = row.state == CardPaymentState::Open;
        Self {
            id: row.id,
            invoice_id: row.invoice_id,
            amount: row.amount.of(row.currency),
            state: row.state,
            checkout_url: row.url.filter(|_| is_open),
            expires_at: row.expires_at,
            failure: row.failure,
            payment_id: row.payment_id,
            begun_at: row.created_at,
        }
    }
}

/// Operations of buyers on their payments.
pub struct OwnPayments;

#[OpenApi(prefix_path = "/api/v1/buyer", tag = "Tag::Payments")]
impl OwnPayments {
    /// List own payments, newest first
    #[oai(path = "/payments", method = "get", operation_id = "list_own_payments")]
    async fn list_own_payments(&self, app: Data<&App>, caller: Buyer, page: PageRequest) -> Result<List<Payment>> {
        let tx = app.read(caller.actor()).await?;
        let buyer = buyers::get_own_buyer(&tx, &caller).await?.id;
        let filter = PaymentFilter { buyer: Some(buyer), ..PaymentFilter::default() };
        let rows = payments::list_payments(&tx, filter, &page).await?;
        payment_list(&tx, rows).await
    }

    /// Request a card payment of what remains to be paid of an own invoice
    ///
    /// Returns the card payment that is under way for the same amount, if there is one. It has a `checkout_url` once the
    /// card processor has created its page, a moment later.
    #[oai(path = "/invoices/:id/card-payments", method = "post", operation_id = "request_own_card_payment")]
    async fn request_own_card_payment(
        &self,
        #[oai(name = "Idempotency-Key")] request: Idempotent<Buyer>,
        id: Path<InvoiceId>,
    ) -> Result<Created<CardPayment>> {
        request
            .run_bodiless(async |tx, caller| {
                let buyer = buyers::get_own_buyer(&*tx, &caller).await?.id;
                Ok(request_card_payment(tx, buyer, id.0).await?.into())
            })
            .await
    }

    /// List the card payments of an own invoice, newest first
    #[oai(path = "/invoices/:id/card-payments", method = "get", operation_id = "list_own_card_payments")]
    async fn list_own_card_payments(
        &self,
        app: Data<&App>,
        caller: Buyer,
        id: Path<InvoiceId>,
        page: PageRequest,
    ) -> Result<List<CardPayment>> {
        let tx = app.read(caller.actor()).await?;
        let buyer = buyers::get_own_buyer(&tx, &caller).await?.id;
        if invoicing::get_invoice(&tx, id.0).await?.buyer_id != buyer {
            return Err(Problem::not_found("invoice"));
        }
        let filter = CardPaymentFilter { invoice: Some(id.0), state: None };
        Ok(card_payments::list_card_payments(&tx, filter, &page).await?.map(CardPayment::from).into())
    }
}
