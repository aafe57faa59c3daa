//! The seal: certificates, each for one workshop and one product, from one day until another. On a day a workshop and a product
//! have at most one; nothing is sold without a certificate in force on the day of delivery.
//!
//! ```text
//! granted ─▶ active ──suspend──▶ suspended ──reinstate──▶ active
//!              │  └──withdraw──▶ withdrawn ◀──withdraw── suspended
//!              └──last day passed──▶ expired
//! ```
//!
//! Upstream: `members` (the workshops). Tells, at once: `CertificateGranted`, `CertificateSuspended`,
//! `CertificateReinstated`, `CertificateWithdrawn`; catalogue answers the first with the product's name, or refuses it.

mod actions;
mod api;
mod events;
mod reads;
mod rules;
mod store;

pub use actions::{Grant, grant, name_product, reinstate, suspend, withdraw};
pub use api::{APIS, Apis};
pub use events::Event;
pub use rules::state;
pub use store::{certificate, certified_on, covering, suspended};
