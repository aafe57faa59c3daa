//! Recalls: the batches of a certificate that was suspended for safety, and who has what of them.

use chrono::{DateTime, Utc};
use entities::values::{BuyerId, DeliveryId, DeliveryState, ProductId, RecallId, WorkshopId};
use poem::web::Data;
use poem_openapi::{Object, OpenApi, param::Path, payload::Json};

use super::tag::Tag;
use crate::{
    buyers::load_buyer_names,
    fulfilment::store::{self, recalls::RecallView},
    identity::{Caller, StaffViewer},
    platform::{
        app::App,
        http::{page_request::PageRequest, paging::List, problem::Result},
    },
};

/// The recall of batches whose certificate was suspended for safety.
#[derive(Clone, Debug, Object)]
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
        let recall = store::recalls::get_recall(&tx, id.0).await?.into();
        let batches = store::recalls::list_recalled_batches(&tx, id.0).await?;
        let units = store::recalls::list_recalled_units(&tx, id.0, None).await?;
        let buyers: Vec<BuyerId> = units.iter().map(|row| row.delivery.buyer_id).collect();
        let names = load_buyer_names(&tx, &buyers).await?;
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
        Ok(Json(RecallDetail {
            recall,
            batch_codes: batches.into_iter().map(|batch| batch.code).collect(),
            deliveries: deliveries.collect::<Result<_>>()?,
        }))
    }
}
