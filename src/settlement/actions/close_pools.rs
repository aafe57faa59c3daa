//! Closes the pools of a cycle once the deliveries that carry their products have ended. Each pool is shared among its
//! makers by accepted quantity, and the rates of commission are fixed on its shares.

use std::collections::BTreeSet;

use entities::{
    settlement::pool,
    values::{CycleId, InvoiceId, PoolState, WorkshopId},
};
use serde_json::json;

use super::{post_entry::post_entry, sharing_terms::SharingTerms, update_payables::update_payables};
use crate::{
    cycles, fulfilment, invoicing, members,
    platform::{
        app::App,
        http::problem::{Problem, Result},
        jobs::Claim,
        locale::{Localizer, localize},
        unit_of_work::UnitOfWork,
    },
    settlement::{
        ClosePools, Event,
        errors::SettlementError,
        rules::{Maker, WorkshopEarnings, postings::pool_shares_entry, share_pool},
        store::{
            pool_faults,
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

/// Schedules the closing of a cycle's pools after a delivery of it ended or lost some of its goods; `cause` names that fact.
///
/// A job does it, because of two deliveries that end at once neither transaction sees the other.
pub fn schedule_pool_closing(tx: &mut UnitOfWork, cycle_id: CycleId, cause: String) -> Result<()> {
    tx.enqueue(&ClosePools { cycle_id, cause })
}

/// Schedules the closing of the pools to which an invoice added: their deliveries may have ended before.
pub async fn schedule_pool_closing_of_invoice(tx: &mut UnitOfWork, invoice: InvoiceId) -> Result<()> {
    let lines = invoicing::list_invoice_lines(tx, &[invoice]).await?;
    let cycles: BTreeSet<CycleId> = lines.iter().map(|line| line.cycle_id).collect();
    for cycle_id in cycles {
        tx.enqueue(&ClosePools { cycle_id, cause: format!("invoice:{invoice}") })?;
    }
    Ok(())
}

/// Runs [`ClosePools`].
pub async fn close_pools_job(app: &App, claim: &Claim) -> Result<()> {
    let ClosePools { cycle_id, .. } = claim.read()?;
    let mut tx = claim.begin(app).await?;
    close_pools(&mut tx, cycle_id).await?;
    tx.commit().await
}

/// Closes the open pools of a cycle whose product no delivery carries that is under way; whether it is invoiced does not
/// matter, because an invoice that comes later is shared among the same makers. Returns how many closed.
///
/// # Errors
/// `PoolWithoutMakers` where nothing of a product was accepted and it has a value all the same.
pub async fn close_pools(tx: &mut UnitOfWork, cycle_id: CycleId) -> Result<usize> {
    let mut open = Vec::new();
    for pool in pools::lock_open_pools(tx, cycle_id).await? {
        if fulfilment::list_open_deliveries(tx, cycle_id, pool.product_id).await?.is_empty() {
            open.push(pool);
        }
    }
    if open.is_empty() {
        return Ok(0);
    }
    let cycle = cycles::get_cycle(tx, cycle_id).await?;
    let terms = SharingTerms::load(tx, &cycle).await?;
    let accepted = fulfilment::sum_accepted_units(tx, cycle_id).await?;
    let workshop_ids: Vec<WorkshopId> = accepted.iter().map(|row| row.workshop_id).collect();
    let workshops = members::list_workshops_by_id(tx, &workshop_ids).await?;
    let products: Vec<_> = open.iter().map(|pool| (cycle_id, pool.product_id)).collect();
    let products = cycles::list_products_of_cycles(tx, &products).await?;
    let closed = open.len();
    for (pool, product) in open.into_iter().zip(products) {
        let faults = pool_faults::sum_faults(tx, pool.id).await?;
        let mut makers = Vec::new();
        for row in accepted.iter().filter(|row| row.product_id == pool.product_id && row.units > 0) {
            let workshop = workshops.get(&row.workshop_id);
            let workshop = workshop.ok_or_else(|| Problem::missing_reference("workshop", row.workshop_id))?;
            let fault = faults.get(&row.workshop_id).copied().unwrap_or_default();
            let maker = terms.maker(workshop, product.family_id, row.units, fault);
            makers.push(WorkshopMaker { workshop_id: workshop.id, workshop_code: workshop.code.clone(), maker });
        }
        makers.sort_by(|a, b| a.workshop_code.cmp(&b.workshop_code));
        let pool = pool::Model { payables_due: terms.payables_due(), ..pool };
        close_pool(tx, pool, makers, &product.name_es, &cycle.code).await?;
    }
    Ok(closed)
}

async fn close_pool(
    tx: &mut UnitOfWork,
    mut pool: pool::Model,
    makers: Vec<WorkshopMaker>,
    product: &str,
    cycle: &str,
) -> Result<()> {
    let contributions: Vec<Maker> = makers.iter().map(|row| row.maker).collect();
    let Some(earnings_of_makers) = share_pool(pools::value(&pool), &contributions) else {
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
