//! A batch is made and gets the code that its jars carry.

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

/// What was made in one go for a quota.
#[derive(Clone, Copy, Debug)]
pub struct NewBatch {
    /// The day it was made.
    pub made_on: NaiveDate,
    /// Units, more than zero.
    pub quantity: i64,
}

/// Writes down a batch that was made for a quota; its last day follows from the product's shelf life. `own` are the
/// workshops that the caller may speak for, none = any.
///
/// # Errors
/// 404 for a quota of another producer, `QuotaNotLive`, `MadeInFuture`, `BatchExpired`.
pub async fn declare(
    tx: &mut UnitOfWork,
    own: Option<&[WorkshopId]>,
    quota: &quota::Model,
    new: NewBatch,
) -> Result<batch::Model> {
    if own.is_some_and(|workshops| !workshops.contains(&quota.workshop_id)) {
        return Err(Problem::not_found("quota"));
    }
    require_live(quota)?;
    let today = tx.today();
    if new.made_on > today {
        return Err(FulfilmentError::MadeInFuture { today }.at("/made_on"));
    }
    let products = catalogue::products(tx, &[quota.product_id]).await?;
    let product = products.get(&quota.product_id).ok_or_else(|| Problem::not_found("product"))?;
    let best_before = rules::best_before(new.made_on, product.shelf_life_days);
    let expired = || FulfilmentError::BatchExpired { best_before, required_until: today }.at("/made_on");
    let best_before = best_before.filter(|last| *last >= today).ok_or_else(expired)?;
    let workshops = members::workshops(tx, &[quota.workshop_id]).await?;
    let workshop = workshops.get(&quota.workshop_id).ok_or_else(|| Problem::not_found("workshop"))?;
    let number = counter::next(tx, &format!("batch:{}:{}", workshop.id, new.made_on)).await?;
    let made = batch::Model {
        id: tx.new_id(),
        code: rules::batch_code(&workshop.code, new.made_on, number),
        workshop_id: quota.workshop_id,
        product_id: quota.product_id,
        quota_id: Some(quota.id),
        made_on: new.made_on,
        best_before,
        quantity: new.quantity,
        created_at: tx.now(),
        created_by: tx.actor().person(),
    };
    store::batches::insert(tx, made.clone()).await?;
    tx.audit("batch", made.id, "declared", json!({ "code": made.code, "quantity": made.quantity }));
    Ok(made)
}

/// Checks that a workshop makes the quota.
///
/// # Errors
/// `QuotaNotLive`.
pub fn require_live(quota: &quota::Model) -> Result<()> {
    match quota.state {
        QuotaState::Accepted | QuotaState::Amended | QuotaState::Frozen | QuotaState::Fulfilled => Ok(()),
        QuotaState::Proposed
        | QuotaState::Published
        | QuotaState::Declined
        | QuotaState::Expired
        | QuotaState::Withdrawn => Err(FulfilmentError::QuotaNotLive { state: quota.state }.into()),
    }
}
