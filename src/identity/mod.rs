//! People, the organisations that they act for, and their roles there.
//!
//! Every operation of the API that is not public takes one of the typed callers of this slice as a parameter. The
//! caller checks the session and its permission before the body is read.
//!
//! ```text
//! session   signed in ──▶ ended (sign-out, changed roles, new password, disabled person)
//!                    └──▶ expired
//! link      created ──▶ used
//!                  └──▶ expired, or replaced by a newer one
//! person    active ◀──▶ disabled
//! device    recognised ──▶ forgotten (new password, disabled person, 400 days without a sign-in)
//! ```

mod actions;
mod api;
mod callers;
mod errors;
mod events;
mod rules;
mod store;

pub use actions::{
    NewOrganisation, NewPerson, NewSession, create_first_run_link, create_organisation, create_session,
    create_welcome_link, may_act_for_producer, upsert_organisation, upsert_person,
};
pub use api::{APIS, Apis};
pub use callers::{Buyer, Caller, Producer, SignedIn, Staff, StaffAdmin, StaffFinance, StaffQuality, StaffViewer};
pub use errors::IdentityError;
pub use events::Event;
pub use rules::{Permission, Token, hash_token, network_of, normalise_tax_id};
pub use store::{
    Reader, delete_ended_sessions, delete_unused_devices, find_cooperative, find_language, get_organisation,
    list_abandoned_organisations, list_finance_people, list_readers, lost_finance,
};
