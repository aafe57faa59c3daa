//! Shares a closed pool again after a receipt was corrected: by what is accepted now.

use std::collections::BTreeMap;

use entities::{
    settlement::pool,
    values::{CycleId, PoolState, ProductId, ReceiptId, WorkshopId},
};
use serde_json::json;

use super::{change_pools::share_again, sharing_terms::SharingTerms};
use crate::{
    catalogue, cycles, fulfilment, members,
    platform::{http::problem::Result, unit_of_work::UnitOfWork},
    settlement::{
        CorrectionFact, Event,
        rules::{Earnings, LineValue},
        store::{
            pool_shares::{self, NewPoolShare},
            pools,
        },
    },
};

/// Brings the accepted quantities of a closed pool in line with the receipts, after one was corrected, and shares the pool
/// by them: what that adds to one maker it takes from the others, and the next statements say so. An open pool is shared
/// by the receipts when it closes.
pub async fn update_accepted_units(
    tx: &mut UnitOfWork,
    cycle: CycleId,
    product: ProductId,
    receipt: ReceiptId,
) -> Result<()> {
    let Some(pool) = pools::lock_pool_of_product(tx, cycle, product).await? else { return Ok(()) };
    if pool.state == PoolState::Open {
        return Ok(());
    }
    // Read under the lock: of two corrections at once the second sees both.
    let accepted = fulfilment::sum_accepted_units(tx, cycle).await?.into_iter();
    let accepted = accepted.filter(|row| row.product_id == product).map(|row| (row.workshop_id, row.units));
    let mut accepted: BTreeMap<WorkshopId, i64> = accepted.collect();
    let mut corrected = Vec::new();
    for row in pool_shares::list_shares(tx, pool.id).await? {
        let units = accepted.remove(&row.share.workshop_id).unwrap_or_default();
        if units != row.share.accepted {
            pool_shares::update_accepted(tx, row.share.id, units).await?;
            corrected.push(row.share.workshop_id);
        }
    }
    corrected.extend(accepted.keys().copied());
    insert_makers(tx, &pool, accepted).await?;
    if !corrected.is_empty() {
        let pool_id = pool.id;
        tx.audit("pool", pool_id.0, "accepted_corrected", json!({ "receipt": receipt }));
        share_again(tx, pool, &format!("receipt:{receipt}")).await?;
        // The goods are worth the same to the others as before, so only these are told.
        for workshop_id in corrected {
            tx.emit(Event::EarningsCorrected { pool_id, workshop_id, cause: CorrectionFact::Receipt(receipt) });
        }
    }
    Ok(())
}

/// Adds makers of whom nothing had been accepted, with the rates of the day of delivery and no earnings yet.
async fn insert_makers(tx: &UnitOfWork, pool: &pool::Model, accepted: BTreeMap<WorkshopId, i64>) -> Result<()> {
    if accepted.is_empty() {
        return Ok(());
    }
    let terms = SharingTerms::load(tx, &cycles::get_cycle(tx, pool.cycle_id).await?).await?;
    let product = catalogue::get_product(tx, pool.product_id).await?;
    let mut shares = Vec::with_capacity(accepted.len());
    for (workshop_id, units) in accepted {
        let workshop = members::get_workshop(tx, workshop_id).await?;
        let maker = terms.maker(&workshop, product.family_id, units, LineValue::default());
        shares.push(NewPoolShare { workshop_id, maker, earnings: Earnings::default() });
    }
    pool_shares::insert_shares(tx, pool.id, &shares).await
}
