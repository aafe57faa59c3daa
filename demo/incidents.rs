//! What goes wrong with goods: units that a buyer does not take at the door, of which the cooperative sells some, and a
//! batch that is recalled after it was delivered.

use std::cmp::Reverse;

use entities::{
    fulfilment::{delivery, stock_item},
    values::{
        Amount, CycleId, DeliveryFailure, DeliveryState, QuotaState, StockDisposalKind, StockSource, SuspensionKind,
    },
};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder};

use super::cooperative::Cooperative;
use minga::{
    allocation, certification, cycles, fulfilment,
    platform::{http::problem::Result, unit_of_work::UnitOfWork},
};

/// Position in `WORKSHOPS` of the workshop whose goods are recalled.
const RECALLED: usize = 0;

/// What happens some days after a delivery.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Incident {
    /// Staff sell what a buyer did not take.
    StockSold,
    /// Quality recalls a product of a workshop.
    Recall,
}

/// The incident of a week. In the weeks that have one, a buyer does not take all of its delivery.
pub const fn incident_in(week: usize) -> Option<Incident> {
    match week {
        2 => Some(Incident::StockSold),
        6 => Some(Incident::Recall),
        _ => None,
    }
}

/// A buyer of this cycle does not take two units of what it is brought most of.
pub async fn refuse_part(tx: &mut UnitOfWork, cycle: CycleId) -> Result<()> {
    let dispatched = delivery::Entity::find()
        .filter(delivery::Column::CycleId.eq(cycle))
        .filter(delivery::Column::State.eq(DeliveryState::Dispatched))
        .order_by_asc(delivery::Column::Code);
    let Some(delivery) = dispatched.one(tx.db()).await? else { return Ok(()) };
    let lines = fulfilment::list_delivery_lines(tx, &[delivery.id]).await?;
    let Some(line) = lines.iter().max_by_key(|line| (line.quantity, Reverse(line.id))) else { return Ok(()) };
    let units = [fulfilment::FailedUnits { line_id: line.id, quantity: line.quantity.min(2) }];
    let reason = "Venían con la tapa suelta".to_owned();
    fulfilment::confirm_part(tx, delivery.id, DeliveryFailure::Refused, reason, &units).await
}

/// Makes the incident of this week.
pub async fn apply(tx: &mut UnitOfWork, cooperative: &Cooperative, week: usize, cycle: CycleId) -> Result<()> {
    match incident_in(week) {
        Some(Incident::StockSold) => sell_stock(tx, cycle).await,
        Some(Incident::Recall) => recall(tx, cooperative, cycle).await,
        None => Ok(()),
    }
}

/// Sells one unit of what a buyer did not take.
async fn sell_stock(tx: &mut UnitOfWork, cycle: CycleId) -> Result<()> {
    let refused = stock_item::Entity::find()
        .filter(stock_item::Column::CycleId.eq(cycle))
        .filter(stock_item::Column::Source.eq(StockSource::Refused));
    let Some(item) = refused.one(tx.db()).await? else { return Ok(()) };
    let sale = fulfilment::NewDisposal {
        kind: StockDisposalKind::Sold,
        units: 1,
        total: Some(Amount(3_500)),
        recipient: Some("Feria de la plaza".to_owned()),
        document: Some("Boleta 31".to_owned()),
        reason: None,
    };
    fulfilment::dispose_stock(tx, item.id, sale).await.map(drop)
}

/// Suspends a certificate for safety, which recalls what was delivered, and reinstates it once the cause is removed.
async fn recall(tx: &mut UnitOfWork, cooperative: &Cooperative, cycle: CycleId) -> Result<()> {
    let workshop = cooperative.workshops.get(RECALLED).copied();
    let made = allocation::list_quotas_in_states(tx, cycle, &[QuotaState::Fulfilled]).await?;
    let made = made.into_iter().filter(|quota| Some(quota.workshop_id) == workshop);
    let Some(least) = made.min_by_key(|quota| (quota.units, quota.product_id)) else { return Ok(()) };
    let date = cycles::get_cycle(tx, cycle).await?.delivery_date;
    let held = certification::find_overlapping(tx, least.workshop_id, least.product_id, date, date).await?;
    let Some(held) = held else { return Ok(()) };
    let reason = "Una tapa no selló: puede haber hongos bajo la tapa";
    certification::suspend(tx, held.id, SuspensionKind::Safety, reason).await?;
    certification::reinstate(tx, held.id, "Se cambió la partida de tapas").await.map(drop)
}
