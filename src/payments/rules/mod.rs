//! Decisions of payments as pure functions: which buyer may have paid a bank line, and which payouts a text names.

mod account_statement;
mod known_lines;
mod payout_reference;
mod statement_balance;
mod suggestions;

pub use account_statement::{AccountLine, AccountLines, AccountMovement, account_lines};
pub use known_lines::{Movement, RowMatch, match_rows};
pub use payout_reference::{find_payout_references, payout_reference};
pub use statement_balance::{BalancedRow, StatementBalance, closing_balance};
pub use suggestions::{Debtor, Evidence, OpenInvoice, ParsedBankLine, Suggestion, mentions_name, suggest_buyers};
