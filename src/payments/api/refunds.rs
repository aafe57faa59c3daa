//! Finance staff refund what buyers paid too much.

use chrono::{DateTime, NaiveDate, Utc};
use entities::{
    payments::refund,
    values::{BuyerId, Money, PaymentId, PaymentMethod, RefundId, RefundState},
};
use poem::web::Data;
use poem_openapi::{
    Object, OpenApi,
    param::{Path, Query},
    payload::Json,
};

use super::{amounts::positive_amount, tag::Tag};
use crate::{
    buyers::{BuyerName, load_buyer_names},
    identity::{Caller, StaffFinance},
    payments::{cancel_refund, request_refund, store::refunds},
    platform::{
        app::App,
        http::{
            idempotency::{Created, Idempotent},
            limits::LINE,
            page_request::PageRequest,
            paging::List,
            problem::{Problem, Result},
            text::Text,
        },
        unit_of_work::UnitOfWork,
    },
};

/// Money of a payment that goes back to the buyer.
#[derive(Clone, Debug, Object)]
#[oai(skip_serializing_if_is_none)]
pub struct Refund {
    /// Identifies the refund.
    pub id: RefundId,
    /// The payment.
    pub payment_id: PaymentId,
    /// The buyer.
    pub buyer_id: BuyerId,
    /// The buyer's stable code.
    pub buyer_code: String,
    /// The buyer's name.
    pub buyer_name: String,
    /// How much.
    pub amount: Money,
    /// Its state.
    pub state: RefundState,
    /// By transfer, or to the card that paid.
    pub method: PaymentMethod,
    /// Why the card processor did not carry it out.
    pub failure: Option<String>,
    /// Where it is transferred to, or another remark.
    pub note: Option<String>,
    /// When it was requested.
    pub requested_at: DateTime<Utc>,
    /// The day on which the bank paid it.
    pub paid_on: Option<NaiveDate>,
}

impl Refund {
    fn of(row: refund::Model, buyer: &BuyerName) -> Self {
        Self {
            id: row.id,
            payment_id: row.payment_id,
            buyer_id: row.buyer_id,
            buyer_code: buyer.code.clone(),
            buyer_name: buyer.name.clone(),
            amount: row.amount.of(row.currency),
            state: row.state,
            method: row.method,
            failure: row.failure,
            note: row.note,
            requested_at: row.requested_at,
            paid_on: row.paid_on,
        }
    }
}

/// A refund to request.
#[derive(Clone, Debug, Object)]
#[oai(skip_serializing_if_is_none, deny_unknown_fields)]
pub struct NewRefund {
    /// More than zero, at most what is unallocated of the payment.
    pub amount: Money,
    /// `card` returns it to the card that paid, by the card processor; `transfer` where left out.
    pub method: Option<PaymentMethod>,
    /// Where it is transferred to, or another remark.
    pub note: Option<Text<1, LINE>>,
}

/// Operations of finance staff on refunds.
pub struct Refunds;

#[OpenApi(prefix_path = "/api/v1/staff", tag = "Tag::Payments")]
impl Refunds {
    /// List refunds, newest first
    #[oai(path = "/refunds", method = "get", operation_id = "list_refunds")]
    async fn list_refunds(
        &self,
        app: Data<&App>,
        caller: StaffFinance,
        /// Only in this state.
        state: Query<Option<RefundState>>,
        page: PageRequest,
    ) -> Result<List<Refund>> {
        let tx = app.read(caller.actor()).await?;
        let rows = refunds::list_refunds(&tx, state.0, &page).await?;
        let ids: Vec<BuyerId> = rows.items.iter().map(|row| row.buyer_id).collect();
        let names = load_buyer_names(&tx, &ids).await?;
        let response = |row: refund::Model| {
            let buyer = names.get(row.buyer_id)?;
            Ok::<_, Problem>(Refund::of(row, buyer))
        };
        Ok(rows.try_map(response)?.into())
    }

    /// Request the refund of what is unallocated of a payment
    ///
    /// It is no longer the buyer's balance. Transfer it at the bank, and name the bank line when it arrives; or have it
    /// returned to the card that paid, which the card processor carries out.
    #[oai(path = "/payments/:id/refunds", method = "post", operation_id = "request_refund")]
    async fn request_refund(
        &self,
        #[oai(name = "Idempotency-Key")] request: Idempotent<StaffFinance>,
        id: Path<PaymentId>,
        body: Json<NewRefund>,
    ) -> Result<Created<Refund>> {
        request
            .run(body, async |tx, _, NewRefund { amount, method, note }| {
                let amount = positive_amount(amount, tx.currency(), "/amount")?;
                let method = method.unwrap_or(PaymentMethod::Transfer);
                let refund = request_refund(tx, id.0, amount, method, note.map(Text::into_inner)).await?;
                refund_response(tx, refund).await
            })
            .await
    }

    /// Cancel a refund that was not transferred
    #[oai(path = "/refunds/:id/cancel", method = "post", operation_id = "cancel_refund")]
    async fn cancel_refund(
        &self,
        #[oai(name = "Idempotency-Key")] request: Idempotent<StaffFinance>,
        id: Path<RefundId>,
    ) -> Result<Created<Refund>> {
        request
            .run_bodiless(async |tx, _| {
                let refund = cancel_refund(tx, id.0).await?;
                refund_response(tx, refund).await
            })
            .await
    }
}

async fn refund_response(tx: &UnitOfWork, row: refund::Model) -> Result<Refund> {
    let names = load_buyer_names(tx, &[row.buyer_id]).await?;
    let buyer = names.get(row.buyer_id)?;
    Ok(Refund::of(row, buyer))
}
