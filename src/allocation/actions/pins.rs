//! Staff fix a quantity before the rest is split, and say why.

use entities::{
    allocation::pin,
    values::{CycleId, PinId, ProductId, WorkshopId},
};
use serde_json::json;

use super::run::require_unpublished;
use crate::{
    allocation::store,
    catalogue, cycles, members,
    platform::{
        http::problem::{Problem, Result},
        unit_of_work::UnitOfWork,
    },
};

/// A quantity to be fixed.
#[derive(Clone, Debug)]
pub struct NewPin {
    /// The cycle.
    pub cycle_id: CycleId,
    /// The workshop.
    pub workshop_id: WorkshopId,
    /// The product.
    pub product_id: ProductId,
    /// Lots; 0 = it makes none.
    pub lots: i64,
    /// Why, for everybody to read.
    pub reason: String,
}

/// Pins a quantity for the cycle's next run; it takes the place of an earlier pin of the same workshop and product. The
/// same pin again changes nothing. Whether it can be kept is judged by that run.
///
/// Refuses 404 for an unknown workshop or product, 409 as `run`.
pub async fn add_pin(tx: &mut UnitOfWork, new: NewPin) -> Result<pin::Model> {
    let cycle = cycles::lock(tx, new.cycle_id).await?;
    require_unpublished(&cycle)?;
    members::workshop(tx, new.workshop_id).await?;
    if !catalogue::products(tx, &[new.product_id]).await?.contains_key(&new.product_id) {
        return Err(Problem::not_found("product"));
    }
    if let Some(stored) = store::pins::live_for(tx, cycle.id, new.workshop_id, new.product_id).await? {
        if stored.lots == new.lots && stored.reason == new.reason {
            return Ok(stored);
        }
        store::pins::remove(tx, stored.id).await?;
    }
    let made = pin::Model {
        id: tx.new_id(),
        cycle_id: cycle.id,
        workshop_id: new.workshop_id,
        product_id: new.product_id,
        lots: new.lots,
        reason: new.reason,
        created_by: tx.actor().person(),
        created_at: tx.now(),
        removed_at: None,
    };
    store::pins::insert(tx, made.clone()).await?;
    let detail = json!({
        "workshop_id": made.workshop_id, "product_id": made.product_id, "lots": made.lots, "reason": made.reason,
    });
    tx.audit("cycle", cycle.id, "pinned", detail);
    Ok(made)
}

/// Removes a pin from the cycle's next run; `false` where it was removed before.
pub async fn remove_pin(tx: &mut UnitOfWork, cycle_id: CycleId, id: PinId) -> Result<bool> {
    let cycle = cycles::lock(tx, cycle_id).await?;
    require_unpublished(&cycle)?;
    if store::pins::get(tx, cycle_id, id).await?.removed_at.is_some() {
        return Ok(false);
    }
    let removed = store::pins::remove(tx, id).await?;
    let detail = json!({ "workshop_id": removed.workshop_id, "product_id": removed.product_id, "lots": removed.lots });
    tx.audit("cycle", cycle.id, "unpinned", detail);
    Ok(true)
}
