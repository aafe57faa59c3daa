//! Operations of certification, by who asks.

mod open;
mod producer;
mod staff;
pub(super) mod wire;

/// All operations of this slice.
pub type Apis = (open::Seal, staff::Certificates, producer::OwnCertificates);

/// All operations of this slice, to mount.
pub const APIS: Apis = (open::Seal, staff::Certificates, producer::OwnCertificates);

#[derive(poem_openapi::Tags)]
enum Tag {
    /// The seal: which workshop may make which product under it, and until when.
    #[oai(rename = "certification")]
    Certification,
}
