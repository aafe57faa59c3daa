//! The ledger as an hledger journal, so that anyone can check it with a program that we did not write.

use entities::values::{Amount, Currency, EntryId};

use super::store::ledger;
use crate::platform::{http::problem::Result, table::decimal, unit_of_work::UnitOfWork};

const ENTRIES_AT_ONCE: u64 = 1_000;

/// The whole ledger in the order of recording. `hledger check` accepts it.
pub async fn hledger_journal(tx: &UnitOfWork) -> Result<String> {
    let currency = tx.currency();
    let mut text = directives(currency, &ledger::balances(tx).await?);
    let mut after: Option<EntryId> = None;
    loop {
        let entries = ledger::entries(tx, after, ENTRIES_AT_ONCE).await?;
        let Some((last, _)) = entries.last() else {
            return Ok(text);
        };
        after = Some(last.id);
        for (entry, postings) in &entries {
            text.push_str(&format!(
                "\n{} {}\n    ; {}\n",
                entry.date,
                one_line(&entry.description),
                one_line(&entry.key)
            ));
            for (account, amount) in postings {
                text.push_str(&format!("    {account}  {}\n", commodity(*amount, currency)));
            }
        }
    }
}

fn directives(currency: Currency, accounts: &[ledger::Balance]) -> String {
    let sample = decimal(0, currency.minor_digits());
    let point = if currency.minor_digits() == 0 { "." } else { "" };
    let mut text = format!("commodity {} {sample}{point}\n\n", currency.code());
    for account in accounts {
        text.push_str(&format!("account {}\n", account.code));
    }
    text
}

fn commodity(amount: Amount, currency: Currency) -> String {
    format!("{} {}", currency.code(), decimal(amount.0, currency.minor_digits()))
}

/// hledger reads a semicolon as a comment and a line end as the end of the entry.
fn one_line(text: &str) -> String {
    text.chars().map(|c| if c == ';' || c.is_control() { ' ' } else { c }).collect()
}
