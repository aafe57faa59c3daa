//! Events of certification. What follows from them happens in the same transaction.

use entities::values::{CertificateId, FamilyId, ProductId, SuspensionKind, WorkshopId};

use crate::platform::unit_of_work;

/// An event of certification.
#[derive(Debug)]
pub enum Event {
    /// A workshop may make a product under the seal from now on.
    CertificateGranted {
        /// The certificate.
        certificate_id: CertificateId,
        /// The workshop that holds it.
        workshop_id: WorkshopId,
        /// The certified product.
        product_id: ProductId,
    },
    /// A certificate is not valid until it is reinstated.
    CertificateSuspended {
        /// The certificate.
        certificate_id: CertificateId,
        /// The workshop that holds it.
        workshop_id: WorkshopId,
        /// The certified product.
        product_id: ProductId,
        /// For safety or for paperwork.
        kind: SuspensionKind,
        /// Why, in words.
        reason: String,
    },
    /// A certificate is no longer valid. This is final.
    CertificateWithdrawn {
        /// The certificate.
        certificate_id: CertificateId,
        /// The workshop that holds it.
        workshop_id: WorkshopId,
        /// The certified product.
        product_id: ProductId,
    },
    /// A suspended certificate is valid again.
    CertificateReinstated {
        /// The certificate.
        certificate_id: CertificateId,
        /// The workshop that holds it.
        workshop_id: WorkshopId,
        /// The certified product.
        product_id: ProductId,
    },
    /// A family has a draft of a protocol. Only `catalogue` knows whether there is such a family.
    ProtocolCreated {
        /// The family.
        family_id: FamilyId,
    },
}

impl unit_of_work::Event for Event {}
