//! A batch is made and gets the code that its jars carry.

use chrono::NaiveDate;
use entities::{
    allocation::quota,
    fulfilment::batch,
    values::{QuotaState, UnitId},
};
use serde_json::json;

use crate::{
    catalogue,
    fulfilment::{rules, store},
    members,
    platform::{
        counter,
        http::problem::{Answer, Problem},
        work::Work,
    },
};

/// What was made in one go for a quota.
#[derive(Clone, Copy, Debug)]
pub struct NewBatch {
    /// The day it was made.
    pub made_on: NaiveDate,
    /// Units, more than zero.
    pub quantity: i64,
}

/// Writes down a batch that was made for a quota; its last day follows from the product's shelf life. `own` are the
/// units that the caller may speak for, none = any.
///
/// Refuses 404 for a quota of somebody else, 409 `quota_not_live`, `made_in_future`, `expired_batch`.
pub async fn declare(
    work: &mut Work,
    own: Option<&[UnitId]>,
    quota: &quota::Model,
    new: NewBatch,
) -> Answer<batch::Model> {
    if own.is_some_and(|units| !units.contains(&quota.unit_id)) {
        return Err(Problem::not_found("quota"));
    }
    require_live(quota)?;
    if new.made_on > work.today() {
        let detail = "A batch cannot be made in the future.";
        return Err(Problem::refused("made_in_future", detail).at("/made_on", "made_in_future", detail));
    }
    let products = catalogue::products(work, &[quota.product_id]).await?;
    let product = products.get(&quota.product_id).ok_or_else(|| Problem::not_found("product"))?;
    let best_before = rules::best_before(new.made_on, product.shelf_life_days)
        .filter(|last| *last >= work.today())
        .ok_or_else(|| expired("/made_on"))?;
    let units = members::units(work, &[quota.unit_id]).await?;
    let unit = units.get(&quota.unit_id).ok_or_else(|| Problem::not_found("production unit"))?;
    let number = counter::next(work, &format!("batch:{}:{}", unit.id, new.made_on)).await?;
    let made = batch::Model {
        id: work.new_id(),
        code: rules::batch_code(&unit.code, new.made_on, number),
        unit_id: quota.unit_id,
        product_id: quota.product_id,
        quota_id: Some(quota.id),
        made_on: new.made_on,
        best_before,
        quantity: new.quantity,
        created_at: work.now(),
        created_by: work.actor().person(),
    };
    store::batches::insert(work, made.clone()).await?;
    work.audit("batch", made.id, "declared", json!({ "code": made.code, "quantity": made.quantity }));
    Ok(made)
}

/// Lets a quota pass that somebody makes.
pub fn require_live(quota: &quota::Model) -> Answer<()> {
    match quota.state {
        QuotaState::Accepted | QuotaState::Amended | QuotaState::Frozen | QuotaState::Fulfilled => Ok(()),
        QuotaState::Proposed
        | QuotaState::Published
        | QuotaState::Declined
        | QuotaState::Expired
        | QuotaState::Withdrawn => {
            Err(Problem::refused("quota_not_live", "Nobody makes this quota: it was not accepted, or was taken back."))
        }
    }
}

/// The refusal of a batch that is past its last day.
pub fn expired(pointer: &str) -> Problem {
    let detail = "This batch is past its last day then.";
    Problem::refused("expired_batch", detail).at(pointer, "expired_batch", detail)
}
