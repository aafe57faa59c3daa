//! The members' workshops, the share of the group's work that each has agreed to, and the decisions of the assembly.
//!
//! All of it is dated and kept, so that the state on any past day can be reproduced.
//!
//! A workshop belongs to the group from `joined_on` to `left_on`. On a day within that period it may supply if it has a
//! sanitary authorisation valid on that day and is not paused:
//!
//! ```text
//! authorised ──pause from──▶ paused ──pause until──▶ authorised ──valid until──▶ not authorised
//! ```
//!
//! Calls `identity` (the organisation that a workshop belongs to). Emits `SupplyChanged` and `BankAccountChanged`.

mod actions;
mod api;
mod errors;
mod events;
mod rules;
mod store;

pub use actions::{
    NewAuthorisation, NewBankAccount, NewDecision, NewPause, NewSeason, NewWorkshop, WorkshopTerms,
    confirm_bank_account, create_authorisation, create_decision, create_pause, create_season, create_share,
    create_workshop, end_pause, import_share, update_bank_account, update_workshop,
};
pub use api::{APIS, Apis};
pub use errors::MemberError;
pub use events::Event;
pub use rules::{BANKS, Bank, Settings, find_bank, mask};
pub use store::{
    SupplyStatus, find_bank_account, find_season, find_workshop_by_code, get_decision, get_settings, get_workshop,
    list_own_workshops, list_share_weights, list_supply_blocks, list_unconfirmed_bank_accounts, list_workshops_by_id,
    list_workshops_on, select_supply_status,
};
