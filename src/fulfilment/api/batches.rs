//! Batches: producers create them, staff trace them.

use std::collections::HashMap;

use chrono::NaiveDate;
use entities::{
    fulfilment::{batch, goods_receipt},
    values::{BatchId, DeliveryId, ProductId, QuotaId, WorkshopId},
};
use poem::web::Data;
use poem_openapi::{Object, OpenApi, param::Path, payload::Json};

use super::{Tag, deliveries::Delivery, goods_receipts::GoodsReceipt};
use crate::{
    allocation,
    fulfilment::{
        actions::create_batch::{NewBatch, create_own_batch},
        rules,
        store::{self, batches::BatchOfProduct, deliveries::DeliveryView, delivery_lines::DeliveryLineOfOrder},
    },
    identity::{Caller, Producer, StaffViewer},
    members,
    platform::{
        app::App,
        http::{
            idempotency::{Created, Idempotent},
            page_request::PageRequest,
            paging::List,
            problem::{Problem, Result},
            text::Text,
        },
        unit_of_work::UnitOfWork,
    },
};

/// Units of one product that a workshop made in one go.
#[derive(Clone, Debug, Object)]
#[oai(skip_serializing_if_is_none)]
pub struct Batch {
    /// Identifies the batch.
    pub id: BatchId,
    /// The code on its labels.
    pub code: String,
    /// The workshop that made it.
    pub workshop_id: WorkshopId,
    /// The product.
    pub product_id: ProductId,
    /// Name of the product in Spanish.
    pub product_name_es: String,
    /// Name of the product in English.
    pub product_name_en: String,
    /// The quota that it was made for.
    pub quota_id: Option<QuotaId>,
    /// The day on which it was made.
    pub made_on: NaiveDate,
    /// Its last day.
    pub best_before: NaiveDate,
    /// Units made.
    pub quantity: i64,
}

impl From<BatchOfProduct> for Batch {
    fn from(BatchOfProduct { batch, product }: BatchOfProduct) -> Self {
        Self {
            id: batch.id,
            code: batch.code,
            workshop_id: batch.workshop_id,
            product_id: batch.product_id,
            product_name_es: product.name_es,
            product_name_en: product.name_en,
            quota_id: batch.quota_id,
            made_on: batch.made_on,
            best_before: batch.best_before,
            quantity: batch.quantity,
        }
    }
}

/// A batch to create.
#[derive(Clone, Debug, Object)]
#[oai(deny_unknown_fields)]
pub struct CreateBatch {
    /// The quota that it was made for.
    pub quota_id: QuotaId,
    /// The day on which it was made.
    pub made_on: NaiveDate,
    /// Units made.
    #[oai(validator(minimum(value = "1"), maximum(value = "1000000")))]
    pub quantity: i64,
}

/// A delivery with units of a batch.
#[derive(Clone, Debug, Object)]
pub struct BatchDestination {
    /// The delivery.
    #[oai(flatten)]
    pub delivery: Delivery,
    /// Code of the order.
    pub order_code: String,
    /// Units of the batch.
    pub quantity: i64,
}

impl BatchDestination {
    fn of(row: &DeliveryLineOfOrder, deliveries: &HashMap<DeliveryId, DeliveryView>) -> Result<Self> {
        let id = row.line.delivery_id;
        let delivery = deliveries.get(&id).cloned().ok_or_else(|| Problem::missing_reference("delivery", id))?;
        Ok(Self { delivery: delivery.into(), order_code: row.order.code.clone(), quantity: row.line.quantity })
    }
}

/// A batch with its workshop, its receipts and its deliveries.
#[derive(Clone, Debug, Object)]
pub struct BatchTrace {
    /// The batch.
    pub batch: Batch,
    /// Stable code of the workshop that made it.
    pub workshop_code: String,
    /// Name of the workshop.
    pub workshop_name: String,
    /// Its goods receipts, oldest first.
    pub receipts: Vec<GoodsReceipt>,
    /// The deliveries with its units.
    pub destinations: Vec<BatchDestination>,
    /// Units accepted that are in no delivery.
    pub remaining: i64,
}

/// Operations on batches.
pub struct Batches;

#[OpenApi(prefix_path = "/api/v1", tag = "Tag::Fulfilment")]
impl Batches {
    /// Create a batch
    ///
    /// The response has the code for its labels.
    #[oai(path = "/producer/batches", method = "post", operation_id = "create_batch")]
    async fn create_batch(
        &self,
        #[oai(name = "Idempotency-Key")] request: Idempotent<Producer>,
        body: Json<CreateBatch>,
    ) -> Result<Created<Batch>> {
        request
            .run(body, async |tx, caller, new| {
                let workshops = own_workshops(tx, &caller).await?;
                let quota = allocation::get_quota(tx, new.quota_id).await?;
                let new = NewBatch { made_on: new.made_on, quantity: new.quantity };
                let batch = create_own_batch(tx, &workshops, &quota, new).await?;
                batch_response(tx, batch).await
            })
            .await
    }

    /// List own batches, newest first
    #[oai(path = "/producer/batches", method = "get", operation_id = "list_own_batches")]
    async fn list_own_batches(&self, app: Data<&App>, caller: Producer, page: PageRequest) -> Result<List<Batch>> {
        let tx = app.read(caller.actor()).await?;
        let workshops = own_workshops(&tx, &caller).await?;
        Ok(store::batches::list_batches(&tx, &workshops, &page).await?.map(Batch::from).into())
    }

    /// Trace a batch to its workshop and its deliveries, by the code on a label
    #[oai(path = "/staff/batches/:code/trace", method = "get", operation_id = "trace_batch")]
    async fn trace_batch(
        &self,
        app: Data<&App>,
        caller: StaffViewer,
        /// The code on the label.
        code: Path<Text<1, 80>>,
    ) -> Result<Json<BatchTrace>> {
        let tx = app.read(caller.actor()).await?;
        let found = store::batches::get_batch_by_code(&tx, &code.0).await?;
        let workshop = members::get_workshop(&tx, found.batch.workshop_id).await?;
        let receipts = store::goods_receipts::list_receipts_of_batch(&tx, found.batch.id).await?;
        let lines = store::delivery_lines::list_delivery_lines_of_batch(&tx, found.batch.id).await?;
        let deliveries = lines.iter().map(|row| row.line.delivery_id);
        let deliveries = store::deliveries::find_delivery_views(&tx, deliveries).await?;
        let destinations = lines.iter().map(|row| BatchDestination::of(row, &deliveries)).collect::<Result<_>>()?;
        Ok(Json(BatchTrace {
            remaining: remaining(&receipts, &lines),
            workshop_code: workshop.code,
            workshop_name: workshop.name,
            receipts: receipts.into_iter().map(GoodsReceipt::from).collect(),
            destinations,
            batch: found.into(),
        }))
    }
}

/// Ids of the workshops of the calling producer.
pub(super) async fn own_workshops(tx: &UnitOfWork, caller: &Producer) -> Result<Vec<WorkshopId>> {
    Ok(members::list_own_workshops(tx, caller).await?.into_iter().map(|workshop| workshop.id).collect())
}

async fn batch_response(tx: &UnitOfWork, batch: batch::Model) -> Result<Batch> {
    Ok(store::batches::get_batch_by_code(tx, &batch.code).await?.into())
}

fn remaining(receipts: &[goods_receipt::Model], lines: &[DeliveryLineOfOrder]) -> i64 {
    let accepted = receipts.iter().map(|receipt| receipt.accepted).sum();
    rules::remaining(accepted, lines.iter().map(|row| row.line.quantity).sum())
}
