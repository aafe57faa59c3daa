//! What a buyer owes or will owe: one figure on the account, moved once per business fact and never above the limit,
//! whoever else moves it at the same time.

use std::collections::{BTreeMap, HashMap};

use entities::{
    buyers::buyer,
    values::{Amount, BuyerId},
};
use sea_orm::{ActiveValue::Set, EntityTrait};

use super::store;
use crate::platform::{
    http::problem::{Problem, Result},
    unit_of_work::{ROWS_PER_INSERT, UnitOfWork},
};

/// One change of one buyer's exposure.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Movement {
    /// Whose.
    pub buyer_id: BuyerId,
    /// The business fact, unique over the installation: `order_placed:{id}`.
    pub cause: String,
    /// Signed, with tax.
    pub amount: Amount,
}

/// Moves the buyer's exposure by `amount`, once per cause: a repetition changes nothing. The account's row is locked
/// until this work ends. Refuses 404; where `enforce_limit` and `amount` > 0 also 409 `credit_limit_exceeded`, and then
/// nothing has been written.
pub async fn move_exposure(
    tx: &mut UnitOfWork,
    buyer: BuyerId,
    cause: String,
    amount: Amount,
    enforce_limit: bool,
) -> Result<()> {
    let limit = enforce_limit && amount > Amount::ZERO;
    let movement = Movement { buyer_id: buyer, cause, amount };
    if store::add_exposure(tx, &movement, limit).await? {
        return store::insert_movements(tx, &[movement]).await;
    }
    // Rarely: it has moved already, or may not. Here is why.
    let account = store::lock_buyer(tx, buyer).await?;
    if !store::movements_of(tx, [movement.cause.clone()]).await?.is_empty() {
        return Ok(());
    }
    let exposure = moved(&account, amount)?;
    if limit {
        check_limit(&account, exposure, amount)?;
    }
    write(tx, &[movement], &[(buyer, exposure)]).await
}

/// Moves many exposures at once, each once per cause, without looking at limits: for runs over a whole cycle. Refuses
/// 404 where a buyer does not exist; then nothing has been written.
pub async fn move_exposures(tx: &mut UnitOfWork, movements: Vec<Movement>) -> Result<()> {
    let mut wanted: BTreeMap<String, Movement> = BTreeMap::new();
    for movement in movements {
        wanted.entry(movement.cause.clone()).or_insert(movement);
    }
    let ids: Vec<BuyerId> = wanted.values().map(|m| m.buyer_id).collect();
    let mut accounts = HashMap::new();
    for chunk in unique(ids).chunks(ROWS_PER_INSERT) {
        accounts.extend(store::lock_buyers(tx, chunk.iter().copied()).await?.into_iter().map(|b| (b.id, b)));
    }
    let causes: Vec<String> = wanted.keys().cloned().collect();
    for chunk in causes.chunks(ROWS_PER_INSERT) {
        for done in store::movements_of(tx, chunk.iter().cloned()).await? {
            wanted.remove(&done.cause);
        }
    }
    let mut exposures: BTreeMap<BuyerId, Amount> = BTreeMap::new();
    for movement in wanted.values() {
        let account = accounts.get_mut(&movement.buyer_id).ok_or_else(|| Problem::not_found("buyer"))?;
        account.exposure = moved(account, movement.amount)?;
        exposures.insert(movement.buyer_id, account.exposure);
    }
    let movements: Vec<Movement> = wanted.into_values().collect();
    let exposures: Vec<(BuyerId, Amount)> = exposures.into_iter().collect();
    write(tx, &movements, &exposures).await
}

/// In the order of the ids, so that locks are taken in one order over all chunks.
fn unique(mut ids: Vec<BuyerId>) -> Vec<BuyerId> {
    ids.sort();
    ids.dedup();
    ids
}

fn moved(account: &buyer::Model, amount: Amount) -> Result<Amount> {
    let sum = account.exposure.0.checked_add(amount.0).map(Amount);
    sum.ok_or_else(|| Problem::refused("amount_too_large", "No account can hold such an amount."))
}

fn check_limit(account: &buyer::Model, exposure: Amount, amount: Amount) -> Result<()> {
    match account.credit_limit {
        Some(limit) if exposure > limit => {
            let free = (limit - account.exposure).max(Amount::ZERO);
            let detail =
                format!("This needs {} of credit, and {} is left of the limit of {}.", amount.0, free.0, limit.0);
            Err(Problem::refused("credit_limit_exceeded", detail))
        }
        _ => Ok(()),
    }
}

async fn write(tx: &mut UnitOfWork, movements: &[Movement], exposures: &[(BuyerId, Amount)]) -> Result<()> {
    store::insert_movements(tx, movements).await?;
    for (id, exposure) in exposures {
        let row = buyer::ActiveModel { id: Set(*id), exposure: Set(*exposure), ..Default::default() };
        buyer::Entity::update(row).exec(tx.db()).await?;
    }
    Ok(())
}
