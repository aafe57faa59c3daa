//! Operations of the members, by what they are about.

mod accounts;
mod assembly;
mod producer;
mod records;
mod units;
pub(super) mod wire;
mod wire_assembly;

/// All operations of this slice.
pub type Apis = (units::Units, records::Records, accounts::Accounts, assembly::Assembly, producer::OwnUnits);

/// All operations of this slice, to mount.
pub const APIS: Apis = (units::Units, records::Records, accounts::Accounts, assembly::Assembly, producer::OwnUnits);

#[derive(poem_openapi::Tags)]
enum Tag {
    /// Production units, their shares, authorisations, pauses and accounts; decisions of the assembly and seasons.
    #[oai(rename = "members")]
    Members,
}
