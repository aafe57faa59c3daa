//! Closes the pools of a cycle once everything that it delivered is invoiced. Each pool is shared among its makers by
//! accepted quantity, and the rates of commission are fixed on its shares.

use std::collections::HashMap;

use entities::{
    members::workshop,
    settlement::pool,
    values::{CycleId, PoolState, WorkshopId},
};
use serde_json::json;

use super::{post_entry::post_entry, update_payables::update_payables};
use crate::{
    catalogue, cycles, fulfilment, members,
    platform::{
        http::problem::{Problem, Result},
        locale::{Localizer, localize},
        unit_of_work::UnitOfWork,
    },
    settlement::{
        Event,
        errors::SettlementError,
        rules::{Maker, WorkshopEarnings, postings::pool_shares_entry, share_pool},
        store::{
            pool_shares::{self, NewPoolShare},
            pools,
        },
    },
};

/// A workshop with what it contributed to a pool.
struct WorkshopMaker {
    workshop_id: WorkshopId,
    workshop_code: String,
    maker: Maker,
}

/// Closes the open pools of a cycle. Returns how many; pools that are closed already do not change.
///
/// # Errors
/// `PoolWithoutMakers` where nothing of a product was accepted.
pub async fn close_pools(tx: &mut UnitOfWork, cycle_id: CycleId) -> Result<usize> {
    let open = pools::lock_open_pools(tx, cycle_id).await?;
    if open.is_empty() {
        return Ok(0);
    }
    let cycle = cycles::get_cycle(tx, cycle_id).await?;
    let settings = members::get_settings(tx, cycle.delivery_date).await?;
    let accepted = fulfilment::sum_accepted_units(tx, cycle_id).await?;
    let workshop_ids: Vec<WorkshopId> = accepted.iter().map(|row| row.workshop_id).collect();
    let workshops = members::list_workshops_by_id(tx, &workshop_ids).await?;
    let products =
        catalogue::list_products_by_id(tx, &open.iter().map(|pool| pool.product_id).collect::<Vec<_>>()).await?;
    let closed = open.len();
    for pool in open {
        let product =
            products.get(&pool.product_id).ok_or_else(|| Problem::missing_reference("product", pool.product_id))?;
        let mut makers = Vec::new();
        for row in accepted.iter().filter(|row| row.product_id == pool.product_id && row.units > 0) {
            let maker = Maker {
                accepted: row.units,
                commission_bps: settings.commission_bps,
                commission_vat_bps: settings.commission_vat_bps,
            };
            makers.push(workshop_maker(&workshops, row.workshop_id, maker)?);
        }
        makers.sort_by(|a, b| a.workshop_code.cmp(&b.workshop_code));
        close_pool(tx, pool, makers, &product.name_es, &cycle.code).await?;
    }
    Ok(closed)
}

fn workshop_maker(
    workshops: &HashMap<WorkshopId, workshop::Model>,
    id: WorkshopId,
    maker: Maker,
) -> Result<WorkshopMaker> {
    let workshop = workshops.get(&id).ok_or_else(|| Problem::missing_reference("workshop", id))?;
    Ok(WorkshopMaker { workshop_id: id, workshop_code: workshop.code.clone(), maker })
}

async fn close_pool(
    tx: &mut UnitOfWork,
    mut pool: pool::Model,
    makers: Vec<WorkshopMaker>,
    product: &str,
    cycle: &str,
) -> Result<()> {
    let contributions: Vec<Maker> = makers.iter().map(|row| row.maker).collect();
    let Some(earnings_of_makers) = share_pool(pool.net, pool.vat, &contributions) else {
        let (product, cycle) = (product.to_owned(), cycle.to_owned());
        return Err(SettlementError::PoolWithoutMakers { product, cycle }.into());
    };
    pool.state = PoolState::Closed;
    pool.closed_at = Some(tx.now());
    pools::update_pool(tx, &pool).await?;
    let mut rows = Vec::with_capacity(makers.len());
    let mut shares = Vec::with_capacity(makers.len());
    for (WorkshopMaker { workshop_id, workshop_code, maker }, earnings) in makers.into_iter().zip(earnings_of_makers) {
        rows.push(NewPoolShare { workshop_id, maker, earnings });
        shares.push(WorkshopEarnings { workshop_id, workshop_code, earnings });
    }
    pool_shares::insert_shares(tx, pool.id, &rows).await?;
    let description = localize!(Localizer::SHARED, "entry-pool-closed", product = product, cycle = cycle);
    let key = format!("pool_closed:{}", pool.id);
    post_entry(tx, pool_shares_entry(key, tx.today(), description, &shares)).await?;
    tx.audit("pool", pool.id.0, "closed", json!({ "net": pool.net.0, "makers": shares.len() }));
    tx.emit(Event::PoolClosed { pool_id: pool.id });
    update_payables(tx, &pool, "pool_closed").await
}
