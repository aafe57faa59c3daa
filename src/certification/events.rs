//! What certification tells. What follows from a suspension or withdrawal happens in the same transaction.

use entities::values::{CertificateId, ProductId, WorkshopId};

use crate::platform::unit_of_work;

/// A fact of certification.
#[derive(Debug)]
pub enum Event {
    /// A workshop may make a product under the seal.
    CertificateGranted {
        /// The certificate.
        certificate_id: CertificateId,
        /// Whose.
        workshop_id: WorkshopId,
        /// For what.
        product_id: ProductId,
    },
    /// It may not, until the cause is mended.
    CertificateSuspended {
        /// The certificate.
        certificate_id: CertificateId,
        /// Whose.
        workshop_id: WorkshopId,
        /// For what.
        product_id: ProductId,
    },
    /// It may not any more.
    CertificateWithdrawn {
        /// The certificate.
        certificate_id: CertificateId,
        /// Whose.
        workshop_id: WorkshopId,
        /// For what.
        product_id: ProductId,
    },
    /// It may again.
    CertificateReinstated {
        /// The certificate.
        certificate_id: CertificateId,
        /// Whose.
        workshop_id: WorkshopId,
        /// For what.
        product_id: ProductId,
    },
}

impl unit_of_work::Event for Event {}
