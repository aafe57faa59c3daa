//! What comes late in the season, by the actions that staff use: a group of guests that does not travel, and a
//! certificate that is suspended for some days. Quotas that were sent already follow by the rule, and both the
//! cooperative and the workshops see what changed and why.

use std::{
    cmp::Reverse,
    collections::{BTreeMap, HashSet},
};

use entities::values::{CycleId, OrderId, ProductId};

use super::setup::House;
use crate::{
    allocation, certification, cycles, orders,
    platform::{http::problem::Result, unit_of_work::UnitOfWork},
};

/// The workshops, as positions in the cast, that have somebody to sign in as.
const CANCELLED_FOR: usize = 0;
const SUSPENDED: usize = 4;

/// What changes after the answers of a cycle.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Change {
    /// A buyer's order is cancelled.
    OrderCancelled,
    /// A workshop's certificate for a product is suspended.
    CertificateSuspended,
}

/// What comes late in a week of the season: early enough that it is told on whatever day the season ends, and once
/// more in its last closed cycle.
pub const fn change_in(week: usize) -> Option<Change> {
    match week {
        3 | 7 => Some(Change::OrderCancelled),
        5 => Some(Change::CertificateSuspended),
        _ => None,
    }
}

/// Lets the change of this week come.
pub async fn come(tx: &mut UnitOfWork, house: &House, week: usize, cycle: CycleId) -> Result<()> {
    match change_in(week) {
        Some(Change::OrderCancelled) => cancel(tx, house, cycle).await,
        Some(Change::CertificateSuspended) => suspend(tx, house, cycle).await,
        None => Ok(()),
    }
}

/// Cancels the order that asks most of what a workshop is to make.
async fn cancel(tx: &mut UnitOfWork, house: &House, cycle: CycleId) -> Result<()> {
    let workshop = house.workshops.get(CANCELLED_FOR).copied();
    let quotas = allocation::live_quotas(tx, cycle).await?;
    let made: HashSet<ProductId> =
        quotas.iter().filter(|q| Some(q.workshop_id) == workshop).map(|q| q.product_id).collect();
    let mut asked: BTreeMap<OrderId, i64> = BTreeMap::new();
    for due in orders::due_lines(tx, cycle).await? {
        if made.contains(&due.line.product_id) {
            *asked.entry(due.order_id).or_default() += due.due;
        }
    }
    let Some((order, _)) = asked.into_iter().max_by_key(|(id, workshops)| (*workshops, Reverse(*id))) else {
        return Ok(());
    };
    orders::cancel_any(tx, order, Some("El grupo de huéspedes no viaja".to_owned())).await.map(drop)
}

/// Suspends the certificate of a workshop for the product of which it is to make most.
async fn suspend(tx: &mut UnitOfWork, house: &House, cycle: CycleId) -> Result<()> {
    let workshop = house.workshops.get(SUSPENDED).copied();
    let quotas = allocation::live_quotas(tx, cycle).await?.into_iter().filter(|q| Some(q.workshop_id) == workshop);
    let Some(most) = quotas.max_by_key(|q| (q.units, Reverse(q.product_id))) else { return Ok(()) };
    let date = cycles::cycle(tx, cycle).await?.delivery_date;
    let held = certification::covering(tx, most.workshop_id, most.product_id, date, date).await?;
    let Some(held) = held else { return Ok(()) };
    certification::suspend(tx, held.id, "Falta el análisis del agua").await.map(drop)
}

/// Reinstates what was suspended.
pub async fn reinstate(tx: &mut UnitOfWork) -> Result<()> {
    for held in certification::suspended(tx).await? {
        certification::reinstate(tx, held.id, "El análisis del agua está en orden").await?;
    }
    Ok(())
}
