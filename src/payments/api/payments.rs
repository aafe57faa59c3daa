//! Finance staff list payments, record them by hand and allocate them to invoices.

use std::collections::HashMap;

use chrono::{DateTime, NaiveDate, Utc};
use entities::{
    payments::payment,
    values::{Amount, BankLineId, BuyerId, Currency, InvoiceId, Money, PaymentId, PaymentMethod, ReleaseReason},
};
use poem::web::Data;
use poem_openapi::{
    Object, OpenApi,
    param::{Path, Query},
    payload::Json,
};

use super::{
    amounts::{PaymentAllocation, Reversal, invoice_allocations, positive_amount},
    tag::Tag,
};
use crate::{
    buyers::{BuyerName, BuyerNames, load_buyer_names},
    identity::{Caller, StaffFinance},
    payments::{
        NewPayment, allocate_payment, record_payment, reverse_payment,
        store::{
            payments::{self, PaymentFilter},
            refunds,
        },
    },
    platform::{
        app::App,
        http::{
            dates::MoneyDate,
            idempotency::{Created, Idempotent},
            limits::LINE,
            page_request::{PageRequest, Rows},
            paging::List,
            problem::Result,
            text::Text,
        },
        unit_of_work::UnitOfWork,
    },
};

/// Money that a buyer paid.
#[derive(Clone, Debug, Object)]
#[oai(skip_serializing_if_is_none)]
pub struct Payment {
    /// Identifies the payment.
    pub id: PaymentId,
    /// The buyer who paid.
    pub buyer_id: BuyerId,
    /// The buyer's stable code.
    pub buyer_code: String,
    /// The buyer's name.
    pub buyer_name: String,
    /// The bank line that shows it.
    pub bank_line_id: Option<BankLineId>,
    /// How it was paid.
    pub method: PaymentMethod,
    /// The day on which it was received.
    pub received_on: NaiveDate,
    /// How much was paid.
    pub amount: Money,
    /// The part that is not allocated to an invoice.
    pub unallocated: Money,
    /// The part that is or will be transferred back to the buyer.
    pub refunded: Money,
    /// A remark.
    pub note: Option<String>,
    /// When it was recorded.
    pub recorded_at: DateTime<Utc>,
    /// When it was reversed, because it was recorded wrongly or taken back.
    pub reversed_at: Option<DateTime<Utc>>,
    /// Why it was reversed.
    pub reversal_reason: Option<String>,
}

impl Payment {
    fn of(row: payment::Model, buyer: &BuyerName, refunded: Amount) -> Self {
        Self {
            refunded: refunded.of(row.currency),
            reversed_at: row.reversed_at,
            reversal_reason: row.reversal_reason,
            id: row.id,
            buyer_id: row.buyer_id,
            buyer_code: buyer.code.clone(),
            buyer_name: buyer.name.clone(),
            bank_line_id: row.bank_line_id,
            method: row.method,
            received_on: row.received_on,
            amount: row.amount.of(row.currency),
            unallocated: row.unallocated.of(row.currency),
            note: row.note,
            recorded_at: row.created_at,
        }
    }
}

/// A payment with its allocations.
#[derive(Clone, Debug, Object)]
pub struct PaymentDetail {
    /// The payment.
    #[oai(flatten)]
    pub payment: Payment,
    /// The invoices that it pays, in the order of allocation.
    pub allocations: Vec<PaymentAllocation>,
    /// What was released from them again, in the order of release.
    pub releases: Vec<PaymentRelease>,
}

/// A part of a payment that was released from an invoice: it is unallocated again.
#[derive(Clone, Debug, Object)]
pub struct PaymentRelease {
    /// The invoice.
    pub invoice_id: InvoiceId,
    /// How much.
    pub amount: Money,
    /// Why.
    pub reason: ReleaseReason,
    /// When.
    pub released_at: DateTime<Utc>,
}

/// A payment recorded by hand, which no bank line shows yet.
#[derive(Clone, Debug, Object)]
#[oai(skip_serializing_if_is_none, deny_unknown_fields)]
pub struct ManualPayment {
    /// The buyer who paid.
    pub buyer_id: BuyerId,
    /// How it was paid.
    pub method: PaymentMethod,
    /// The day on which it was received.
    pub received_on: MoneyDate,
    /// More than zero.
    pub amount: Money,
    /// A remark.
    pub note: Option<Text<1, LINE>>,
    /// The invoices that it pays; the rest stays unallocated.
    #[oai(validator(max_items = 200))]
    pub allocations: Vec<PaymentAllocation>,
}

impl ManualPayment {
    fn into_new_payment(self, currency: Currency) -> Result<NewPayment> {
        Ok(NewPayment {
            buyer_id: self.buyer_id,
            method: self.method,
            received_on: self.received_on.into(),
            amount: positive_amount(self.amount, currency, "/amount")?,
            note: self.note.map(Text::into_inner),
            allocations: invoice_allocations(&self.allocations, currency)?,
        })
    }
}

/// Further allocations of a payment.
#[derive(Clone, Debug, Object)]
#[oai(deny_unknown_fields)]
pub struct FurtherAllocations {
    /// The invoices that it pays.
    #[oai(validator(min_items = 1, max_items = 200))]
    pub allocations: Vec<PaymentAllocation>,
}

/// Operations of finance staff on payments.
pub struct Payments;

#[OpenApi(prefix_path = "/api/v1/staff", tag = "Tag::Payments")]
impl Payments {
    /// List payments, newest first
    #[oai(path = "/payments", method = "get", operation_id = "list_payments")]
    async fn list_payments(
        &self,
        app: Data<&App>,
        caller: StaffFinance,
        /// Only of this buyer.
        buyer_id: Query<Option<BuyerId>>,
        /// Only those with a part that is not allocated to an invoice.
        #[oai(default)]
        unallocated: Query<bool>,
        page: PageRequest,
    ) -> Result<List<Payment>> {
        let tx = app.read(caller.actor()).await?;
        let filter = PaymentFilter { buyer: buyer_id.0, unallocated: unallocated.0 };
        let rows = payments::list_payments(&tx, filter, &page).await?;
        payment_list(&tx, rows).await
    }

    /// Get a payment with its allocations
    #[oai(path = "/payments/:id", method = "get", operation_id = "get_payment")]
    async fn get_payment(
        &self,
        app: Data<&App>,
        caller: StaffFinance,
        id: Path<PaymentId>,
    ) -> Result<Json<PaymentDetail>> {
        let tx = app.read(caller.actor()).await?;
        let payment = payments::get_payment(&tx, id.0).await?;
        payment_detail(&tx, payment).await.map(Json)
    }

    /// Record a payment that no bank line shows yet
    #[oai(path = "/payments", method = "post", operation_id = "record_payment")]
    async fn record_payment(
        &self,
        #[oai(name = "Idempotency-Key")] request: Idempotent<StaffFinance>,
        body: Json<ManualPayment>,
    ) -> Result<Created<PaymentDetail>> {
        request
            .run(body, async |tx, _, new| {
                let new = new.into_new_payment(tx.currency())?;
                let payment = record_payment(tx, new).await?;
                payment_detail(tx, payment).await
            })
            .await
    }

    /// Reverse a payment that was recorded wrongly, or that was taken back
    ///
    /// Its invoices are open again and its bank line waits for a person. It is reversed once.
    #[oai(path = "/payments/:id/reverse", method = "post", operation_id = "reverse_payment")]
    async fn reverse_payment(
        &self,
        #[oai(name = "Idempotency-Key")] request: Idempotent<StaffFinance>,
        id: Path<PaymentId>,
        body: Json<Reversal>,
    ) -> Result<Created<PaymentDetail>> {
        request
            .run(body, async |tx, _, Reversal { reason }| {
                let payment = reverse_payment(tx, id.0, reason.as_str()).await?;
                payment_detail(tx, payment).await
            })
            .await
    }

    /// Allocate what is left of a payment to invoices
    #[oai(path = "/payments/:id/allocations", method = "post", operation_id = "allocate_payment")]
    async fn allocate_payment(
        &self,
        #[oai(name = "Idempotency-Key")] request: Idempotent<StaffFinance>,
        id: Path<PaymentId>,
        body: Json<FurtherAllocations>,
    ) -> Result<Created<PaymentDetail>> {
        request
            .run(body, async |tx, _, FurtherAllocations { allocations }| {
                let allocations = invoice_allocations(&allocations, tx.currency())?;
                let payment = allocate_payment(tx, id.0, &allocations).await?;
                payment_detail(tx, payment).await
            })
            .await
    }
}

/// A page of payments with the names of their buyers.
pub(super) async fn payment_list(tx: &UnitOfWork, rows: Rows<payment::Model>) -> Result<List<Payment>> {
    let related = Related::load(tx, &rows.items).await?;
    Ok(rows.try_map(|row| related.response(row))?.into())
}

/// What payments are shown with.
pub(super) struct Related {
    names: BuyerNames,
    refunded: HashMap<PaymentId, Amount>,
}

impl Related {
    pub async fn load(tx: &UnitOfWork, rows: &[payment::Model]) -> Result<Self> {
        let buyers: Vec<BuyerId> = rows.iter().map(|row| row.buyer_id).collect();
        let payments: Vec<PaymentId> = rows.iter().map(|row| row.id).collect();
        let (names, refunded) = (load_buyer_names(tx, &buyers).await?, refunds::sum_refunded(tx, &payments).await?);
        Ok(Self { names, refunded })
    }

    pub fn response(&self, row: payment::Model) -> Result<Payment> {
        let buyer = self.names.get(row.buyer_id)?;
        let refunded = self.refunded.get(&row.id).copied().unwrap_or_default();
        Ok(Payment::of(row, buyer, refunded))
    }
}

/// A payment with its allocations and the name of its buyer.
pub(super) async fn payment_detail(tx: &UnitOfWork, row: payment::Model) -> Result<PaymentDetail> {
    let currency = row.currency;
    let allocations = payments::list_allocations(tx, row.id).await?.into_iter().map(|allocation| PaymentAllocation {
        invoice_id: allocation.invoice_id,
        amount: allocation.amount.of(currency),
    });
    let releases = payments::list_releases(tx, row.id).await?.into_iter().map(|release| PaymentRelease {
        invoice_id: release.invoice_id,
        amount: release.amount.of(currency),
        reason: release.reason,
        released_at: release.created_at,
    });
    let related = Related::load(tx, std::slice::from_ref(&row)).await?;
    Ok(PaymentDetail {
        allocations: allocations.collect(),
        releases: releases.collect(),
        payment: related.response(row)?,
    })
}
