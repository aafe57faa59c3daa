//! Staff pin a quantity, which the next run keeps before it splits the rest.

use entities::{
    allocation::pin,
    values::{CycleId, PinId, ProductId, WorkshopId},
};
use serde_json::json;

use super::run_allocation::check_unpublished;
use crate::{
    allocation::store::pins,
    catalogue, cycles, members,
    platform::{
        http::problem::{Problem, Result},
        unit_of_work::UnitOfWork,
    },
};

/// The terms of a pin.
#[derive(Clone, Debug)]
pub struct PinTerms {
    /// The cycle.
    pub cycle_id: CycleId,
    /// The workshop.
    pub workshop_id: WorkshopId,
    /// The product.
    pub product_id: ProductId,
    /// Lots; 0 = the workshop makes none.
    pub lots: i64,
    /// Why; members can read it.
    pub reason: String,
}

/// Creates a pin for the next run of a cycle; it replaces an earlier pin of the same workshop and product. Repeating the
/// same pin changes nothing. The run decides whether the pin can be kept.
///
/// # Errors
/// 404 for an unknown workshop or product, 409 `CycleNotClosed`, `AlreadyPublished`.
pub async fn create_pin(tx: &mut UnitOfWork, terms: PinTerms) -> Result<pin::Model> {
    let cycle = cycles::lock_cycle(tx, terms.cycle_id).await?;
    check_unpublished(&cycle)?;
    members::get_workshop(tx, terms.workshop_id).await?;
    if !catalogue::list_products_by_id(tx, &[terms.product_id]).await?.contains_key(&terms.product_id) {
        return Err(Problem::not_found("product"));
    }
    if let Some(stored) = pins::find_pin(tx, cycle.id, terms.workshop_id, terms.product_id).await? {
        if stored.lots == terms.lots && stored.reason == terms.reason {
            return Ok(stored);
        }
        pins::delete_pin(tx, stored.id).await?;
    }
    let pin = pin::Model {
        id: tx.new_id(),
        cycle_id: cycle.id,
        workshop_id: terms.workshop_id,
        product_id: terms.product_id,
        lots: terms.lots,
        reason: terms.reason,
        created_by: tx.actor().person(),
        created_at: tx.now(),
        removed_at: None,
    };
    pins::insert_pin(tx, pin.clone()).await?;
    let detail = json!({
        "workshop_id": pin.workshop_id, "product_id": pin.product_id, "lots": pin.lots, "reason": pin.reason,
    });
    tx.audit("cycle", cycle.id, "pinned", detail);
    Ok(pin)
}

/// Deletes a pin, so that the next run of the cycle ignores it. Returns `false` where it was deleted before.
///
/// # Errors
/// 404 for an unknown pin, 409 `CycleNotClosed`, `AlreadyPublished`.
pub async fn delete_pin(tx: &mut UnitOfWork, cycle_id: CycleId, id: PinId) -> Result<bool> {
    let cycle = cycles::lock_cycle(tx, cycle_id).await?;
    check_unpublished(&cycle)?;
    if pins::get_pin(tx, cycle_id, id).await?.removed_at.is_some() {
        return Ok(false);
    }
    let deleted = pins::delete_pin(tx, id).await?;
    let detail = json!({ "workshop_id": deleted.workshop_id, "product_id": deleted.product_id, "lots": deleted.lots });
    tx.audit("cycle", cycle.id, "unpinned", detail);
    Ok(true)
}
