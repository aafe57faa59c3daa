//! Decisions of the buyers, as pure functions.

mod accounts;
mod applications;
mod documents;

pub use accounts::{LONGEST_TERMS, check_credit_limit, exposure_after, needs_agreement};
pub use applications::{
    ATTEMPTS_WINDOW, DECIDED_RETENTION, LINK_LIFETIME, OPEN_STATES, RecentAttempts, UNCONFIRMED_RETENTION, check_open,
    confirm_by, may_apply,
};
pub use documents::{DOCUMENTS_PER_APPLICATION, MAX_PDF_BYTES, display_name, is_complete_pdf, is_pdf};
