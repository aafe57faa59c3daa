//! Batches: producers create and list them.

use chrono::{DateTime, NaiveDate, Utc};
use entities::{
    fulfilment::batch,
    values::{BatchId, ProductId, QuotaId, WorkshopId},
};
use poem::web::Data;
use poem_openapi::{Object, OpenApi, payload::Json};

use super::tag::Tag;
use crate::{
    allocation,
    fulfilment::{
        actions::create_batch::{NewBatch, create_own_batch},
        store::{self, batches::BatchOfProduct},
    },
    identity::{Caller, Producer},
    members,
    platform::{
        app::App,
        http::{
            dates::PastDate,
            idempotency::{Created, Idempotent},
            page_request::PageRequest,
            paging::List,
            problem::Result,
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
    /// When it was blocked for safety: nothing of it leaves any more.
    pub blocked_at: Option<DateTime<Utc>>,
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
            blocked_at: batch.blocked_at,
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
    pub made_on: PastDate,
    /// Units made.
    #[oai(validator(minimum(value = "1"), maximum(value = "1000000")))]
    pub quantity: i64,
}

/// Operations on batches.
pub struct Batches;

#[OpenApi(prefix_path = "/api/v1/producer", tag = "Tag::Fulfilment")]
impl Batches {
    /// Create a batch
    ///
    /// The response has the code for its labels.
    #[oai(path = "/batches", method = "post", operation_id = "create_batch")]
    async fn create_batch(
        &self,
        #[oai(name = "Idempotency-Key")] request: Idempotent<Producer>,
        body: Json<CreateBatch>,
    ) -> Result<Created<Batch>> {
        request
            .run(body, async |tx, caller, new| {
                let workshops = own_workshops(tx, &caller).await?;
                let quota = allocation::get_quota(tx, new.quota_id).await?;
                let new = NewBatch { made_on: new.made_on.into(), quantity: new.quantity };
                let batch = create_own_batch(tx, &workshops, &quota, new).await?;
                batch_response(tx, batch).await
            })
            .await
    }

    /// List own batches, newest first
    #[oai(path = "/batches", method = "get", operation_id = "list_own_batches")]
    async fn list_own_batches(&self, app: Data<&App>, caller: Producer, page: PageRequest) -> Result<List<Batch>> {
        let tx = app.read(caller.actor()).await?;
        let workshops = own_workshops(&tx, &caller).await?;
        Ok(store::batches::list_batches(&tx, &workshops, &page).await?.map(Batch::from).into())
    }
}

/// Ids of the workshops of the calling producer.
pub(super) async fn own_workshops(tx: &UnitOfWork, caller: &Producer) -> Result<Vec<WorkshopId>> {
    Ok(members::list_own_workshops(tx, caller).await?.into_iter().map(|workshop| workshop.id).collect())
}

async fn batch_response(tx: &UnitOfWork, batch: batch::Model) -> Result<Batch> {
    Ok(store::batches::get_batch_by_code(tx, &batch.code).await?.into())
}
