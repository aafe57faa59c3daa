//! Queries of the deliveries that a statement pays in whole or in part.

use std::collections::{BTreeSet, HashMap};

use chrono::NaiveDate;
use entities::{
    settlement::{pool_share, statement, statement_line},
    values::{Amount, CycleId, PoolId},
};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};

use super::{
    pool_faults::{PoolFaultView, list_fault_views},
    pools,
};
use crate::platform::{http::problem::Result, unit_of_work::UnitOfWork};

/// A product of a delivery on a statement, with what was earned of it and what of that is on statements by now.
#[derive(Clone, Debug)]
pub struct StatementDelivery {
    /// The pool.
    pub pool_id: PoolId,
    /// Its cycle.
    pub cycle_id: CycleId,
    /// The day of delivery.
    pub delivery_date: NaiveDate,
    /// All that the workshop earned of it.
    pub earned: Amount,
    /// What is on statements, up to this one.
    pub stated: Amount,
    /// The quality faults that were taken off until then.
    pub faults: Vec<PoolFaultView>,
}

/// The deliveries of a statement, in the order of their days.
pub async fn list_statement_deliveries(
    tx: &UnitOfWork,
    statement: &statement::Model,
    lines: &[statement_line::Model],
) -> Result<Vec<StatementDelivery>> {
    let ids: Vec<PoolId> = lines.iter().filter_map(|line| line.pool_id).collect::<BTreeSet<_>>().into_iter().collect();
    let mut stated: HashMap<PoolId, Amount> = HashMap::new();
    let until_now = statement_line::Entity::find()
        .find_also_related(statement::Entity)
        .filter(statement_line::Column::PoolId.is_in(ids.iter().copied()))
        .filter(statement::Column::WorkshopId.eq(statement.workshop_id))
        .filter(statement::Column::Id.lte(statement.id));
    for (line, _) in until_now.all(tx.db()).await? {
        if let Some(pool) = line.pool_id {
            *stated.entry(pool).or_default() += line.amount;
        }
    }
    let shares = pool_share::Entity::find()
        .filter(pool_share::Column::PoolId.is_in(ids.iter().copied()))
        .filter(pool_share::Column::WorkshopId.eq(statement.workshop_id));
    let earned: HashMap<PoolId, Amount> = shares
        .all(tx.db())
        .await?
        .into_iter()
        .map(|share| {
            let taxes = share.vat + share.additional_tax;
            (share.pool_id, share.net + taxes - share.commission - share.commission_vat)
        })
        .collect();
    let mut faults = list_faults_until(tx, statement, &ids).await?;
    let mut deliveries: Vec<StatementDelivery> = pools::list_pool_origins(tx, &ids)
        .await?
        .into_iter()
        .map(|origin| StatementDelivery {
            pool_id: origin.pool.id,
            cycle_id: origin.cycle.id,
            delivery_date: origin.cycle.delivery_date,
            earned: earned.get(&origin.pool.id).copied().unwrap_or_default(),
            stated: stated.get(&origin.pool.id).copied().unwrap_or_default(),
            faults: faults.remove(&origin.pool.id).unwrap_or_default(),
        })
        .collect();
    deliveries.sort_by_key(|delivery| (delivery.delivery_date, delivery.pool_id));
    Ok(deliveries)
}

/// The faults of a statement's workshop in these pools as they were when it was issued.
async fn list_faults_until(
    tx: &UnitOfWork,
    statement: &statement::Model,
    pools: &[PoolId],
) -> Result<HashMap<PoolId, Vec<PoolFaultView>>> {
    let mut faults: HashMap<PoolId, Vec<PoolFaultView>> = HashMap::new();
    for view in list_fault_views(tx, pools).await? {
        if view.workshop.id == statement.workshop_id && view.fault.id.0 < statement.id.0 {
            let reversal = view.reversal.filter(|reversal| reversal.id.0 < statement.id.0);
            faults.entry(view.fault.pool_id).or_default().push(PoolFaultView { reversal, ..view });
        }
    }
    Ok(faults)
}
