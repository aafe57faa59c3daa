//! Creates a batch and the code for its labels.

use chrono::NaiveDate;
use entities::{
    allocation::quota,
    fulfilment::batch,
    values::{QuotaState, WorkshopId},
};
use serde_json::json;

use crate::{
    catalogue,
    fulfilment::{FulfilmentError, rules, store},
    members,
    platform::{
        counter,
        http::{
            api_error::ApiError,
            problem::{Problem, Result},
        },
        unit_of_work::UnitOfWork,
    },
};

/// A batch to create for a quota.
#[derive(Clone, Copy, Debug)]
pub struct NewBatch {
    /// The day on which it was made.
    pub made_on: NaiveDate,
    /// Units, more than zero.
    pub quantity: i64,
}

/// Creates the batch of a producer's own quota. `workshops` are the producer's.
///
/// # Errors
/// 404 for a quota of another producer, and those of [`create_batch`].
pub async fn create_own_batch(
    tx: &mut UnitOfWork,
    workshops: &[WorkshopId],
    quota: &quota::Model,
    new: NewBatch,
) -> Result<batch::Model> {
    if !workshops.contains(&quota.workshop_id) {
        return Err(Problem::not_found("quota"));
    }
    create_batch(tx, quota, new).await
}

/// Creates a batch that was made for a quota. Its best-before date follows from the product's shelf life.
///
/// # Errors
/// `QuotaNotLive`, `MadeInFuture`, `BatchExpired`.
pub async fn create_batch(tx: &mut UnitOfWork, quota: &quota::Model, new: NewBatch) -> Result<batch::Model> {
    require_live(quota)?;
    let today = tx.today();
    if new.made_on > today {
        return Err(FulfilmentError::MadeInFuture { today }.at("/made_on"));
    }
    let products = catalogue::list_products_by_id(tx, &[quota.product_id]).await?;
    let product =
        products.get(&quota.product_id).ok_or_else(|| Problem::missing_reference("product", quota.product_id))?;
    let best_before = rules::best_before(new.made_on, product.shelf_life_days);
    let expired = || FulfilmentError::BatchExpired { best_before, required_until: today }.at("/made_on");
    let best_before = best_before.filter(|last| *last >= today).ok_or_else(expired)?;
    let workshops = members::list_workshops_by_id(tx, &[quota.workshop_id]).await?;
    let workshop =
        workshops.get(&quota.workshop_id).ok_or_else(|| Problem::missing_reference("workshop", quota.workshop_id))?;
    let number = counter::next(tx, &format!("batch:{}:{}", workshop.id, new.made_on)).await?;
    let batch = batch::Model {
        id: tx.new_id(),
        code: rules::batch_code(&workshop.code, new.made_on, number),
        workshop_id: quota.workshop_id,
        product_id: quota.product_id,
        quota_id: Some(quota.id),
        made_on: new.made_on,
        best_before,
        quantity: new.quantity,
        blocked_at: None,
        created_at: tx.now(),
        created_by: tx.actor().person(),
    };
    store::batches::insert_batch(tx, batch.clone()).await?;
    tx.audit("batch", batch.id, "declared", json!({ "code": batch.code, "quantity": batch.quantity }));
    Ok(batch)
}

/// Checks that the workshop makes the quota.
///
/// # Errors
/// `QuotaNotLive`.
pub fn require_live(quota: &quota::Model) -> Result<()> {
    match quota.state {
        QuotaState::Accepted
        | QuotaState::Amended
        | QuotaState::Frozen
        | QuotaState::Fulfilled
        | QuotaState::Unfulfilled => Ok(()),
        QuotaState::Proposed
        | QuotaState::Published
        | QuotaState::Declined
        | QuotaState::Expired
        | QuotaState::Withdrawn => Err(FulfilmentError::QuotaNotLive { state: quota.state }.into()),
    }
}
