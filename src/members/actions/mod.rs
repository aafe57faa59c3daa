//! The verbs of the members.

mod authorisations;
mod bank_accounts;
mod decisions;
mod pauses;
mod seasons;
mod shares;
mod workshops;

pub use authorisations::{NewAuthorisation, add_authorisation};
pub use bank_accounts::{NewBankAccount, set_bank_account};
pub use decisions::{NewDecision, decide};
pub use pauses::{NewPause, add_pause, end_pause};
pub use seasons::{NewSeason, open_season};
pub use shares::{add_share, bring_share};
pub use workshops::{NewWorkshop, WorkshopChange, add_workshop, change_workshop};
