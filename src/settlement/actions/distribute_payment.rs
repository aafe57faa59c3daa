//! Distributes what buyers pay: over the lines of the paid invoice to the pools, and from each pool to its makers.
//!
//! All figures are cumulative, so that an invoice paid in parts ends at the same amounts as one paid at once.

use std::collections::BTreeMap;

use entities::values::{Amount, InvoiceId, PoolId};

use super::update_payables::update_payables;
use crate::{
    platform::{
        http::problem::{Problem, Result},
        unit_of_work::UnitOfWork,
    },
    settlement::{
        rules::{LineValue, paid_by_line},
        store::{invoice_progress, pools},
    },
};

/// Adds `amount` to what is paid of an invoice, divides the sum among its lines and passes the differences on to their
/// pools. `cause` identifies the fact.
pub async fn distribute_payment(tx: &mut UnitOfWork, invoice: InvoiceId, amount: Amount, cause: &str) -> Result<()> {
    let paid = invoice_progress::update_paid(tx, invoice, amount).await?;
    let lines = invoice_progress::list_line_progress(tx, invoice).await?;
    let values: Vec<LineValue> = lines.iter().map(|line| LineValue { net: line.net, vat: line.vat }).collect();
    let mut paid_by_pool: BTreeMap<PoolId, LineValue> = BTreeMap::new();
    for (line, paid) in lines.iter().zip(paid_by_line(&values, paid)) {
        let before = LineValue { net: line.paid_net, vat: line.paid_vat };
        if paid == before {
            continue;
        }
        *paid_by_pool.entry(line.pool_id).or_default() += paid - before;
        invoice_progress::update_line_paid(tx, line.invoice_line_id, paid).await?;
    }
    let mut locked = pools::lock_pools(tx, paid_by_pool.keys().copied()).await?;
    for (id, paid) in paid_by_pool {
        let mut pool = locked.remove(&id).ok_or_else(|| Problem::missing_reference("pool", id))?;
        pool.paid_net += paid.net;
        pool.paid_vat += paid.vat;
        pools::update_pool(tx, &pool).await?;
        update_payables(tx, &pool, cause).await?;
    }
    Ok(())
}
