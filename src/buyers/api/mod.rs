//! Operations of the buyers.

mod accounts;
mod application_link;
mod application_link_holder;
mod applications;
mod delivery_points;
mod own_account;
mod public_applications;
mod segments;
mod tag;
mod zones;

/// All operations of this slice.
pub type Apis = (
    zones::Zones,
    segments::Segments,
    own_account::OwnAccount,
    accounts::Accounts,
    delivery_points::DeliveryPoints,
    public_applications::PublicApplications,
    application_link::ApplicationLinks,
    applications::Applications,
);

/// All operations of this slice, to mount.
pub const APIS: Apis = (
    zones::Zones,
    segments::Segments,
    own_account::OwnAccount,
    accounts::Accounts,
    delivery_points::DeliveryPoints,
    public_applications::PublicApplications,
    application_link::ApplicationLinks,
    applications::Applications,
);
