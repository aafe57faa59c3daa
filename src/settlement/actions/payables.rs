//! How payments reach the makers: over the lines of the paid invoice into the pools, and out of each pool to its
//! makers, cumulatively, so that what is paid in parts comes to the same as what is paid at once.

use std::collections::BTreeMap;

use entities::{
    settlement::{line_progress, payable, pool},
    values::{Amount, InvoiceId, PoolId, PoolState},
};
use sea_orm::{ActiveValue::Set, EntityTrait};

use super::pools;
use crate::{
    platform::{http::problem::Answer, work::Work},
    settlement::{
        ledger,
        postings::{self, PoolPart},
        rules::{self, Part},
        store,
    },
};

/// Spreads what is paid of an invoice over its lines, `added` more than before, and passes the difference on to the
/// pools; `cause` is the fact.
pub async fn spread(work: &mut Work, invoice: InvoiceId, added: Amount, cause: &str) -> Answer<()> {
    let paid = store::add_paid(work, invoice, added).await?;
    let lines = store::line_progress(work, invoice).await?;
    let values: Vec<(Amount, Amount)> = lines.iter().map(|l| (l.net, l.vat)).collect();
    let mut by_pool: BTreeMap<PoolId, (Amount, Amount)> = BTreeMap::new();
    for (line, (net, vat)) in lines.iter().zip(rules::paid_by_line(&values, paid)) {
        if (net, vat) == (line.paid_net, line.paid_vat) {
            continue;
        }
        let sum = by_pool.entry(line.pool_id).or_default();
        sum.0 += net - line.paid_net;
        sum.1 += vat - line.paid_vat;
        line_progress::Entity::update(line_progress::ActiveModel {
            invoice_line_id: Set(line.invoice_line_id),
            paid_net: Set(net),
            paid_vat: Set(vat),
            ..Default::default()
        })
        .exec(work.db())
        .await?;
    }
    let mut locked = store::lock_pools(work, by_pool.keys().copied()).await?;
    for (id, (net, vat)) in by_pool {
        let Some(mut pool) = locked.remove(&id) else {
            continue;
        };
        pool.paid_net += net;
        pool.paid_vat += vat;
        store::save_pool(work, &pool).await?;
        refresh(work, &pool, cause).await?;
    }
    Ok(())
}

/// Makes payable what of a closed pool has been paid and is not yet payable.
pub async fn refresh(work: &mut Work, pool: &pool::Model, cause: &str) -> Answer<()> {
    if pool.state == PoolState::Open {
        return Ok(());
    }
    let shares = pools::ordered_shares(work, pool).await?;
    let parts: Vec<Part> = shares.iter().map(|(_, share)| pools::part_of(share)).collect();
    let before = store::payable_by_unit(work, pool.id).await?;
    let mut fresh = Vec::new();
    for ((code, share), so_far) in shares.iter().zip(rules::payable_so_far(&parts, pool.paid_net, pool.paid_vat)) {
        let part = so_far.less(before.get(&share.unit_id).copied().unwrap_or_default());
        if part != Part::default() {
            fresh.push(PoolPart { unit_id: share.unit_id, code: code.clone(), part });
        }
    }
    if fresh.is_empty() {
        return Ok(());
    }
    let rows = fresh.iter().map(|p| payable::ActiveModel {
        id: Set(work.new_id()),
        pool_id: Set(pool.id),
        unit_id: Set(p.unit_id),
        cause: Set(cause.to_owned()),
        net: Set(p.part.net),
        vat: Set(p.part.vat),
        commission: Set(p.part.commission),
        commission_vat: Set(p.part.commission_vat),
        at: Set(work.now()),
        statement_line_id: Set(None),
    });
    payable::Entity::insert_many(rows).exec_without_returning(work.db()).await?;
    let key = format!("earnings_payable:{}:{cause}", pool.id);
    let entry = postings::earnings_payable(key, work.today(), "Ventas pagadas por compradores".to_owned(), &fresh);
    ledger::post(work, entry).await?;
    Ok(())
}
