//! The ledger in the journal format of hledger, so that it can be checked with a program that is not ours.

use chrono::NaiveDate;
use entities::values::{Amount, Currency};

use crate::platform::table::decimal;

/// The directives at the head of a journal: the commodity, and every account.
pub fn directives<'a>(currency: Currency, accounts: impl IntoIterator<Item = &'a str>) -> String {
    let sample = decimal(0, currency.minor_digits());
    let point = if currency.minor_digits() == 0 { "." } else { "" };
    let mut text = format!("commodity {} {sample}{point}\n\n", currency.code());
    for account in accounts {
        text.push_str(&format!("account {account}\n"));
    }
    text
}

/// One entry with its postings: the account and the amount of each.
pub fn entry<'a>(
    date: NaiveDate,
    description: &str,
    key: &str,
    postings: impl IntoIterator<Item = (&'a str, Amount)>,
    currency: Currency,
) -> String {
    let mut text = format!("\n{date} {}\n    ; {}\n", single_line(description), single_line(key));
    for (account, amount) in postings {
        let amount = decimal(amount.0, currency.minor_digits());
        text.push_str(&format!("    {account}  {} {amount}\n", currency.code()));
    }
    text
}

/// hledger reads a semicolon as the start of a comment and the end of a line as the end of the description.
fn single_line(text: &str) -> String {
    text.chars().map(|c| if c == ';' || c.is_control() { ' ' } else { c }).collect()
}
