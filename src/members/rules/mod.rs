//! Decisions of the members, as pure functions.

mod bank_account;
mod banks;
mod days;
mod settings;
mod supply;

pub use bank_account::{ACCOUNT_NUMBER_DIGITS, mask, parse_account_number};
pub use banks::{BANKS, Bank, find_bank};
pub use days::{Days, default_authorisation_end};
pub use settings::{Settings, merge_settings};
pub use supply::block_reason;
