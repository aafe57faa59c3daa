//! A bank statement comes in: what is known stays as it is, what is new waits for a person.

use entities::{
    payments::bank_line,
    values::{Amount, BankLineState},
};
use serde_json::json;

use crate::{
    payments::{BankRow, Event, rules, store},
    platform::{counter, http::problem::Result, unit_of_work::UnitOfWork},
};

/// What an import did.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Imported {
    /// Lines that were new.
    pub new: usize,
    /// Lines that were known.
    pub known: usize,
    /// New lines that carry a payout's reference.
    pub payouts: usize,
}

/// Stores the lines that are new. A line with money going out and a payout's reference is told, and needs nobody.
pub async fn import(tx: &mut UnitOfWork, rows: Vec<BankRow>) -> Result<Imported> {
    // Two people with the same file: the second finds the lines of the first.
    counter::hold(tx, "payments:import").await?;
    let keys: Vec<String> = rows.iter().map(|r| r.key.clone()).collect();
    let known = store::lines::known_keys(tx, &keys).await?;
    let mut seen = Vec::new();
    let mut lines = Vec::new();
    let all = rows.len();
    for row in rows.into_iter().filter(|r| !known.contains(&r.key)) {
        let references = if row.amount < Amount::ZERO { rules::payout_references(&row.reference) } else { Vec::new() };
        let state = if references.is_empty() { BankLineState::Unmatched } else { BankLineState::Ignored };
        let line = bank_line::Model {
            id: tx.new_id(),
            import_key: row.key,
            booked_on: row.booked_on,
            amount: row.amount,
            currency: tx.currency(),
            reference: row.reference,
            counterparty: row.counterparty,
            state,
            created_at: tx.now(),
            version: 1,
        };
        seen.extend(references.into_iter().map(|reference| (line.id, reference, line.amount, line.booked_on)));
        lines.push(line);
    }
    store::lines::insert(tx, &lines).await?;
    for line in &lines {
        tx.audit("bank_line", line.id, "imported", json!({ "amount": line.amount.0 }));
    }
    let payouts = lines.iter().filter(|l| l.state == BankLineState::Ignored).count();
    for (bank_line_id, reference, amount, booked_on) in seen {
        tx.emit(Event::PayoutSeen { bank_line_id, reference, amount, booked_on });
    }
    Ok(Imported { new: lines.len(), known: all - lines.len(), payouts })
}
