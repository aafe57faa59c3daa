//! Staff fix a quantity before the rest is split, and say why.

use entities::{
    allocation::pin,
    values::{CycleId, PinId, ProductId, UnitId},
};
use serde_json::json;

use super::run::require_unpublished;
use crate::{
    allocation::store,
    catalogue, cycles, members,
    platform::{
        http::problem::{Answer, Problem},
        work::Work,
    },
};

/// A quantity to be fixed.
#[derive(Clone, Debug)]
pub struct NewPin {
    /// The cycle.
    pub cycle_id: CycleId,
    /// The unit.
    pub unit_id: UnitId,
    /// The product.
    pub product_id: ProductId,
    /// Lots; 0 = it makes none.
    pub lots: i64,
    /// Why, for everybody to read.
    pub reason: String,
}

/// Pins a quantity for the cycle's next run; it takes the place of an earlier pin of the same unit and product. The
/// same pin again changes nothing. Whether it can be kept is judged by that run.
///
/// Refuses 404 for an unknown unit or product, 409 as `run`.
pub async fn add_pin(work: &mut Work, new: NewPin) -> Answer<pin::Model> {
    let cycle = cycles::lock(work, new.cycle_id).await?;
    require_unpublished(&cycle)?;
    members::unit(work, new.unit_id).await?;
    if !catalogue::products(work, &[new.product_id]).await?.contains_key(&new.product_id) {
        return Err(Problem::not_found("product"));
    }
    if let Some(stored) = store::pins::live_for(work, cycle.id, new.unit_id, new.product_id).await? {
        if stored.lots == new.lots && stored.reason == new.reason {
            return Ok(stored);
        }
        store::pins::remove(work, stored.id).await?;
    }
    let made = pin::Model {
        id: work.new_id(),
        cycle_id: cycle.id,
        unit_id: new.unit_id,
        product_id: new.product_id,
        lots: new.lots,
        reason: new.reason,
        created_by: work.actor().person(),
        created_at: work.now(),
        removed_at: None,
    };
    store::pins::insert(work, made.clone()).await?;
    let detail = json!({
        "unit_id": made.unit_id, "product_id": made.product_id, "lots": made.lots, "reason": made.reason,
    });
    work.audit("cycle", cycle.id, "pinned", detail);
    Ok(made)
}

/// Removes a pin from the cycle's next run; `false` where it was removed before.
pub async fn remove_pin(work: &mut Work, cycle_id: CycleId, id: PinId) -> Answer<bool> {
    let cycle = cycles::lock(work, cycle_id).await?;
    require_unpublished(&cycle)?;
    if store::pins::get(work, cycle_id, id).await?.removed_at.is_some() {
        return Ok(false);
    }
    let removed = store::pins::remove(work, id).await?;
    let detail = json!({ "unit_id": removed.unit_id, "product_id": removed.product_id, "lots": removed.lots });
    work.audit("cycle", cycle.id, "unpinned", detail);
    Ok(true)
}
