//! Makes payable to the makers of a pool what has fallen due: what buyers have paid of it, or all of it once it is closed.

use entities::{
    settlement::{pool, pool_share},
    values::{Amount, PayablesDue, PoolState},
};

use super::post_entry::post_entry;
use crate::{
    platform::{
        http::problem::Result,
        locale::{Localizer, localize},
        unit_of_work::UnitOfWork,
    },
    settlement::{
        rules::{Earnings, PayableChange, due_earnings, postings::earnings_payable_entry},
        store::{payables, pool_shares, pools},
    },
};

/// Makes payable what of a closed pool has fallen due and is not payable yet. Does nothing for an open pool, whose shares
/// are not known. `cause` identifies the fact.
pub async fn update_payables(tx: &mut UnitOfWork, pool: &pool::Model, cause: &str) -> Result<()> {
    if pool.state == PoolState::Open {
        return Ok(());
    }
    let shares = pool_shares::list_shares(tx, pool.id).await?;
    let earnings: Vec<Earnings> = shares.iter().map(|row| share_earnings(&row.share)).collect();
    let before = payables::sum_payables_by_workshop(tx, pool.id).await?;
    let due = due_earnings(pool.payables_due, &earnings, pools::paid(pool));
    let mut changes = Vec::new();
    for (row, due) in shares.into_iter().zip(due) {
        let share = row.share;
        let earnings = due.earnings - before.get(&share.workshop_id).copied().unwrap_or_default();
        let carried = due.carried - share.carried;
        if carried != Amount::ZERO {
            pool_shares::update_carried(tx, share.id, due.carried).await?;
        }
        if earnings != Earnings::default() || carried != Amount::ZERO {
            let (workshop_id, workshop_code) = (share.workshop_id, row.workshop.code);
            changes.push(PayableChange { workshop_id, workshop_code, earnings, carried });
        }
    }
    if changes.is_empty() {
        return Ok(());
    }
    payables::insert_payables(tx, pool.id, cause, &changes).await?;
    let key = format!("earnings_payable:{}:{cause}", pool.id);
    let description = match pool.payables_due {
        PayablesDue::Payment => localize!(Localizer::SHARED, "entry-earnings-payable"),
        PayablesDue::PoolClosing => localize!(Localizer::SHARED, "entry-earnings-carried"),
    };
    let entry = earnings_payable_entry(key, tx.today(), description, &changes);
    post_entry(tx, entry).await?;
    Ok(())
}

/// The earnings of a share.
pub fn share_earnings(share: &pool_share::Model) -> Earnings {
    Earnings {
        net: share.net,
        vat: share.vat,
        additional_tax: share.additional_tax,
        kept_vat: share.kept_vat,
        kept_additional_tax: share.kept_additional_tax,
        commission: share.commission,
        commission_vat: share.commission_vat,
    }
}
