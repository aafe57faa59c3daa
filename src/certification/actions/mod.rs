//! Commands of certification. A repeated command changes nothing and returns the same result.

mod grant;
mod reinstate;
mod set_product_name;
mod suspend;
mod withdraw;

pub use grant::{CertificateTerms, grant};
pub use reinstate::reinstate;
pub use set_product_name::set_product_name;
pub use suspend::suspend;
pub use withdraw::withdraw;
