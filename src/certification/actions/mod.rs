//! Commands of certification. A repeated command changes nothing and returns the same result.

mod draft_protocol;
mod grant_certificate;
mod publish_protocol;
mod reinstate_certificate;
mod set_product;
mod suspend_certificate;
mod withdraw_certificate;

pub use draft_protocol::{
    CriterionTerms, ProtocolTerms, create_protocol, delete_criterion, delete_protocol, update_protocol,
    upsert_criterion,
};
pub use grant_certificate::{CertificateTerms, grant};
pub use publish_protocol::publish_protocol;
pub use reinstate_certificate::reinstate;
pub use set_product::{CertifiedProduct, set_product};
pub use suspend_certificate::suspend;
pub use withdraw_certificate::withdraw;
