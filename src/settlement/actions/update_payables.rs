//! Makes payable to the makers of a pool what buyers have paid of it.

use entities::{
    settlement::{pool, pool_share},
    values::PoolState,
};

use super::post_entry::post_entry;
use crate::{
    platform::{
        http::problem::Result,
        locale::{Localizer, localize},
        unit_of_work::UnitOfWork,
    },
    settlement::{
        rules::{Earnings, WorkshopEarnings, payable_so_far, postings::earnings_payable_entry},
        store::{payables, pool_shares},
    },
};

/// Makes payable what of a closed pool is paid and not payable yet. Does nothing for an open pool, whose shares are not
/// known. `cause` identifies the fact.
pub async fn update_payables(tx: &mut UnitOfWork, pool: &pool::Model, cause: &str) -> Result<()> {
    if pool.state == PoolState::Open {
        return Ok(());
    }
    let shares = pool_shares::list_shares(tx, pool.id).await?;
    let earnings: Vec<Earnings> = shares.iter().map(|row| share_earnings(&row.share)).collect();
    let before = payables::sum_payables_by_workshop(tx, pool.id).await?;
    let mut payable = Vec::new();
    for (row, so_far) in shares.into_iter().zip(payable_so_far(&earnings, pool.paid_net, pool.paid_vat)) {
        let earnings = so_far - before.get(&row.share.workshop_id).copied().unwrap_or_default();
        if earnings != Earnings::default() {
            let (workshop_id, workshop_code) = (row.share.workshop_id, row.workshop.code);
            payable.push(WorkshopEarnings { workshop_id, workshop_code, earnings });
        }
    }
    if payable.is_empty() {
        return Ok(());
    }
    payables::insert_payables(tx, pool.id, cause, &payable).await?;
    let key = format!("earnings_payable:{}:{cause}", pool.id);
    let description = localize!(Localizer::SHARED, "entry-earnings-payable");
    let entry = earnings_payable_entry(key, tx.today(), description, &payable);
    post_entry(tx, entry).await?;
    Ok(())
}

/// The earnings of a share.
pub fn share_earnings(share: &pool_share::Model) -> Earnings {
    Earnings {
        net: share.net,
        vat: share.vat,
        kept_tax: share.kept_tax,
        commission: share.commission,
        commission_vat: share.commission_vat,
    }
}
