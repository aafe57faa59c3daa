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
    platform::{http::problem::Result, unit_of_work::UnitOfWork},
    settlement::{
        ledger,
        postings::{self, PoolPart},
        rules::{self, Part},
        store,
    },
};

/// Spreads what is paid of an invoice over its lines, `added` more than before, and passes the difference on to the
/// pools; `cause` is the fact.
pub async fn spread(tx: &mut UnitOfWork, invoice: InvoiceId, added: Amount, cause: &str) -> Result<()> {
    let paid = store::add_paid(tx, invoice, added).await?;
    let lines = store::line_progress(tx, invoice).await?;
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
        .exec(tx.db())
        .await?;
    }
    let mut locked = store::lock_pools(tx, by_pool.keys().copied()).await?;
    for (id, (net, vat)) in by_pool {
        let Some(mut pool) = locked.remove(&id) else {
            continue;
        };
        pool.paid_net += net;
        pool.paid_vat += vat;
        store::save_pool(tx, &pool).await?;
        refresh(tx, &pool, cause).await?;
    }
    Ok(())
}

/// Makes payable what of a closed pool has been paid and is not yet payable.
pub async fn refresh(tx: &mut UnitOfWork, pool: &pool::Model, cause: &str) -> Result<()> {
    if pool.state == PoolState::Open {
        return Ok(());
    }
    let shares = pools::ordered_shares(tx, pool).await?;
    let parts: Vec<Part> = shares.iter().map(|(_, share)| pools::part_of(share)).collect();
    let before = store::payable_by_workshop(tx, pool.id).await?;
    let mut fresh = Vec::new();
    for ((code, share), so_far) in shares.iter().zip(rules::payable_so_far(&parts, pool.paid_net, pool.paid_vat)) {
        let part = so_far.less(before.get(&share.workshop_id).copied().unwrap_or_default());
        if part != Part::default() {
            fresh.push(PoolPart { workshop_id: share.workshop_id, code: code.clone(), part });
        }
    }
    if fresh.is_empty() {
        return Ok(());
    }
    let rows = fresh.iter().map(|p| payable::ActiveModel {
        id: Set(tx.new_id()),
        pool_id: Set(pool.id),
        workshop_id: Set(p.workshop_id),
        cause: Set(cause.to_owned()),
        net: Set(p.part.net),
        vat: Set(p.part.vat),
        commission: Set(p.part.commission),
        commission_vat: Set(p.part.commission_vat),
        at: Set(tx.now()),
        statement_line_id: Set(None),
    });
    payable::Entity::insert_many(rows).exec_without_returning(tx.db()).await?;
    let key = format!("earnings_payable:{}:{cause}", pool.id);
    let entry = postings::earnings_payable(key, tx.today(), "Ventas pagadas por compradores".to_owned(), &fresh);
    ledger::post(tx, entry).await?;
    Ok(())
}
