//! Distributes what buyers pay: over the lines of the paid invoice to the pools, and from each pool to its makers.

use std::collections::BTreeMap;

use entities::{
    settlement::line_progress,
    values::{Amount, InvoiceId, PoolId},
};

use super::change_pools::{PoolChange, change_pools};
use crate::{
    platform::{http::problem::Result, unit_of_work::UnitOfWork},
    settlement::{
        rules::{LineBalance, LineValue, spread_payment},
        store::invoice_progress,
    },
};

/// Adds `amount` to what is paid of an invoice, or takes it back where it is negative, and passes the parts of its lines
/// on to their pools. `cause` identifies the fact.
pub async fn distribute_payment(tx: &mut UnitOfWork, invoice: InvoiceId, amount: Amount, cause: &str) -> Result<()> {
    invoice_progress::update_paid(tx, invoice, amount).await?;
    let lines = invoice_progress::list_line_progress(tx, invoice).await?;
    let balances: Vec<LineBalance> = lines.iter().map(line_balance).collect();
    let mut changes: BTreeMap<PoolId, PoolChange> = BTreeMap::new();
    for (line, part) in lines.iter().zip(spread_payment(&balances, amount)) {
        if part == LineValue::default() {
            continue;
        }
        let mut paid = line_balance(line).paid;
        paid += part;
        invoice_progress::update_line_paid(tx, line.invoice_line_id, paid).await?;
        if let Some(pool) = line.pool_id {
            *changes.entry(pool).or_default() += PoolChange { paid: part, ..PoolChange::default() };
        }
    }
    change_pools(tx, changes, cause).await
}

/// What is owed and paid of a line.
pub fn line_balance(line: &line_progress::Model) -> LineBalance {
    LineBalance {
        value: LineValue { net: line.net, vat: line.vat, additional_tax: line.additional_tax },
        paid: LineValue { net: line.paid_net, vat: line.paid_vat, additional_tax: line.paid_additional_tax },
    }
}
