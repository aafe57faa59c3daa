//! Recalls: the batches of a certificate that was suspended for safety, and who has what of them.

use chrono::{DateTime, Utc};
use entities::values::{BuyerId, DeliveryId, DeliveryState, ProductId, RecallId, WorkshopId};
use poem::web::Data;
use poem_openapi::{Object, OpenApi, param::Path, payload::Json};

use super::tag::Tag;
use crate::{
    buyers::load_buyer_names,
    fulfilment::{
        actions::lift_recall::lift_recall,
        store::{self, recalls::RecallView},
    },
    identity::{Caller, StaffQuality, StaffViewer},
    platform::{
        app::App,
        http::{limits::NOTE, page_request::PageRequest, paging::List, problem::Result, text::Text},
        unit_of_work::UnitOfWork,
    },
};

/// The recall of batches whose certificate was suspended for safety.
#[derive(Clone, Debug, Object)]
#[oai(skip_serializing_if_is_none)]
pub struct Recall {
    /// Identifies the recall.
    pub id: RecallId,
    /// The workshop that made the batches.
    pub workshop_id: WorkshopId,
    /// Name of the workshop.
    pub workshop_name: String,
    /// The product.
    pub product_id: ProductId,
    /// Name of the product in Spanish.
    pub product_name_es: String,
    /// Name of the product in English.
    pub product_name_en: String,
    /// Why, in words.
    pub reason: String,
    /// When it was opened.
    pub opened_at: DateTime<Utc>,
    /// When it was lifted after a false alarm.
    pub lifted_at: Option<DateTime<Utc>>,
    /// Why it was lifted, in words.
    pub lift_reason: Option<String>,
}

impl From<RecallView> for Recall {
    fn from(RecallView { recall, product, workshop }: RecallView) -> Self {
        Self {
            id: recall.id,
            workshop_id: recall.workshop_id,
            workshop_name: workshop.name,
            product_id: recall.product_id,
            product_name_es: product.name_es,
            product_name_en: product.name_en,
            reason: recall.reason,
            opened_at: recall.opened_at,
            lifted_at: recall.lifted_at,
            lift_reason: recall.lift_reason,
        }
    }
}

/// Units of a recalled batch that a buyer has, or that are on their way.
#[derive(Clone, Debug, Object)]
pub struct RecalledDelivery {
    /// The delivery.
    pub delivery_id: DeliveryId,
    /// Code of the delivery.
    pub delivery_code: String,
    /// State of the delivery.
    pub state: DeliveryState,
    /// The buyer.
    pub buyer_id: BuyerId,
    /// Name of the buyer.
    pub buyer_name: String,
    /// The code on the batch's labels.
    pub batch_code: String,
    /// Units.
    pub units: i64,
}

/// A recall with its batches and what of them has left.
#[derive(Clone, Debug, Object)]
pub struct RecallDetail {
    /// The recall.
    #[oai(flatten)]
    pub recall: Recall,
    /// Codes of the blocked batches.
    pub batch_codes: Vec<String>,
    /// What has left, by delivery and batch.
    pub deliveries: Vec<RecalledDelivery>,
}

/// Why a recall is lifted.
#[derive(Clone, Debug, Object)]
#[oai(deny_unknown_fields)]
pub struct RecallLifting {
    /// What turned out, for the buyers to read.
    pub reason: Text<1, NOTE>,
}

async fn get_response(tx: &UnitOfWork, id: RecallId) -> Result<RecallDetail> {
    let recall = store::recalls::get_recall(tx, id).await?.into();
    let batches = store::recalls::list_recalled_batches(tx, id).await?;
    let units = store::recalls::list_recalled_units(tx, id, None).await?;
    let buyers: Vec<BuyerId> = units.iter().map(|row| row.delivery.buyer_id).collect();
    let names = load_buyer_names(tx, &buyers).await?;
    let deliveries = units.into_iter().map(|row| {
        Ok(RecalledDelivery {
            buyer_name: names.get(row.delivery.buyer_id)?.name.clone(),
            delivery_id: row.delivery.id,
            delivery_code: row.delivery.code,
            state: row.delivery.state,
            buyer_id: row.delivery.buyer_id,
            batch_code: row.batch.code,
            units: row.line.quantity,
        })
    });
    Ok(RecallDetail {
        recall,
        batch_codes: batches.into_iter().map(|batch| batch.code).collect(),
        deliveries: deliveries.collect::<Result<_>>()?,
    })
}

/// Operations on recalls.
pub struct Recalls;

#[OpenApi(prefix_path = "/api/v1/staff", tag = "Tag::Fulfilment")]
impl Recalls {
    /// List recalls, newest first
    #[oai(path = "/recalls", method = "get", operation_id = "list_recalls")]
    async fn list_recalls(&self, app: Data<&App>, caller: StaffViewer, page: PageRequest) -> Result<List<Recall>> {
        let tx = app.read(caller.actor()).await?;
        Ok(store::recalls::list_recalls(&tx, &page).await?.map(Recall::from).into())
    }

    /// Get a recall with its batches, and who has what of them
    #[oai(path = "/recalls/:id", method = "get", operation_id = "get_recall")]
    async fn get_recall(&self, app: Data<&App>, caller: StaffViewer, id: Path<RecallId>) -> Result<Json<RecallDetail>> {
        let tx = app.read(caller.actor()).await?;
        Ok(Json(get_response(&tx, id.0).await?))
    }

    /// Lift a recall after a false alarm
    ///
    /// Its batches are no longer blocked, and the buyers who have some of them are told. The certificate is reinstated
    /// before. What was rejected stays rejected until its goods receipt is corrected.
    #[oai(path = "/recalls/:id/lift", method = "post", operation_id = "lift_recall")]
    async fn lift_recall(
        &self,
        app: Data<&App>,
        caller: StaffQuality,
        id: Path<RecallId>,
        body: Json<RecallLifting>,
    ) -> Result<Json<RecallDetail>> {
        let mut tx = app.begin(caller.actor()).await?;
        lift_recall(&mut tx, id.0, &body.0.reason).await?;
        let response = get_response(&tx, id.0).await?;
        tx.commit().await?;
        Ok(Json(response))
    }
}
