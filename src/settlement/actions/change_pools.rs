//! Changes the value of pools and what of it is paid, and passes the differences on to the makers.

use std::{collections::BTreeMap, ops};

use entities::{
    settlement::pool,
    values::{PoolId, PoolState},
};

use super::{update_payables::update_payables, update_shares::update_shares};
use crate::{
    platform::{
        http::problem::{Problem, Result},
        unit_of_work::UnitOfWork,
    },
    settlement::{rules::LineValue, store::pools},
};

/// What one fact changes of a pool.
#[derive(Clone, Copy, Debug, Default)]
pub struct PoolChange {
    /// Change of its value.
    pub value: LineValue,
    /// Change of what is paid of it.
    pub paid: LineValue,
}

impl PoolChange {
    fn is_nothing(self) -> bool {
        self.value == LineValue::default() && self.paid == LineValue::default()
    }
}

impl ops::AddAssign for PoolChange {
    fn add_assign(&mut self, other: Self) {
        self.value += other.value;
        self.paid += other.paid;
    }
}

/// Changes these pools, under their locks. `cause` identifies the fact, which changes a pool once.
pub async fn change_pools(tx: &mut UnitOfWork, changes: BTreeMap<PoolId, PoolChange>, cause: &str) -> Result<()> {
    let mut locked = pools::lock_pools(tx, changes.keys().copied()).await?;
    for (id, change) in changes {
        let pool = locked.remove(&id).ok_or_else(|| Problem::missing_reference("pool", id))?;
        change_pool(tx, pool, change, cause).await?;
    }
    Ok(())
}

/// Shares a locked pool again after something else than its value changed that decides its shares; nothing while it is
/// open. `cause` identifies the fact.
pub async fn share_again(tx: &mut UnitOfWork, mut pool: pool::Model, cause: &str) -> Result<()> {
    if pool.state == PoolState::Open {
        return Ok(());
    }
    reopen(&mut pool);
    pools::update_pool(tx, &pool).await?;
    update_shares(tx, &pool, cause).await?;
    update_payables(tx, &pool, cause).await
}

/// A settled pool that changes is closed until statements cover the difference.
fn reopen(pool: &mut pool::Model) {
    if pool.state == PoolState::Settled {
        pool.state = PoolState::Closed;
        pool.settled_at = None;
    }
}

/// Changes a locked pool. The shares of a closed pool follow its value, and the payables of its makers follow both.
pub async fn change_pool(tx: &mut UnitOfWork, mut pool: pool::Model, change: PoolChange, cause: &str) -> Result<()> {
    if change.is_nothing() {
        return Ok(());
    }
    pool.net += change.value.net;
    pool.vat += change.value.vat;
    pool.additional_tax += change.value.additional_tax;
    pool.paid_net += change.paid.net;
    pool.paid_vat += change.paid.vat;
    pool.paid_additional_tax += change.paid.additional_tax;
    reopen(&mut pool);
    pools::update_pool(tx, &pool).await?;
    if pool.state == PoolState::Open {
        return Ok(());
    }
    if change.value != LineValue::default() {
        update_shares(tx, &pool, cause).await?;
    }
    update_payables(tx, &pool, cause).await
}
