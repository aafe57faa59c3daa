//! Commands of certification. A repeated command changes nothing and returns the same result.

mod grant_certificate;
mod reinstate_certificate;
mod set_product_name;
mod suspend_certificate;
mod withdraw_certificate;

pub use grant_certificate::{CertificateTerms, grant};
pub use reinstate_certificate::reinstate;
pub use set_product_name::set_product_name;
pub use suspend_certificate::suspend;
pub use withdraw_certificate::withdraw;
