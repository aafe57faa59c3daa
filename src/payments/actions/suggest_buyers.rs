//! Suggests the buyers who may have paid a bank line.

use std::collections::BTreeMap;

use entities::values::{Amount, BankLineId, BankLineState, BuyerId};

use crate::{
    invoicing,
    payments::{
        rules::{self, Debtor, OpenInvoice, ParsedBankLine, Suggestion},
        store::bank_lines,
    },
    platform::{http::problem::Result, unit_of_work::UnitOfWork},
};

/// The buyers who may have paid an unmatched bank line, the most likely first. Empty for outgoing money and for lines in
/// other states.
///
/// # Errors
/// 404.
pub async fn suggest_buyers(tx: &UnitOfWork, id: BankLineId) -> Result<Vec<Suggestion>> {
    let line = bank_lines::get_bank_line(tx, id).await?;
    if line.amount <= Amount::ZERO || line.state != BankLineState::Unmatched {
        return Ok(Vec::new());
    }
    let text = format!("{} {}", line.reference, line.counterparty.unwrap_or_default());
    let debtors = list_debtors(tx).await?;
    Ok(rules::suggest_buyers(&ParsedBankLine { text, amount: line.amount }, &debtors))
}

async fn list_debtors(tx: &UnitOfWork) -> Result<Vec<Debtor>> {
    let mut debtors: BTreeMap<BuyerId, Debtor> = BTreeMap::new();
    for invoice in invoicing::list_all_open_invoices(tx).await? {
        let buyer = invoicing::buyer_of_document(&invoice);
        let debtor = debtors.entry(invoice.buyer_id).or_insert_with(|| Debtor {
            buyer_id: invoice.buyer_id,
            code: buyer.code.clone(),
            names: vec![buyer.name.clone(), buyer.legal_name.clone()],
            tax_id: buyer.tax_id.clone(),
            invoices: Vec::new(),
        });
        debtor.invoices.push(OpenInvoice {
            id: invoice.id,
            number: invoice.number.unwrap_or_default(),
            open: invoicing::open_amount(&invoice),
        });
    }
    Ok(debtors.into_values().collect())
}
