//! The members: their workshops, the share of the group's work that each has agreed to, and what the assembly
//! decided. All of it is dated and kept, so that any past day can be asked what held then.
//!
//! A workshop belongs to the group from `joined_on` to `left_on`. On a day it may supply if it belongs, holds a sanitary
//! authorisation valid that day and is not paused:
//!
//! ```text
//! authorised ──pause from──▶ paused ──pause until──▶ authorised ──valid until──▶ not authorised
//! ```
//!
//! Upstream: `identity` (the organisation that a workshop belongs to). Tells: `SupplyChanged`, `BankAccountChanged`.

mod actions;
mod api;
mod banks;
mod errors;
mod events;
mod reads;
mod rules;
mod store;

pub use actions::{
    NewAuthorisation, NewBankAccount, NewDecision, NewPause, NewSeason, NewWorkshop, WorkshopChange, add_authorisation,
    add_pause, add_share, add_workshop, bring_share, change_workshop, decide, end_pause, open_season, set_bank_account,
};
pub use api::{APIS, Apis};
pub use banks::{BANKS, Bank, bank};
pub use errors::MemberError;
pub use events::Event;
pub use rules::{Settings, masked};
pub use store::{
    WorkshopOnDay, bank_account_of, blocked_on, season_on, settings_on, shares_on, workshop, workshop_by_code,
    workshops, workshops_of, workshops_on, workshops_on_day,
};
