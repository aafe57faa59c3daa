//! Operations of identity, by who calls them: anybody, whoever is signed in, the cooperative's administrators.

mod open;
mod organisations;
mod people;
pub mod secret;
mod session;
pub mod wire;

pub use open::Open;
pub use organisations::Organisations;
pub use people::People;
pub use session::Sessions;

/// All operations of this slice.
pub type Apis = (Open, Sessions, People, Organisations);

/// All operations of this slice, to mount.
pub const APIS: Apis = (Open, Sessions, People, Organisations);

#[derive(poem_openapi::Tags)]
enum Tag {
    /// Who asks: people, the organisations they act for, sessions.
    #[oai(rename = "identity")]
    Identity,
}
