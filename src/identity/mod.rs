//! Who asks: people, the organisations they act for, and what they may do there. Every door of the house is a typed
//! caller of this slice, and whoever comes through none of them reads only what is public.
//!
//! ```text
//! session   signed in ──▶ ended (sign-out, role change, password set, disabling)
//!                    └──▶ expired
//! link      made ──▶ used
//!                └──▶ expired, or replaced by a newer one
//! person    active ◀──▶ disabled
//! ```

pub mod actions;
pub mod api;
mod callers;
mod cooperative;
mod errors;
mod password;
pub mod rules;
mod store;
mod token;

pub use actions::{
    put::{NewOrganisation, NewPerson, upsert_organisation, upsert_person},
    readers::{Reader, find_language, list_readers, may_act_for_producer},
};
pub use api::{APIS, Apis};
pub use callers::{Buyer, Caller, Producer, SignedIn, Staff, StaffAdmin, StaffFinance, StaffQuality, StaffViewer};
pub use cooperative::find_cooperative;
pub use errors::IdentityError;
pub use token::{Token, hash as hash_token};
