//! What a workshop can make of a product in a week: put by staff, by the workshop's own people, or by an import.

use entities::{
    catalogue::offer,
    values::{ALL_YEAR, OfferId, ProductId, WorkshopId},
};
use sea_orm::{ActiveValue::Set, IntoActiveModel};
use serde_json::json;

use crate::catalogue::{Event, store};
use crate::{
    members,
    platform::{
        http::problem::{Problem, Result},
        unit_of_work::UnitOfWork,
    },
};

/// What a workshop offers of a product.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OfferTerms {
    /// Units it can make in one production week.
    pub capacity_per_week: i64,
    /// Workshops; it makes none or at least this many.
    pub min_batch: Option<i64>,
    /// Days it needs before the delivery.
    pub lead_days: i32,
    /// Bit 0 = January … bit 11 = December.
    pub harvest_months: i32,
}

/// Puts the offer of a workshop for a product: made where there is none, changed where the terms differ, live again where
/// it had ended. The same twice changes nothing.
///
/// # Errors
/// 404 for an unknown workshop or product; 409 `batch_above_capacity`, `harvest_months_empty`.
pub async fn put_offer(
    tx: &mut UnitOfWork,
    workshop_id: WorkshopId,
    product_id: ProductId,
    terms: OfferTerms,
) -> Result<offer::Model> {
    check(terms)?;
    if let Some(row) = store::offers::of(tx, workshop_id, product_id).await? {
        return change(tx, row, terms).await;
    }
    store::products::get(tx, product_id).await?;
    if !members::list_workshops_by_id(tx, &[workshop_id]).await?.contains_key(&workshop_id) {
        return Err(Problem::not_found("workshop"));
    }
    let row = offer::ActiveModel {
        id: Set(tx.new_id()),
        workshop_id: Set(workshop_id),
        product_id: Set(product_id),
        capacity_per_week: Set(terms.capacity_per_week),
        min_batch: Set(terms.min_batch),
        lead_days: Set(terms.lead_days),
        harvest_months: Set(terms.harvest_months),
        ended_at: Set(None),
        created_at: Set(tx.now()),
        version: Set(1),
    };
    let made = store::offers::insert(tx, row).await?;
    told(tx, &made, "made");
    Ok(made)
}

/// Changes an offer that was read; what is the same already is left alone.
pub(in crate::catalogue) async fn change(
    tx: &mut UnitOfWork,
    row: offer::Model,
    terms: OfferTerms,
) -> Result<offer::Model> {
    check(terms)?;
    let stored = OfferTerms {
        capacity_per_week: row.capacity_per_week,
        min_batch: row.min_batch,
        lead_days: row.lead_days,
        harvest_months: row.harvest_months,
    };
    if stored == terms && row.ended_at.is_none() {
        return Ok(row);
    }
    let lowered = terms.capacity_per_week < stored.capacity_per_week
        || stored.harvest_months & ALL_YEAR & !terms.harvest_months != 0;
    let version = row.version + 1;
    let changed = offer::ActiveModel {
        capacity_per_week: Set(terms.capacity_per_week),
        min_batch: Set(terms.min_batch),
        lead_days: Set(terms.lead_days),
        harvest_months: Set(terms.harvest_months),
        ended_at: Set(None),
        version: Set(version),
        ..row.into_active_model()
    };
    let changed = store::offers::update(tx, changed).await?;
    told(tx, &changed, "changed");
    if lowered {
        tx.emit(Event::OfferLowered { workshop_id: changed.workshop_id, product_id: changed.product_id });
    }
    Ok(changed)
}

/// Ends an offer: the workshop makes the product no more. True = done, false = it had ended already.
pub async fn end_offer(tx: &mut UnitOfWork, id: OfferId) -> Result<bool> {
    let row = store::offers::lock(tx, id).await?;
    if row.ended_at.is_some() {
        return Ok(false);
    }
    let version = row.version + 1;
    let ended = offer::ActiveModel { ended_at: Set(Some(tx.now())), version: Set(version), ..row.into_active_model() };
    let ended = store::offers::update(tx, ended).await?;
    told(tx, &ended, "ended");
    tx.emit(Event::OfferLowered { workshop_id: ended.workshop_id, product_id: ended.product_id });
    Ok(true)
}

fn check(terms: OfferTerms) -> Result<()> {
    if terms.min_batch.is_some_and(|batch| batch > terms.capacity_per_week) {
        let detail = "The minimum batch must not exceed what the workshop can make in a week.";
        return Err(Problem::refused("batch_above_capacity", detail).at(
            "/min_batch",
            "batch_above_capacity",
            format!("{} at most", terms.capacity_per_week),
        ));
    }
    if terms.harvest_months & ALL_YEAR == 0 {
        let detail = "Name at least one month in which it can be made.";
        return Err(Problem::refused("harvest_months_empty", detail).at("/harvest_months", "required", detail));
    }
    Ok(())
}

fn told(tx: &mut UnitOfWork, offer: &offer::Model, action: &str) {
    let detail = json!({
        "workshop_id": offer.workshop_id, "product_id": offer.product_id, "capacity_per_week": offer.capacity_per_week,
        "min_batch": offer.min_batch, "lead_days": offer.lead_days, "harvest_months": offer.harvest_months,
    });
    tx.audit("offer", offer.id.0, action, detail);
    tx.emit(Event::ProductChanged { product_id: offer.product_id });
}
