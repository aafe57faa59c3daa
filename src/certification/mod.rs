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
//! A protocol says what the products of a family must meet, one version after another; a certificate keeps the version
//! by which it was granted.
//!
//! ```text
//! protocol: draft ──publish──▶ upcoming ──its day──▶ in force ──the next version's day──▶ replaced
//!             └──delete                   (timestamp: published_at; days: applies_from, renew_by)
//! ```
//!
//! Upstream: `members` (workshops). Emits `CertificateGranted`, `CertificateSuspended`, `CertificateReinstated`,
//! `CertificateWithdrawn` and `ProtocolCreated`, delivered in the same transaction. On the first, `catalogue` stores the
//! product's name and family or refuses; on the last, it refuses an unknown family.

mod actions;
mod api;
mod errors;
mod events;
mod rules;
mod store;

pub use actions::{
    CertificateTerms, CertifiedProduct, CriterionTerms, ProtocolTerms, create_protocol, grant, publish_protocol,
    reinstate, set_product, suspend, upsert_criterion, withdraw,
};
pub use api::{APIS, Apis};
pub use errors::CertificationError;
pub use events::Event;
pub use rules::{certificates::state, protocols::Publication};
pub use store::certificates::{
    certified_on, find_overlapping, get_certificate, is_suspended_for_safety, list_suspended, list_valid_after,
};
