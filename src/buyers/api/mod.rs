//! Operations of the buyers.

mod accounts;
mod delivery_points;
mod own_account;
mod segments;
mod tag;
mod zones;

/// All operations of this slice.
pub type Apis =
    (zones::Zones, segments::Segments, own_account::OwnAccount, accounts::Accounts, delivery_points::DeliveryPoints);

/// All operations of this slice, to mount.
pub const APIS: Apis =
    (zones::Zones, segments::Segments, own_account::OwnAccount, accounts::Accounts, delivery_points::DeliveryPoints);
