//! Operations of certification.

mod certificates;
mod own_certificates;
mod public_certificates;

/// All operations of this slice.
pub type Apis =
    (public_certificates::PublicCertificates, certificates::Certificates, own_certificates::OwnCertificates);

/// All operations of this slice, to mount.
pub const APIS: Apis =
    (public_certificates::PublicCertificates, certificates::Certificates, own_certificates::OwnCertificates);

#[derive(poem_openapi::Tags)]
enum Tag {
    /// Certificates: which workshop may make which product under the seal, and until when.
    #[oai(rename = "certification")]
    Certification,
}
