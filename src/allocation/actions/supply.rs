//! A certificate was suspended, or a unit was paused: what it can no longer supply is taken back at once and offered
//! to the others. What is frozen is left alone, for it is being made.

use std::collections::{BTreeMap, HashSet};

use entities::{
    allocation::quota,
    values::{BoundBy, CycleId, ProductId, QuotaId, QuotaState, ShortageCause, UnitId},
};
use serde_json::json;

use super::{
    moves::{Book, Freed},
    reoffer,
};
use crate::{
    allocation::{Event, store},
    catalogue::{self, OfferSupply},
    cycles,
    platform::{http::problem::Answer, work::Work},
};

/// What a unit may supply changed, of one product or of all: withdraws its open quotas that it may not supply on
/// their day of delivery.
pub async fn supply_changed(work: &mut Work, unit: UnitId, product: Option<ProductId>) -> Answer<()> {
    let open = store::quotas::open_of(work, unit, product).await?;
    // In the order of their ids, so that two of these never wait for each other.
    let cycles: BTreeMap<CycleId, ()> = open.iter().map(|quota| (quota.cycle_id, ())).collect();
    for cycle_id in cycles.into_keys() {
        let cycle = cycles::lock(work, cycle_id).await?;
        // Read again under the lock.
        let open: Vec<quota::Model> = store::quotas::open_of(work, unit, product)
            .await?
            .into_iter()
            .filter(|quota| quota.cycle_id == cycle_id && quota.accepted_units == 0)
            .collect();
        if open.is_empty() {
            continue;
        }
        let products: HashSet<ProductId> = open.iter().map(|quota| quota.product_id).collect();
        let products: Vec<ProductId> = products.into_iter().collect();
        let supply = catalogue::may_supply(work, cycle.delivery_date, &products).await?;
        let mut freed = Freed::new();
        let mut lost = Vec::new();
        for quota in &open {
            let Some(why) = obstacle(quota, &supply) else { continue };
            *freed.entry(quota.product_id).or_default() += quota.units;
            lost.push(quota);
            store::quotas::end(work, &[quota.id], QuotaState::Withdrawn, Some(why.word())).await?;
            work.audit("quota", quota.id, "withdrawn", json!({ "lots": quota.lots, "because": why }));
        }
        if lost.is_empty() {
            continue;
        }
        let book = Book::open(work, cycle_id).await?;
        let values: Vec<_> = lost.iter().map(|quota| (*quota, book.valued(quota).value())).collect();
        book.given_up(work, &values, None, "withdrawn").await?;
        let quota_ids: Vec<QuotaId> = lost.iter().map(|quota| quota.id).collect();
        work.emit(Event::QuotasWithdrawn { cycle_id, quota_ids });
        reoffer::reoffer(work, &cycle, freed, ShortageCause::Suspended).await?;
    }
    Ok(())
}

/// What keeps the quota's unit from supplying it; an offer that ended does not.
fn obstacle(quota: &quota::Model, supply: &[OfferSupply]) -> Option<BoundBy> {
    let offer = supply.iter().find(|s| s.offer.unit_id == quota.unit_id && s.offer.product_id == quota.product_id);
    offer.and_then(|s| s.blocked_by)
}
