//! Finance staff list the card payments of buyers.

use chrono::{DateTime, Utc};
use entities::{
    payments::card_payment,
    values::{BuyerId, CardPaymentFailure, CardPaymentId, CardPaymentState, InvoiceId, Money, PaymentId},
};
use poem::web::Data;
use poem_openapi::{Object, OpenApi, param::Query};

use super::tag::Tag;
use crate::{
    buyers::{BuyerName, load_buyer_names},
    identity::{Caller, StaffFinance},
    payments::store::card_payments::{self, CardPaymentFilter},
    platform::{
        app::App,
        http::{
            page_request::PageRequest,
            paging::List,
            problem::{Problem, Result},
        },
    },
};

/// A card payment with its buyer, for finance staff.
#[derive(Clone, Debug, Object)]
#[oai(skip_serializing_if_is_none)]
pub struct BuyerCardPayment {
    /// Identifies the card payment.
    pub id: CardPaymentId,
    /// The invoice that it pays.
    pub invoice_id: InvoiceId,
    /// The buyer.
    pub buyer_id: BuyerId,
    /// The buyer's stable code.
    pub buyer_code: String,
    /// The buyer's name.
    pub buyer_name: String,
    /// What remained to be paid of the invoice.
    pub amount: Money,
    /// Its state.
    pub state: CardPaymentState,
    /// When the page expires.
    pub expires_at: DateTime<Utc>,
    /// Why there is no page.
    pub failure: Option<CardPaymentFailure>,
    /// The card processor's message about the failure.
    pub failure_detail: Option<String>,
    /// The payment, once it was paid.
    pub payment_id: Option<PaymentId>,
    /// When it was requested.
    pub begun_at: DateTime<Utc>,
}

impl BuyerCardPayment {
    fn of(row: card_payment::Model, buyer: &BuyerName) -> Self {
        Self {
            id: row.id,
            invoice_id: row.invoice_id,
            buyer_id: row.buyer_id,
            buyer_code: buyer.code.clone(),
            buyer_name: buyer.name.clone(),
            amount: row.amount.of(row.currency),
            state: row.state,
            expires_at: row.expires_at,
            failure: row.failure,
            failure_detail: row.failure_detail,
            payment_id: row.payment_id,
            begun_at: row.created_at,
        }
    }
}

/// Operations of finance staff on card payments.
pub struct CardPayments;

#[OpenApi(prefix_path = "/api/v1/staff", tag = "Tag::Payments")]
impl CardPayments {
    /// List card payments, newest first
    #[oai(path = "/card-payments", method = "get", operation_id = "list_card_payments")]
    async fn list_card_payments(
        &self,
        app: Data<&App>,
        caller: StaffFinance,
        /// Only in this state.
        state: Query<Option<CardPaymentState>>,
        page: PageRequest,
    ) -> Result<List<BuyerCardPayment>> {
        let tx = app.read(caller.actor()).await?;
        let filter = CardPaymentFilter { state: state.0, invoice: None };
        let rows = card_payments::list_card_payments(&tx, filter, &page).await?;
        let ids: Vec<_> = rows.items.iter().map(|row| row.buyer_id).collect();
        let names = load_buyer_names(&tx, &ids).await?;
        let response = |row: card_payment::Model| {
            let buyer = names.get(row.buyer_id)?;
            Ok::<_, Problem>(BuyerCardPayment::of(row, buyer))
        };
        Ok(rows.try_map(response)?.into())
    }
}
