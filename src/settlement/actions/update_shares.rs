//! Shares a closed pool again when its value changes, or what else decides its shares.

use entities::settlement::pool;

use super::{post_entry::post_entry, update_payables::share_earnings};
use crate::{
    platform::{
        http::problem::Result,
        locale::{Localizer, localize},
        unit_of_work::UnitOfWork,
    },
    settlement::{
        rules::{Maker, WorkshopEarnings, postings::pool_shares_entry, share_pool},
        store::{pool_faults, pool_shares, pools},
    },
};

/// Shares a closed pool again after its value, its faults or its accepted quantities changed, with the rates of its first
/// sharing, and posts the differences. `cause` identifies the fact.
pub async fn update_shares(tx: &mut UnitOfWork, pool: &pool::Model, cause: &str) -> Result<()> {
    let shares = pool_shares::list_shares(tx, pool.id).await?;
    let faults = pool_faults::sum_faults(tx, pool.id).await?;
    let maker = |row: &pool_shares::PoolShareWithWorkshop| Maker {
        accepted: row.share.accepted,
        commission_bps: row.share.commission_bps,
        commission_vat_bps: row.share.commission_vat_bps,
        sale_taxes: row.share.sale_taxes,
        fault: faults.get(&row.share.workshop_id).copied().unwrap_or_default(),
    };
    let makers: Vec<Maker> = shares.iter().map(maker).collect();
    let Some(earnings_of_makers) = share_pool(pools::value(pool), &makers) else {
        // Something came of a product of which nothing had: its receipt, in the same transaction, names the maker.
        return Ok(());
    };
    let mut changes = Vec::with_capacity(earnings_of_makers.len());
    for (row, earnings) in shares.into_iter().zip(earnings_of_makers) {
        changes.push(WorkshopEarnings {
            workshop_id: row.share.workshop_id,
            workshop_code: row.workshop.code,
            earnings: earnings - share_earnings(&row.share),
        });
        pool_shares::update_share(tx, row.share.id, earnings).await?;
    }
    let key = format!("pool_closed:{}:{cause}", pool.id);
    let description = localize!(Localizer::SHARED, "entry-pool-corrected");
    let entry = pool_shares_entry(key, tx.today(), description, &changes);
    post_entry(tx, entry).await?;
    Ok(())
}
