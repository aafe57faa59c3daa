//! Changes after the workshops have answered their quotas: an order that is cancelled because the guests do not travel,
//! and a certificate that is suspended for some days. Published quotas are reduced by the usual rules.

use std::{
    cmp::Reverse,
    collections::{BTreeMap, HashSet},
};

use entities::values::{CycleId, OrderId, ProductId};

use super::cooperative::Cooperative;
use minga::{
    allocation, certification, cycles, orders,
    platform::{http::problem::Result, unit_of_work::UnitOfWork},
};

/// Positions in `WORKSHOPS` of the workshops that have a person to sign in as.
const CANCELLED_FOR: usize = 0;
const SUSPENDED: usize = 4;

/// A change after the answers of a cycle.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Change {
    /// A buyer's order is cancelled.
    OrderCancelled,
    /// A workshop's certificate for a product is suspended.
    CertificateSuspended,
}

/// The late change of a week: early enough to be in every season, and once more in its last closed cycle.
pub const fn change_in(week: usize) -> Option<Change> {
    match week {
        3 | 7 => Some(Change::OrderCancelled),
        5 => Some(Change::CertificateSuspended),
        _ => None,
    }
}

/// Makes the late change of this week.
pub async fn apply(tx: &mut UnitOfWork, cooperative: &Cooperative, week: usize, cycle: CycleId) -> Result<()> {
    match change_in(week) {
        Some(Change::OrderCancelled) => cancel(tx, cooperative, cycle).await,
        Some(Change::CertificateSuspended) => suspend(tx, cooperative, cycle).await,
        None => Ok(()),
    }
}

/// Cancels the order with most units of the products that a workshop makes.
async fn cancel(tx: &mut UnitOfWork, cooperative: &Cooperative, cycle: CycleId) -> Result<()> {
    let workshop = cooperative.workshops.get(CANCELLED_FOR).copied();
    let quotas = allocation::list_live_quotas(tx, cycle).await?;
    let made: HashSet<ProductId> =
        quotas.iter().filter(|q| Some(q.workshop_id) == workshop).map(|q| q.product_id).collect();
    let mut asked: BTreeMap<OrderId, i64> = BTreeMap::new();
    for due in orders::list_due_lines(tx, cycle).await? {
        if made.contains(&due.line.product_id) {
            *asked.entry(due.line.order_id).or_default() += due.due;
        }
    }
    let Some((order, _)) = asked.into_iter().max_by_key(|(id, units)| (*units, Reverse(*id))) else { return Ok(()) };
    orders::cancel_order(tx, order, Some("El grupo de huéspedes no viaja".to_owned())).await.map(drop)
}

/// Suspends a workshop's certificate for the product with its largest quota.
async fn suspend(tx: &mut UnitOfWork, cooperative: &Cooperative, cycle: CycleId) -> Result<()> {
    let workshop = cooperative.workshops.get(SUSPENDED).copied();
    let quotas = allocation::list_live_quotas(tx, cycle).await?.into_iter().filter(|q| Some(q.workshop_id) == workshop);
    let Some(most) = quotas.max_by_key(|q| (q.units, Reverse(q.product_id))) else { return Ok(()) };
    let date = cycles::get_cycle(tx, cycle).await?.delivery_date;
    let held = certification::find_overlapping(tx, most.workshop_id, most.product_id, date, date).await?;
    let Some(held) = held else { return Ok(()) };
    certification::suspend(tx, held.id, entities::values::SuspensionKind::Paperwork, "Falta el análisis del agua")
        .await
        .map(drop)
}

/// Reinstates all suspended certificates.
pub async fn reinstate(tx: &mut UnitOfWork) -> Result<()> {
    for held in certification::list_suspended(tx).await? {
        certification::reinstate(tx, held.id, "El análisis del agua está en orden").await?;
    }
    Ok(())
}
