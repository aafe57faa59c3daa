//! Queries of identity.

mod attempts;
mod devices;
mod links;
mod memberships;
mod organisations;
mod people;
mod readers;
mod sessions;

pub use devices::delete_unused_devices;
pub use memberships::{list_abandoned_organisations, list_finance_people, lost_finance};
pub use organisations::{find_cooperative, get_organisation};
pub use readers::{Reader, find_language, list_readers};
pub use sessions::delete_ended_sessions;

pub(super) use attempts::{count_attempts, delete_attempt, delete_attempts_before, insert_attempt, lock_attempts};
pub(super) use devices::{delete_devices, find_device, is_device_token, upsert_device};
pub(super) use links::{delete_unused_links, find_live_link, insert_link, use_link};
pub(super) use memberships::{
    OrganisationRoles, count_administrators, end_memberships, insert_membership, list_organisation_roles,
    list_organisation_roles_by_person,
};
pub(super) use organisations::{
    find_organisation_by_code, insert_organisation, list_organisations, lock_organisation, update_organisation,
};
pub(super) use people::{
    find_person, find_person_by_email, get_person, insert_person, list_demo_people, list_people, lock_person,
    set_password, update_disabled, update_language, update_person,
};
pub(super) use sessions::{
    SessionAccess, end_session, end_sessions, find_session_access, insert_session, update_session_organisation,
};
