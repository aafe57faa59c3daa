//! Finance staff: payments and what they pay.

use entities::values::{BuyerId, PaymentId};
use poem::web::Data;
use poem_openapi::{
    OpenApi,
    param::{Header, Path, Query},
    payload::Json,
};

use super::{
    Tag,
    wire::{self, AllocatePayment, Payment, PaymentDetail, RecordPayment},
};
use crate::{
    identity::{Caller, StaffFinance},
    payments::{
        actions::{allocate::allocate, receive::record},
        reads, store,
    },
    platform::{
        app::App,
        http::{
            idempotency::{Created, Once, once},
            paging::{Cursor, Limit, List, Page, RequestUri},
            problem::Result,
        },
    },
};

/// Finance staff's operations of payments.
pub struct StaffApi;

#[OpenApi(prefix_path = "/api/v1", tag = "Tag::Payments")]
impl StaffApi {
    /// Payments, newest first
    #[oai(path = "/staff/payments", method = "get", operation_id = "list_payments")]
    async fn list_payments(
        &self,
        app: Data<&App>,
        caller: StaffFinance,
        /// Only of this buyer.
        buyer_id: Query<Option<BuyerId>>,
        /// Only those with something not put to an invoice yet.
        #[oai(default)]
        unallocated: Query<bool>,
        #[oai(default)] limit: Query<Limit>,
        after: Query<Option<Cursor>>,
        uri: RequestUri,
    ) -> Result<List<Payment>> {
        let tx = app.read(caller.actor()).await?;
        let page = Page::new(limit.0, after.0);
        let after = page.key::<PaymentId>()?;
        let rows = store::payments::page(&tx, buyer_id.0, unallocated.0, after, page.fetch()).await?;
        let names = reads::names_of(&tx, &rows).await?;
        Ok(List::page(rows, &page, &uri, |row| Cursor::of(&row.id), |row| reads::shown(row, &names)))
    }

    /// One payment with what it pays
    #[oai(path = "/staff/payments/:id", method = "get", operation_id = "get_payment")]
    async fn get_payment(
        &self,
        app: Data<&App>,
        caller: StaffFinance,
        id: Path<PaymentId>,
    ) -> Result<Json<PaymentDetail>> {
        let tx = app.read(caller.actor()).await?;
        Ok(Json(reads::detail(&tx, id.0).await?))
    }

    /// Record a payment that no bank line tells yet
    #[oai(path = "/staff/payments", method = "post", operation_id = "record_payment")]
    async fn record_payment(
        &self,
        app: Data<&App>,
        caller: StaffFinance,
        #[oai(name = "Idempotency-Key")] key: Header<Option<String>>,
        body: Json<RecordPayment>,
    ) -> Result<Created<PaymentDetail>> {
        match once(&app, caller.actor(), &caller.key_owner(), "record_payment", &key.0, &body.0).await? {
            Once::Replay(replay) => Ok(replay),
            Once::Begin(mut o) => {
                let new = body.read(o.tx.currency())?;
                let payment = record(&mut o.tx, new).await?;
                let made = reads::detail(&o.tx, payment.id).await?;
                o.created(made).await
            }
        }
    }

    /// Put more of a payment to invoices
    #[oai(path = "/staff/payments/:id/allocations", method = "post", operation_id = "allocate_payment")]
    async fn allocate_payment(
        &self,
        app: Data<&App>,
        caller: StaffFinance,
        id: Path<PaymentId>,
        #[oai(name = "Idempotency-Key")] key: Header<Option<String>>,
        body: Json<AllocatePayment>,
    ) -> Result<Created<PaymentDetail>> {
        let operation = format!("allocate_payment {}", id.0);
        match once(&app, caller.actor(), &caller.key_owner(), &operation, &key.0, &body.0).await? {
            Once::Replay(replay) => Ok(replay),
            Once::Begin(mut o) => {
                let parts = wire::parts(&body.allocations, o.tx.currency())?;
                allocate(&mut o.tx, id.0, &parts).await?;
                let made = reads::detail(&o.tx, id.0).await?;
                o.created(made).await
            }
        }
    }
}
