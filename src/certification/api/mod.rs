//! Operations of certification.

mod certificates;
mod own_certificates;
mod public_certificates;
mod tag;

/// All operations of this slice.
pub type Apis =
    (public_certificates::PublicCertificates, certificates::Certificates, own_certificates::OwnCertificates);

/// All operations of this slice, to mount.
pub const APIS: Apis =
    (public_certificates::PublicCertificates, certificates::Certificates, own_certificates::OwnCertificates);
