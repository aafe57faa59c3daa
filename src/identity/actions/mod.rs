//! Commands of identity.

mod administrators;
mod create_cooperative;
mod create_organisation;
mod create_password_link;
mod create_session;
mod devices;
mod disable_person;
mod end_session;
mod links;
mod passwords;
mod producer_permission;
mod set_password;
mod sign_in;
mod switch_organisation;
mod update_language;
mod update_organisation;
mod update_person;
mod update_person_roles;
mod upsert_organisation;
mod upsert_person;

pub use create_cooperative::create_first_run_link;
pub use create_organisation::create_organisation;
pub use create_password_link::create_welcome_link;
pub use create_session::{NewSession, create_session};
pub use producer_permission::may_act_for_producer;
pub use upsert_organisation::{NewOrganisation, upsert_organisation};
pub use upsert_person::{NewPerson, upsert_person};

pub(super) use create_cooperative::{NewCooperative, check_first_run_link, create_cooperative};
pub(super) use create_password_link::{NewPasswordLink, create_password_link};
pub(super) use create_session::create_demo_session;
pub(super) use devices::recognise_device;
pub(super) use disable_person::{disable_person, enable_person};
pub(super) use end_session::end_session;
pub(super) use passwords::{check_password, hash_password, verify_password};
pub(super) use set_password::{check_password_link, set_password_by_link};
pub(super) use sign_in::{AttemptSource, delete_attempt, record_attempt};
pub(super) use switch_organisation::switch_organisation;
pub(super) use update_language::update_language;
pub(super) use update_organisation::{OrganisationTerms, update_organisation};
pub(super) use update_person::{PersonTerms, update_person};
pub(super) use update_person_roles::update_person_roles;
