//! Posts debts that are written off, and what is recovered of them. Each pool of the invoice bears the part that is open
//! of its lines, and has a recovery again in proportion to what it lost.

use std::collections::BTreeMap;

use entities::{
    settlement::line_progress,
    values::{Amount, DebtRecoveryId, InvoiceId, PoolId, WriteOffId},
};

use super::{
    change_pools::{PoolChange, change_pools},
    distribute_payment::line_balance,
    post_entry::post_entry,
    post_payment::ledger_party,
};
use crate::{
    invoicing,
    platform::{http::problem::Result, unit_of_work::UnitOfWork},
    settlement::{
        rules::{
            DocumentValue, LineBalance, LineValue,
            postings::{LostPart, recovery_entry, write_off_entry},
            spread_payment,
        },
        store::invoice_progress,
    },
};

/// Posts that `amount`, all that is open of an invoice, is written off.
///
/// # Errors
/// 500 where another amount is open of its lines, which is a fault of the program.
pub async fn post_write_off(tx: &mut UnitOfWork, id: WriteOffId, invoice: InvoiceId, amount: Amount) -> Result<()> {
    let lines = invoice_progress::list_line_progress(tx, invoice).await?;
    let lost: Vec<LineValue> = lines.iter().map(|line| line_balance(line).open()).collect();
    let part = lost_part(tx, invoice, &lines, &lost).await?;
    let whole = part.value.total();
    if whole != amount {
        return Err(anyhow::anyhow!("{whole:?} is open of the lines of {invoice}, not {amount:?}").into());
    }
    if !post_entry(tx, write_off_entry(id, &part)).await? {
        return Ok(());
    }
    let taken: Vec<LineValue> = lost.into_iter().map(|value| LineValue::default() - value).collect();
    change_lines(tx, &lines, &taken, &format!("write_off:{id}")).await
}

/// Posts that `amount` of what was written off of an invoice is owed again, because it is paid next.
pub async fn post_recovery(tx: &mut UnitOfWork, id: DebtRecoveryId, invoice: InvoiceId, amount: Amount) -> Result<()> {
    let lines = invoice_progress::list_line_progress(tx, invoice).await?;
    let written_off =
        |line: &line_progress::Model| LineBalance { value: written_off_value(line), ..LineBalance::default() };
    let recovered = spread_payment(&lines.iter().map(written_off).collect::<Vec<_>>(), amount);
    let part = lost_part(tx, invoice, &lines, &recovered).await?;
    if !post_entry(tx, recovery_entry(id, &part)).await? {
        return Ok(());
    }
    change_lines(tx, &lines, &recovered, &format!("recovery:{id}")).await
}

/// The sum of what the lines of an invoice lose or have again.
async fn lost_part(
    tx: &UnitOfWork,
    invoice: InvoiceId,
    lines: &[line_progress::Model],
    values: &[LineValue],
) -> Result<LostPart> {
    let document = invoicing::get_invoice(tx, invoice).await?;
    let mut value = DocumentValue::default();
    for (line, part) in lines.iter().zip(values) {
        value.add(*part, line.pool_id.is_none());
    }
    let buyer = ledger_party(tx, document.buyer_id).await?;
    Ok(LostPart { invoice: invoicing::document_name(&document), buyer, value, date: tx.today() })
}

/// What a line lost by a write-off, and no payment has recovered.
fn written_off_value(line: &line_progress::Model) -> LineValue {
    LineValue { net: line.written_off_net, vat: line.written_off_vat, additional_tax: line.written_off_additional_tax }
}

/// Adds a value, negative for a loss, to each line and to its pool, if it has one.
async fn change_lines(
    tx: &mut UnitOfWork,
    lines: &[line_progress::Model],
    added: &[LineValue],
    cause: &str,
) -> Result<()> {
    let mut changes: BTreeMap<PoolId, PoolChange> = BTreeMap::new();
    for (line, added) in lines.iter().zip(added).filter(|(_, added)| **added != LineValue::default()) {
        let mut value = line_balance(line).value;
        value += *added;
        let lost = written_off_value(line) - *added;
        invoice_progress::update_line_value(tx, line.invoice_line_id, value).await?;
        invoice_progress::update_line_written_off(tx, line.invoice_line_id, lost).await?;
        if let Some(pool) = line.pool_id {
            *changes.entry(pool).or_default() += PoolChange { value: *added, ..PoolChange::default() };
        }
    }
    change_pools(tx, changes, cause).await
}
