//! Who may have paid a bank line.

use std::collections::BTreeMap;

use entities::values::{Amount, BankLineId, BankLineState, BuyerId};

use crate::{
    invoicing,
    payments::{
        rules::{self, Debtor, Open, Said, Suggestion},
        store,
    },
    platform::{http::problem::Result, unit_of_work::UnitOfWork},
};

/// Who may have paid a line that nobody has matched, most likely first; none for money going out.
pub async fn suggestions(tx: &UnitOfWork, id: BankLineId) -> Result<Vec<Suggestion>> {
    let line = store::lines::line(tx, id).await?;
    if line.amount <= Amount::ZERO || line.state != BankLineState::Unmatched {
        return Ok(Vec::new());
    }
    let text = format!("{} {}", line.reference, line.counterparty.unwrap_or_default());
    Ok(rules::suggest(&Said { text, amount: line.amount }, &debtors(tx).await?))
}

async fn debtors(tx: &UnitOfWork) -> Result<Vec<Debtor>> {
    let mut debtors: BTreeMap<BuyerId, Debtor> = BTreeMap::new();
    for invoice in invoicing::all_open_invoices(tx).await? {
        let buyer = invoicing::buyer_on(&invoice);
        let debtor = debtors.entry(invoice.buyer_id).or_insert_with(|| Debtor {
            buyer_id: invoice.buyer_id,
            code: buyer.code.clone(),
            names: vec![buyer.name.clone(), buyer.legal_name.clone()],
            tax_id: buyer.tax_id.clone(),
            open: Vec::new(),
        });
        debtor.open.push(Open {
            id: invoice.id,
            number: invoice.number.unwrap_or_default(),
            amount: invoicing::open_of(&invoice),
        });
    }
    Ok(debtors.into_values().collect())
}
