//! Queries of the members.

mod authorisations;
mod bank_accounts;
mod decisions;
mod pauses;
mod seasons;
mod shares;
mod supply;
mod workshops;

pub use bank_accounts::{find_bank_account, list_unconfirmed_bank_accounts};
pub use decisions::{get_decision, get_settings};
pub use seasons::find_season;
pub use shares::list_share_weights;
pub use supply::{SupplyStatus, list_supply_blocks, select_supply_status};
pub use workshops::{find_workshop_by_code, get_workshop, list_own_workshops, list_workshops_by_id, list_workshops_on};

pub(super) use authorisations::{insert_authorisation, list_authorisations};
pub(super) use bank_accounts::{get_bank_account_version, insert_bank_account, update_bank_account_confirmation};
pub(super) use decisions::{insert_decision, list_decisions};
pub(super) use pauses::{insert_pause, list_pauses, update_pause_end};
pub(super) use seasons::{find_overlapping_season, insert_season, list_seasons};
pub(super) use shares::{insert_share, list_shares};
pub(super) use workshops::{
    WorkshopWithOrganisation, get_own_workshop, insert_workshop, list_own_workshops_with_organisation, list_workshops,
    lock_workshop, update_workshop, with_organisation,
};
