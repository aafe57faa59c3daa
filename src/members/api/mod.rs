//! Operations of the members, one file for each resource: its request and response types, how a row becomes a response,
//! and the handlers.

mod authorisations;
mod bank_accounts;
mod decisions;
mod own_workshops;
mod pauses;
mod seasons;
mod settings;
mod shares;
mod tag;
mod workshop_response;
mod workshops;

/// All operations of this slice.
pub type Apis = (
    workshops::Workshops,
    shares::Shares,
    authorisations::Authorisations,
    pauses::Pauses,
    bank_accounts::BankAccounts,
    decisions::Decisions,
    settings::CurrentSettings,
    seasons::Seasons,
    own_workshops::OwnWorkshops,
);

/// All operations of this slice, to mount.
pub const APIS: Apis = (
    workshops::Workshops,
    shares::Shares,
    authorisations::Authorisations,
    pauses::Pauses,
    bank_accounts::BankAccounts,
    decisions::Decisions,
    settings::CurrentSettings,
    seasons::Seasons,
    own_workshops::OwnWorkshops,
);
