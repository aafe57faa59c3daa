//! Operations of certification.

mod certificates;
mod own_certificates;
mod protocols;
mod public_certificates;
mod self_checks;
mod staff_protocols;
mod tag;

/// All operations of this slice.
pub type Apis = (
    public_certificates::PublicCertificates,
    certificates::Certificates,
    own_certificates::OwnCertificates,
    staff_protocols::StaffProtocols,
    protocols::PublishedProtocols,
    self_checks::SelfChecks,
);

/// All operations of this slice, to mount.
pub const APIS: Apis = (
    public_certificates::PublicCertificates,
    certificates::Certificates,
    own_certificates::OwnCertificates,
    staff_protocols::StaffProtocols,
    protocols::PublishedProtocols,
    self_checks::SelfChecks,
);
