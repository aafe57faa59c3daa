//! Certificates: the cooperative's seal, each for one workshop and one product, from one day until another.
//!
//! On any day a workshop and a product have at most one certificate. Nothing is sold without a certificate that is in
//! force on the day of delivery.
//!
//! ```text
//! granted ─▶ active ──suspend──▶ suspended ──reinstate──▶ active
//!              │  └──withdraw──▶ withdrawn ◀──withdraw── suspended
//!              └──last day passed──▶ expired
//! ```
//!
//! Upstream: `members` (workshops). Emits `CertificateGranted`, `CertificateSuspended`, `CertificateReinstated` and
//! `CertificateWithdrawn`, delivered in the same transaction. On the first, `catalogue` stores the product's name or
//! refuses.

mod actions;
mod api;
mod errors;
mod events;
mod rules;
mod store;

pub use actions::{CertificateTerms, grant, reinstate, set_product_name, suspend, withdraw};
pub use api::{APIS, Apis};
pub use errors::CertificateError;
pub use events::Event;
pub use rules::state;
pub use store::{
    certified_on, find_overlapping, get_certificate, is_suspended_for_safety, list_suspended, list_valid_after,
};
