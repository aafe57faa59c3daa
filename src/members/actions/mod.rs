//! The verbs of the members.

mod authorisations;
mod bank_accounts;
mod decisions;
mod pauses;
mod seasons;
mod shares;
mod workshops;

pub use authorisations::{NewAuthorisation, create_authorisation};
pub use bank_accounts::{NewBankAccount, update_bank_account};
pub use decisions::{NewDecision, create_decision};
pub use pauses::{NewPause, create_pause, end_pause};
pub use seasons::{NewSeason, create_season};
pub use shares::{create_share, import_share};
pub use workshops::{NewWorkshop, WorkshopTerms, create_workshop, update_workshop};
