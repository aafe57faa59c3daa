//! Decides the taxes of a workshop's shares that waited for its tax status.

use entities::values::{PoolId, SaleTaxes, WorkshopId};
use serde_json::json;

use super::{update_payables::update_payables, update_shares::update_shares};
use crate::{
    cycles, members,
    platform::{http::problem::Result, unit_of_work::UnitOfWork},
    settlement::{
        rules::sale_taxes,
        store::{pool_shares, pools},
    },
};

/// Shares the pools again in which a workshop has a share without tax treatment, now that it has a tax status. Shares that
/// were decided before do not change: another status counts from the next pools on.
pub async fn apply_tax_status(tx: &mut UnitOfWork, workshop_id: WorkshopId) -> Result<()> {
    let undecided = pool_shares::list_undecided_pools(tx, workshop_id).await?;
    let status = members::get_workshop(tx, workshop_id).await?.tax_status;
    let locked = pools::lock_pools(tx, undecided.iter().copied()).await?;
    let mut ids: Vec<PoolId> = locked.keys().copied().collect();
    ids.sort();
    for pool in ids.iter().filter_map(|id| locked.get(id)) {
        let cycle = cycles::get_cycle(tx, pool.cycle_id).await?;
        let model = members::get_settings(tx, cycle.delivery_date).await?.sales_model;
        let decided = sale_taxes(model, status);
        let shares = pool_shares::list_shares(tx, pool.id).await?;
        let is_open = |row: &&pool_shares::PoolShareWithWorkshop| {
            row.share.workshop_id == workshop_id && row.share.sale_taxes == SaleTaxes::Undecided
        };
        let Some(row) = shares.iter().find(is_open).filter(|_| decided != SaleTaxes::Undecided) else { continue };
        pool_shares::update_sale_taxes(tx, row.share.id, decided).await?;
        tx.audit("pool", pool.id.0, "taxes_decided", json!({ "workshop": workshop_id.to_string(), "as": decided }));
        let cause = format!("tax_status:{workshop_id}");
        update_shares(tx, pool, &cause).await?;
        update_payables(tx, pool, &cause).await?;
    }
    Ok(())
}
