//! Creates, updates and ends offers.

use entities::{
    catalogue::offer,
    values::{ALL_YEAR, OfferId, ProductId, WorkshopId},
};
use sea_orm::{ActiveValue::Set, IntoActiveModel};
use serde_json::json;

use super::products::check_no_basket;
use crate::{
    catalogue::{
        Event,
        errors::CatalogueError,
        store::{offers, products},
    },
    members,
    platform::{
        http::{
            api_error::ApiError,
            etag::IfMatch,
            field_errors::FieldError,
            problem::{Problem, Result},
        },
        unit_of_work::UnitOfWork,
    },
};

/// How much of a product a workshop can make, and when.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OfferTerms {
    /// Units it can make in one production week.
    pub capacity_per_week: i64,
    /// Units; it makes none or at least this many.
    pub min_batch: Option<i64>,
    /// Days it needs before the delivery.
    pub lead_days: i32,
    /// Bit 0 = January … bit 11 = December.
    pub harvest_months: i32,
}

impl From<&offer::Model> for OfferTerms {
    fn from(row: &offer::Model) -> Self {
        Self {
            capacity_per_week: row.capacity_per_week,
            min_batch: row.min_batch,
            lead_days: row.lead_days,
            harvest_months: row.harvest_months,
        }
    }
}

/// Creates the offer of a workshop for a product, or updates the existing one. An ended offer is live again. The same
/// terms again change nothing.
///
/// # Errors
/// 404 for an unknown workshop or product; `BatchAboveCapacity`, `NoHarvestMonth`, `ProductIsBasket`.
pub async fn upsert_offer(
    tx: &mut UnitOfWork,
    workshop_id: WorkshopId,
    product_id: ProductId,
    terms: OfferTerms,
) -> Result<offer::Model> {
    check(terms)?;
    products::get_product(tx, product_id).await?;
    check_no_basket(tx, product_id).await?;
    members::get_workshop(tx, workshop_id).await?;
    let offer = offer::Model {
        id: tx.new_id(),
        workshop_id,
        product_id,
        capacity_per_week: terms.capacity_per_week,
        min_batch: terms.min_batch,
        lead_days: terms.lead_days,
        harvest_months: terms.harvest_months,
        ended_at: None,
        created_at: tx.now(),
        version: 1,
    };
    if offers::insert_offer(tx, &offer).await? {
        record(tx, &offer, "made");
        return Ok(offer);
    }
    let existing = offers::lock_offer_of(tx, workshop_id, product_id).await?;
    update(tx, existing, terms).await
}

/// Updates an offer. An ended offer is live again.
///
/// # Errors
/// 404; 412 where `if_match` names another version; `BatchAboveCapacity`, `NoHarvestMonth`.
pub async fn update_offer(
    tx: &mut UnitOfWork,
    id: OfferId,
    if_match: &IfMatch,
    terms: OfferTerms,
) -> Result<offer::Model> {
    let before = offers::lock_offer(tx, id).await?;
    if_match.check(before.version)?;
    update(tx, before, terms).await
}

/// Updates an offer of one of these workshops, which are those of the caller.
///
/// # Errors
/// As [`update_offer`]; 404 also where the offer is of another workshop; `OfferEnded`.
pub async fn update_own_offer(
    tx: &mut UnitOfWork,
    id: OfferId,
    workshops: &[WorkshopId],
    if_match: &IfMatch,
    terms: OfferTerms,
) -> Result<offer::Model> {
    let before = offers::lock_offer(tx, id).await?;
    if !workshops.contains(&before.workshop_id) {
        return Err(Problem::not_found("offer"));
    }
    if_match.check(before.version)?;
    if let Some(ended_at) = before.ended_at {
        return Err(CatalogueError::OfferEnded { ended_at }.into());
    }
    update(tx, before, terms).await
}

/// Ends an offer: the workshop no longer makes the product. Repeated, it changes nothing.
///
/// # Errors
/// 404.
pub async fn end_offer(tx: &mut UnitOfWork, id: OfferId) -> Result<offer::Model> {
    let before = offers::lock_offer(tx, id).await?;
    if before.ended_at.is_some() {
        return Ok(before);
    }
    let version = before.version + 1;
    let change =
        offer::ActiveModel { ended_at: Set(Some(tx.now())), version: Set(version), ..before.into_active_model() };
    let offer = offers::update_offer(tx, change).await?;
    record(tx, &offer, "ended");
    tx.emit(Event::OfferReduced { workshop_id: offer.workshop_id, product_id: offer.product_id });
    Ok(offer)
}

async fn update(tx: &mut UnitOfWork, before: offer::Model, terms: OfferTerms) -> Result<offer::Model> {
    check(terms)?;
    let stored = OfferTerms::from(&before);
    if stored == terms && before.ended_at.is_none() {
        return Ok(before);
    }
    let reduced = terms.capacity_per_week < stored.capacity_per_week
        || stored.harvest_months & ALL_YEAR & !terms.harvest_months != 0;
    let version = before.version + 1;
    let change = offer::ActiveModel {
        capacity_per_week: Set(terms.capacity_per_week),
        min_batch: Set(terms.min_batch),
        lead_days: Set(terms.lead_days),
        harvest_months: Set(terms.harvest_months),
        ended_at: Set(None),
        version: Set(version),
        ..before.into_active_model()
    };
    let offer = offers::update_offer(tx, change).await?;
    record(tx, &offer, "changed");
    if reduced {
        tx.emit(Event::OfferReduced { workshop_id: offer.workshop_id, product_id: offer.product_id });
    }
    Ok(offer)
}

fn check(terms: OfferTerms) -> Result<()> {
    if terms.min_batch.is_some_and(|batch| batch > terms.capacity_per_week) {
        return Err(CatalogueError::BatchAboveCapacity { maximum: terms.capacity_per_week }.at("/min_batch"));
    }
    if terms.harvest_months & ALL_YEAR == 0 {
        return Err(Problem::from(CatalogueError::NoHarvestMonth).field("/harvest_months", FieldError::Required));
    }
    Ok(())
}

fn record(tx: &mut UnitOfWork, offer: &offer::Model, action: &str) {
    let detail = json!({
        "workshop_id": offer.workshop_id, "product_id": offer.product_id, "capacity_per_week": offer.capacity_per_week,
        "min_batch": offer.min_batch, "lead_days": offer.lead_days, "harvest_months": offer.harvest_months,
    });
    tx.audit("offer", offer.id.0, action, detail);
    tx.emit(Event::ProductChanged { product_id: offer.product_id });
}
