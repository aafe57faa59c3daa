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
}

impl ReceivingLine {
    fn of(row: QuotaOfWorkshop, totals: ReceiptTotals, batches: Vec<Batch>) -> Self {
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
        }
    }
}

/// A goods receipt to record: accepted and rejected units of a batch, or missing units.
#[derive(Clone, Debug, Object)]
#[oai(deny_unknown_fields)]
pub struct RecordGoodsReceipt {
    /// The quota.
    pub quota_id: QuotaId,
    /// The batch. Without it, a batch of all accepted and rejected units is created, unless they are missing.
    pub batch_id: Option<BatchId>,
    /// The day on which a batch without code was made; today where absent.
    pub made_on: Option<NaiveDate>,
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
        let goods = match (self.batch_id, self.rejection) {
            (Some(batch), _) => Goods::Batch(batch),
            (None, Some(RejectionCause::Missing)) => Goods::None,
            (None, _) => Goods::New(NewBatch {
                made_on: self.made_on.unwrap_or(today),
                quantity: self.accepted.saturating_add(self.rejected),
            }),
        };
        NewGoodsReceipt {
            quota_id: self.quota_id,
            goods,
            accepted: self.accepted,
            rejected: self.rejected,
            rejection: self.rejection,
            reason: self.reason.map(String::from),
        }
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
        let quotas = store::quotas::load_quotas_of_workshops(&tx, quotas).await?;
        let lines = quotas.into_iter().map(|row| {
            let totals = totals.get(&row.quota.id).copied().unwrap_or_default();
            let batches = batches.remove(&row.quota.id).unwrap_or_default();
            ReceivingLine::of(row, totals, batches)
        });
        let mut lines: Vec<ReceivingLine> = lines.collect();
        lines.sort_by(|a, b| (&a.workshop_code, &a.product_name_es).cmp(&(&b.workshop_code, &b.product_name_es)));
        Ok(List::all(lines))
    }

    /// Record a goods receipt
    ///
    /// Accepts and rejects units that a workshop brought, or records units that it will not bring.
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
}
