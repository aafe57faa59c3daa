//! Goods receipts: staff record what the workshops bring.

use std::collections::HashMap;

use chrono::{DateTime, NaiveDate, Utc};
use entities::{
    fulfilment::goods_receipt,
    values::{BatchId, CycleId, ProductId, QuotaId, ReceiptId, RejectionCause, WorkshopId},
};
use poem::web::Data;
use poem_openapi::{Object, OpenApi, param::Path, payload::Json};

use super::{batches::Batch, tag::Tag};
use crate::{
    allocation,
    fulfilment::{
        actions::{
            correct_goods_receipt::correct_goods_receipt,
            create_batch::NewBatch,
            record_goods_receipt::{self, Goods, NewGoodsReceipt},
        },
        rules,
        store::{self, goods_receipts::ReceiptTotals, quotas::QuotaOfWorkshop},
    },
    identity::{Caller, Staff, StaffViewer},
    platform::{
        app::App,
        http::{
            dates::PastDate,
            idempotency::{Created, Idempotent},
            limits::NOTE,
            paging::List,
            problem::Result,
            text::Text,
        },
    },
};

/// A quota with its receipts and batches.
#[derive(Clone, Debug, Object)]
pub struct ReceivingLine {
    /// Identifies the quota.
    pub quota_id: QuotaId,
    /// The workshop.
    pub workshop_id: WorkshopId,
    /// Stable code of the workshop.
    pub workshop_code: String,
    /// Name of the workshop.
    pub workshop_name: String,
    /// The product.
    pub product_id: ProductId,
    /// Name of the product in Spanish.
    pub product_name_es: String,
    /// Name of the product in English.
    pub product_name_en: String,
    /// Units of the quota.
    pub units: i64,
    /// Units accepted.
    pub accepted: i64,
    /// Units rejected for quality or damage.
    pub rejected: i64,
    /// Units rejected because the quota was full.
    pub surplus: i64,
    /// Units that will not be brought.
    pub missing: i64,
    /// Units that may still be accepted.
    pub outstanding: i64,
    /// Batches made for it.
    pub batches: Vec<Batch>,
    /// Its goods receipts, cancelled ones too, oldest first.
    pub receipts: Vec<GoodsReceipt>,
}

impl ReceivingLine {
    fn of(row: QuotaOfWorkshop, totals: ReceiptTotals, batches: Vec<Batch>, receipts: Vec<GoodsReceipt>) -> Self {
        let QuotaOfWorkshop { quota, workshop, product } = row;
        Self {
            quota_id: quota.id,
            workshop_id: quota.workshop_id,
            workshop_code: workshop.code,
            workshop_name: workshop.name,
            product_id: quota.product_id,
            product_name_es: product.name_es,
            product_name_en: product.name_en,
            units: quota.units,
            accepted: totals.accepted,
            rejected: totals.faulty,
            surplus: totals.surplus,
            missing: totals.missing,
            outstanding: rules::outstanding(quota.units, totals.accepted, totals.missing),
            batches,
            receipts,
        }
    }
}

/// A goods receipt to record: accepted and rejected units of a batch, or missing units.
#[derive(Clone, Debug, Object)]
#[oai(skip_serializing_if_is_none, deny_unknown_fields)]
pub struct RecordGoodsReceipt {
    /// The quota.
    pub quota_id: QuotaId,
    /// The batch. Without it, a batch of all accepted and rejected units is created, unless they are missing.
    pub batch_id: Option<BatchId>,
    /// The day on which a batch without code was made; today where absent.
    pub made_on: Option<PastDate>,
    /// Units accepted.
    #[oai(validator(minimum(value = "0"), maximum(value = "1000000")))]
    pub accepted: i64,
    /// Units rejected, or missing.
    #[oai(default, validator(minimum(value = "0"), maximum(value = "1000000")))]
    pub rejected: i64,
    /// Why they were rejected.
    pub rejection: Option<RejectionCause>,
    /// The reason in words, for the workshop.
    pub reason: Option<Text<1, NOTE>>,
}

impl RecordGoodsReceipt {
    fn into_new(self, today: NaiveDate) -> NewGoodsReceipt {
        let quantity = self.accepted.saturating_add(self.rejected);
        let goods = match (self.batch_id, self.rejection) {
            (Some(batch), _) => Goods::Batch(batch),
            (None, Some(RejectionCause::Missing)) => Goods::None,
            (None, _) if quantity == 0 => Goods::None,
            (None, _) => Goods::New(NewBatch { made_on: self.made_on.map_or(today, Into::into), quantity }),
        };
        NewGoodsReceipt {
            quota_id: self.quota_id,
            goods,
            accepted: self.accepted,
            rejected: self.rejected,
            rejection: self.rejection,
            reason: self.reason.map(String::from),
            replaces: None,
        }
    }
}

/// A correction of a goods receipt that was recorded by mistake.
#[derive(Clone, Debug, Object)]
#[oai(skip_serializing_if_is_none, deny_unknown_fields)]
pub struct GoodsReceiptCorrection {
    /// Why it is corrected.
    pub reason: Text<1, NOTE>,
    /// What really came; absent where the receipt is only cancelled.
    pub replacement: Option<ReceiptReplacement>,
}

/// What really came of the quota of a cancelled receipt.
#[derive(Clone, Debug, Object)]
#[oai(skip_serializing_if_is_none, deny_unknown_fields)]
pub struct ReceiptReplacement {
    /// The batch. Without it, a batch of all accepted and rejected units is created, unless they are missing.
    pub batch_id: Option<BatchId>,
    /// The day on which a batch without code was made; today where absent.
    pub made_on: Option<PastDate>,
    /// Units accepted.
    #[oai(validator(minimum(value = "0"), maximum(value = "1000000")))]
    pub accepted: i64,
    /// Units rejected, or missing.
    #[oai(default, validator(minimum(value = "0"), maximum(value = "1000000")))]
    pub rejected: i64,
    /// Why they were rejected.
    pub rejection: Option<RejectionCause>,
    /// The reason of the rejection in words, for the workshop.
    pub reason: Option<Text<1, NOTE>>,
}

impl ReceiptReplacement {
    fn into_new(self, quota_id: QuotaId, today: NaiveDate) -> NewGoodsReceipt {
        let Self { batch_id, made_on, accepted, rejected, rejection, reason } = self;
        RecordGoodsReceipt { quota_id, batch_id, made_on, accepted, rejected, rejection, reason }.into_new(today)
    }
}

/// A goods receipt.
#[derive(Clone, Debug, Object)]
#[oai(skip_serializing_if_is_none)]
pub struct GoodsReceipt {
    /// Identifies the receipt.
    pub id: ReceiptId,
    /// The quota.
    pub quota_id: QuotaId,
    /// The batch; absent for missing units.
    pub batch_id: Option<BatchId>,
    /// Units accepted.
    pub accepted: i64,
    /// Units rejected, or missing.
    pub rejected: i64,
    /// Why they were rejected.
    pub rejection: Option<RejectionCause>,
    /// The reason in words.
    pub reason: Option<String>,
    /// When it was recorded.
    pub received_at: DateTime<Utc>,
    /// The cancelled receipt that it replaces.
    pub replaces_id: Option<ReceiptId>,
    /// When it was cancelled: it counts no more.
    pub cancelled_at: Option<DateTime<Utc>>,
    /// Why it was cancelled.
    pub cancel_reason: Option<String>,
}

impl From<goods_receipt::Model> for GoodsReceipt {
    fn from(row: goods_receipt::Model) -> Self {
        Self {
            id: row.id,
            quota_id: row.quota_id,
            batch_id: row.batch_id,
            accepted: row.accepted,
            rejected: row.rejected,
            rejection: row.rejection,
            reason: row.rejection_reason,
            received_at: row.received_at,
            replaces_id: row.replaces_id,
            cancelled_at: row.cancelled_at,
            cancel_reason: row.cancel_reason,
        }
    }
}

/// Operations on goods receipts.
pub struct GoodsReceipts;

#[OpenApi(prefix_path = "/api/v1/staff", tag = "Tag::Fulfilment")]
impl GoodsReceipts {
    /// List the quotas of a cycle with their receipts and batches
    #[oai(path = "/cycles/:cycle_id/receiving", method = "get", operation_id = "list_receiving")]
    async fn list_receiving(
        &self,
        app: Data<&App>,
        caller: StaffViewer,
        cycle_id: Path<CycleId>,
    ) -> Result<List<ReceivingLine>> {
        let tx = app.read(caller.actor()).await?;
        let quotas = allocation::list_live_quotas(&tx, cycle_id.0).await?;
        let totals = store::goods_receipts::sum_by_quota_of_cycle(&tx, cycle_id.0).await?;
        let mut batches: HashMap<QuotaId, Vec<Batch>> = HashMap::new();
        for row in store::batches::list_batches_of_cycle(&tx, cycle_id.0).await? {
            if let Some(quota) = row.batch.quota_id {
                batches.entry(quota).or_default().push(row.into());
            }
        }
        let ids: Vec<QuotaId> = quotas.iter().map(|quota| quota.id).collect();
        let mut receipts: HashMap<QuotaId, Vec<GoodsReceipt>> = HashMap::new();
        for row in store::goods_receipts::list_receipts_of_quotas(&tx, &ids).await? {
            receipts.entry(row.quota_id).or_default().push(row.into());
        }
        let quotas = store::quotas::load_quotas_of_workshops(&tx, quotas).await?;
        let lines = quotas.into_iter().map(|row| {
            let totals = totals.get(&row.quota.id).copied().unwrap_or_default();
            let batches = batches.remove(&row.quota.id).unwrap_or_default();
            let receipts = receipts.remove(&row.quota.id).unwrap_or_default();
            ReceivingLine::of(row, totals, batches, receipts)
        });
        let mut lines: Vec<ReceivingLine> = lines.collect();
        lines.sort_by(|a, b| (&a.workshop_code, &a.product_name_es).cmp(&(&b.workshop_code, &b.product_name_es)));
        Ok(List::all(lines))
    }

    /// Record a goods receipt
    ///
    /// Accepts and rejects units that a workshop brought, or records units that it will not bring. Without any units and
    /// without a batch nothing came: all units that are open are missing.
    #[oai(path = "/goods-receipts", method = "post", operation_id = "record_goods_receipt")]
    async fn record_goods_receipt(
        &self,
        #[oai(name = "Idempotency-Key")] request: Idempotent<Staff>,
        body: Json<RecordGoodsReceipt>,
    ) -> Result<Created<GoodsReceipt>> {
        request
            .run(body, async |tx, _caller, new| {
                let new = new.into_new(tx.today());
                let receipt = record_goods_receipt::record_goods_receipt(tx, new).await?;
                Ok(GoodsReceipt::from(receipt))
            })
            .await
    }

    /// Correct a goods receipt
    ///
    /// Cancels it, and records what really came. Until the deliveries are prepared, buyers who were told of a shortage are
    /// told that it is none. Afterwards units accepted in addition are the cooperative's, and units that had not come leave
    /// the deliveries that have not left.
    #[oai(path = "/goods-receipts/:id/correct", method = "post", operation_id = "correct_goods_receipt")]
    async fn correct_goods_receipt(
        &self,
        #[oai(name = "Idempotency-Key")] request: Idempotent<Staff>,
        id: Path<ReceiptId>,
        body: Json<GoodsReceiptCorrection>,
    ) -> Result<Created<GoodsReceipt>> {
        request
            .run(body, async |tx, _caller, correction| {
                let quota = store::goods_receipts::get_receipt(tx, id.0).await?.quota_id;
                let today = tx.today();
                let replacement = correction.replacement.map(|new| new.into_new(quota, today));
                let reason = String::from(correction.reason);
                let (cancelled, replacement) = correct_goods_receipt(tx, id.0, &reason, replacement).await?;
                Ok(GoodsReceipt::from(replacement.unwrap_or(cancelled)))
            })
            .await
    }
}
