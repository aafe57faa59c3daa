//! Changes the exposure of accounts, once per cause.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use entities::{
    buyers::buyer,
    values::{Amount, BuyerId},
};
use sea_orm::ActiveValue::Set;

use crate::{
    buyers::{
        rules,
        store::{
            accounts,
            exposure::{self, Movement},
        },
    },
    platform::{
        http::problem::{Problem, Result},
        unit_of_work::{ROWS_PER_INSERT, UnitOfWork},
    },
};

/// Changes the buyer's exposure by `amount`, once per cause: a repetition changes nothing. The account's row is locked
/// until the transaction ends.
///
/// # Errors
/// 404; `AmountTooLarge`; `CreditLimitExceeded` where `enforce_limit` holds and `amount` is positive. Nothing is written
/// then.
pub async fn move_exposure(
    tx: &mut UnitOfWork,
    buyer: BuyerId,
    cause: String,
    amount: Amount,
    enforce_limit: bool,
) -> Result<()> {
    let limited = enforce_limit && amount > Amount::ZERO;
    let movement = Movement { buyer_id: buyer, cause, amount };
    if exposure::add_exposure(tx, &movement, limited).await? {
        return exposure::insert_movements(tx, &[movement]).await;
    }
    // Rare: the cause has a movement already, or the change is refused. Find out which.
    let account = accounts::lock_buyer(tx, buyer).await?;
    if !exposure::list_movements_by_cause(tx, [movement.cause.clone()]).await?.is_empty() {
        return Ok(());
    }
    let exposure = rules::exposure_after(&account, amount)?;
    if limited {
        rules::check_credit_limit(&account, exposure, amount, tx.currency())?;
    }
    store(tx, &[movement], &BTreeMap::from([(buyer, exposure)])).await
}

/// Changes many exposures, each once per cause, without checking credit limits. For operations on a whole cycle.
///
/// # Errors
/// 404 where a buyer does not exist; `AmountTooLarge`. Nothing is written then.
pub async fn move_exposures(tx: &mut UnitOfWork, movements: Vec<Movement>) -> Result<()> {
    let mut by_cause: BTreeMap<String, Movement> = BTreeMap::new();
    for movement in movements {
        by_cause.entry(movement.cause.clone()).or_insert(movement);
    }
    let mut accounts = lock_accounts(tx, by_cause.values()).await?;
    let causes: Vec<String> = by_cause.keys().cloned().collect();
    for chunk in causes.chunks(ROWS_PER_INSERT) {
        for stored in exposure::list_movements_by_cause(tx, chunk.iter().cloned()).await? {
            by_cause.remove(&stored.cause);
        }
    }
    let mut exposures: BTreeMap<BuyerId, Amount> = BTreeMap::new();
    for movement in by_cause.values() {
        let account = accounts.get_mut(&movement.buyer_id).ok_or_else(|| Problem::not_found("buyer"))?;
        account.exposure = rules::exposure_after(account, movement.amount)?;
        exposures.insert(movement.buyer_id, account.exposure);
    }
    let movements: Vec<Movement> = by_cause.into_values().collect();
    store(tx, &movements, &exposures).await
}

async fn lock_accounts(
    tx: &UnitOfWork,
    movements: impl Iterator<Item = &Movement>,
) -> Result<HashMap<BuyerId, buyer::Model>> {
    // Sorted, so that locks are taken in the same order over all chunks.
    let ids: BTreeSet<BuyerId> = movements.map(|movement| movement.buyer_id).collect();
    let ids: Vec<BuyerId> = ids.into_iter().collect();
    let mut locked = HashMap::new();
    for chunk in ids.chunks(ROWS_PER_INSERT) {
        let buyers = accounts::lock_buyers(tx, chunk.iter().copied()).await?;
        locked.extend(buyers.into_iter().map(|buyer| (buyer.id, buyer)));
    }
    Ok(locked)
}

async fn store(tx: &mut UnitOfWork, movements: &[Movement], exposures: &BTreeMap<BuyerId, Amount>) -> Result<()> {
    exposure::insert_movements(tx, movements).await?;
    for (id, exposure) in exposures {
        let change = buyer::ActiveModel { id: Set(*id), exposure: Set(*exposure), ..Default::default() };
        accounts::update_buyer(tx, change).await?;
    }
    Ok(())
}
