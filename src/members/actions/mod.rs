//! Commands of the members.

mod confirm_bank_account;
mod create_authorisation;
mod create_decision;
mod create_pause;
mod create_season;
mod create_share;
mod create_workshop;
mod end_pause;
mod update_bank_account;
mod update_workshop;

pub use confirm_bank_account::confirm_bank_account;
pub use create_authorisation::{NewAuthorisation, create_authorisation};
pub use create_decision::{NewDecision, create_decision};
pub use create_pause::{NewPause, create_pause};
pub use create_season::{NewSeason, create_season};
pub use create_share::{create_share, import_share};
pub use create_workshop::{NewWorkshop, create_workshop};
pub use end_pause::end_pause;
pub use update_bank_account::{NewBankAccount, update_bank_account};
pub use update_workshop::{WorkshopTerms, update_workshop};

pub(super) use update_bank_account::BankAccountVersion;
