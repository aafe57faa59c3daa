//! Staff create, update and end the offers of workshops.

use std::collections::{BTreeSet, HashMap};

use chrono::{DateTime, Utc};
use entities::{
    catalogue::offer,
    values::{BoundBy, OfferId, ProductId, WorkshopId},
};
use poem::web::Data;
use poem_openapi::{
    Object, OpenApi,
    param::{Path, Query},
    payload::Json,
};

use super::tag::Tag;
use crate::{
    catalogue::{
        OfferTerms,
        actions::offers::update_offer,
        end_offer,
        rules::months::{month_bits, months},
        store::{eligibility, offers},
        upsert_offer,
    },
    identity::{Caller, Staff, StaffViewer},
    platform::{
        app::App,
        http::{
            etag::{IfMatch, Versioned},
            idempotency::{Created, Idempotent},
            page_request::PageRequest,
            paging::List,
            problem::Result,
        },
        unit_of_work::UnitOfWork,
    },
};

/// How much of a product a workshop can make, and when.
#[derive(Clone, Debug, Object)]
#[oai(skip_serializing_if_is_none)]
pub struct Offer {
    /// Identifies the offer.
    pub id: OfferId,
    /// The workshop.
    pub workshop_id: WorkshopId,
    /// The product.
    pub product_id: ProductId,
    /// Units it can make in one production week.
    pub capacity_per_week: i64,
    /// Units; it makes none or at least this many.
    pub min_batch: Option<i64>,
    /// Days it needs before the delivery.
    pub lead_days: i32,
    /// Months in which it can be made, 1 = January.
    pub harvest_months: Vec<u32>,
    /// Why the workshop may not supply it today.
    pub blocked_by: Option<BoundBy>,
    /// When the offer ended.
    pub ended_at: Option<DateTime<Utc>>,
    /// Its version, for `If-Match: "v{version}"`.
    pub version: i32,
}

impl Offer {
    fn of(row: offer::Model, reasons: &BlockReasons) -> Self {
        Self {
            id: row.id,
            workshop_id: row.workshop_id,
            product_id: row.product_id,
            capacity_per_week: row.capacity_per_week,
            min_batch: row.min_batch,
            lead_days: row.lead_days,
            harvest_months: months(row.harvest_months),
            blocked_by: reasons.get(&row.id).copied().flatten(),
            ended_at: row.ended_at,
            version: row.version,
        }
    }
}

/// Why the workshops of some live offers may not supply them today.
type BlockReasons = HashMap<OfferId, Option<BoundBy>>;

async fn load_block_reasons(tx: &UnitOfWork, offers: &[offer::Model]) -> Result<BlockReasons> {
    let products: BTreeSet<ProductId> = offers.iter().map(|offer| offer.product_id).collect();
    // No products means all of them.
    if products.is_empty() {
        return Ok(BlockReasons::new());
    }
    let products: Vec<ProductId> = products.into_iter().collect();
    let eligibility = eligibility::list_offer_eligibility(tx, tx.today(), &products).await?;
    Ok(eligibility.into_iter().map(|offer| (offer.offer.id, offer.blocked_by)).collect())
}

/// The terms of an offer.
#[derive(Clone, Debug, Object)]
#[oai(deny_unknown_fields, skip_serializing_if_is_none)]
pub struct OfferInput {
    /// Units it can make in one production week.
    #[oai(validator(minimum(value = "0"), maximum(value = "1000000")))]
    pub capacity_per_week: i64,
    /// Units; it makes none or at least this many.
    #[oai(validator(minimum(value = "1"), maximum(value = "1000000")))]
    pub min_batch: Option<i64>,
    /// Days it needs before the delivery.
    #[oai(default, validator(minimum(value = "0"), maximum(value = "90")))]
    pub lead_days: i32,
    /// Months in which it can be made, 1 = January; absent = all year.
    #[oai(validator(min_items = 1, max_items = 12, minimum(value = "1"), maximum(value = "12")))]
    pub harvest_months: Option<Vec<u32>>,
}

/// An offer to create or update.
#[derive(Clone, Debug, Object)]
#[oai(deny_unknown_fields)]
pub struct NewOffer {
    /// The workshop.
    pub workshop_id: WorkshopId,
    /// The product.
    pub product_id: ProductId,
    /// Its terms.
    pub terms: OfferInput,
}

impl From<OfferInput> for OfferTerms {
    fn from(input: OfferInput) -> Self {
        Self {
            capacity_per_week: input.capacity_per_week,
            min_batch: input.min_batch,
            lead_days: input.lead_days,
            harvest_months: month_bits(input.harvest_months.map(Vec::into_iter)),
        }
    }
}

/// Operations of staff on offers.
pub struct Offers;

#[OpenApi(prefix_path = "/api/v1/staff", tag = "Tag::Catalogue")]
impl Offers {
    /// List offers, oldest first
    #[oai(path = "/offers", method = "get", operation_id = "list_offers")]
    async fn list_offers(
        &self,
        app: Data<&App>,
        caller: StaffViewer,
        /// Only of this product.
        product: Query<Option<ProductId>>,
        /// Only of this workshop.
        workshop: Query<Option<WorkshopId>>,
        page: PageRequest,
    ) -> Result<List<Offer>> {
        let tx = app.read(caller.actor()).await?;
        let rows = offers::list_offers(&tx, product.0, workshop.0, &page).await?;
        let reasons = load_block_reasons(&tx, &rows.items).await?;
        Ok(rows.map(|row| Offer::of(row, &reasons)).into())
    }

    /// Create the offer of a workshop for a product, or update the existing one
    #[oai(path = "/offers", method = "post", operation_id = "upsert_offer")]
    async fn upsert_offer(
        &self,
        #[oai(name = "Idempotency-Key")] request: Idempotent<Staff>,
        body: Json<NewOffer>,
    ) -> Result<Created<Offer>> {
        request
            .run(body, async |tx, _, NewOffer { workshop_id, product_id, terms }| {
                let offer = upsert_offer(tx, workshop_id, product_id, terms.into()).await?;
                offer_response(tx, offer).await
            })
            .await
    }

    /// Update an offer
    #[oai(path = "/offers/:id", method = "put", operation_id = "update_offer")]
    async fn update_offer(
        &self,
        app: Data<&App>,
        caller: Staff,
        id: Path<OfferId>,
        #[oai(name = "If-Match")] if_match: IfMatch,
        body: Json<OfferInput>,
    ) -> Result<Versioned<Offer>> {
        let mut tx = app.begin(caller.actor()).await?;
        let offer = update_offer(&mut tx, id.0, &if_match, body.0.into()).await?;
        commit(tx, offer).await
    }

    /// End an offer: the workshop no longer makes the product
    #[oai(path = "/offers/:id/end", method = "post", operation_id = "end_offer")]
    async fn end_offer(&self, app: Data<&App>, caller: Staff, id: Path<OfferId>) -> Result<Versioned<Offer>> {
        let mut tx = app.begin(caller.actor()).await?;
        let offer = end_offer(&mut tx, id.0).await?;
        commit(tx, offer).await
    }
}

/// The responses for these offers.
pub(super) async fn offer_responses(tx: &UnitOfWork, offers: Vec<offer::Model>) -> Result<Vec<Offer>> {
    let reasons = load_block_reasons(tx, &offers).await?;
    Ok(offers.into_iter().map(|offer| Offer::of(offer, &reasons)).collect())
}

async fn offer_response(tx: &UnitOfWork, offer: offer::Model) -> Result<Offer> {
    let reasons = load_block_reasons(tx, std::slice::from_ref(&offer)).await?;
    Ok(Offer::of(offer, &reasons))
}

/// Commits and returns the response for this offer.
pub(super) async fn commit(tx: UnitOfWork, offer: offer::Model) -> Result<Versioned<Offer>> {
    let version = offer.version;
    let response = offer_response(&tx, offer).await?;
    tx.commit().await?;
    Ok(Versioned::of(response, version))
}
