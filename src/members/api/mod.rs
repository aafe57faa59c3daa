//! Operations of the members, by what they are about.

mod accounts;
mod assembly;
mod producer;
mod records;
mod workshops;
pub(super) mod wire;
mod wire_assembly;

/// All operations of this slice.
pub type Apis =
    (workshops::Workshops, records::Records, accounts::Accounts, assembly::Assembly, producer::OwnWorkshops);

/// All operations of this slice, to mount.
pub const APIS: Apis =
    (workshops::Workshops, records::Records, accounts::Accounts, assembly::Assembly, producer::OwnWorkshops);

#[derive(poem_openapi::Tags)]
enum Tag {
    /// Workshops, their shares, authorisations, pauses and accounts; decisions of the assembly and seasons.
    #[oai(rename = "members")]
    Members,
}
