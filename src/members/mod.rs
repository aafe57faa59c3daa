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
    NewAuthorisation, NewBankAccount, NewDecision, NewPause, NewSeason, NewWorkshop, WorkshopTerms,
    create_authorisation, create_decision, create_pause, create_season, create_share, create_workshop, end_pause,
    import_share, update_bank_account, update_workshop,
};
pub use api::{APIS, Apis};
pub use banks::{BANKS, Bank, find_bank};
pub use errors::MemberError;
pub use events::Event;
pub use rules::{Settings, mask};
pub use store::{
    SupplyStatus, find_bank_account, find_season, find_workshop_by_code, get_settings, get_workshop,
    list_own_workshops, list_share_weights, list_supply_blocks, list_workshops_by_id, list_workshops_on,
    select_supply_status,
};
