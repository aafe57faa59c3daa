//! Operations of the buyers, by what they are about.

mod accounts;
mod kinds;
mod own;
mod points;
pub(super) mod wire;

/// All operations of this slice.
pub type Apis = (kinds::Kinds, own::OwnAccount, accounts::Accounts, points::Points);

/// All operations of this slice, to mount.
pub const APIS: Apis = (kinds::Kinds, own::OwnAccount, accounts::Accounts, points::Points);

#[derive(poem_openapi::Tags)]
enum Tag {
    /// Buyers' accounts: segment, zone, terms, credit, delivery points.
    #[oai(rename = "buyers")]
    Buyers,
}
