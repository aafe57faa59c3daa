//! What mails say and how they are laid out. Pure: the rows of an event come in as values, and the same values give the
//! same mail. The sentences are in `locales/<language>/notifications.ftl`.

mod application_changed;
mod bank_account_changed;
mod delivery_dispatched;
mod document_filed;
mod earnings_corrected;
mod invoice_overdue;
mod layout;
mod mail_content;
mod occurrence_decided;
mod order_warning;
mod payout_confirmed;
mod payout_failed;
mod quotas_ended;
mod quotas_published;
mod quotas_reduced;
mod recall_opened;
mod shortage_recorded;
mod state;
mod statement_filed;
mod topic;

#[cfg(test)]
mod tests;

pub use application_changed::{ApplicationChangedMail, ApplicationStep, FirstOrderMail, OrderDeadline};
pub use bank_account_changed::{BankAccountChangedMail, MaskedAccount};
pub use delivery_dispatched::{DeliveryDispatchedMail, DispatchedProduct};
pub use document_filed::{Correction, DocumentFiledMail, PaymentAccount};
pub use earnings_corrected::{CorrectedBecause, EarningsCorrectedMail};
pub use invoice_overdue::InvoiceOverdueMail;
pub use layout::lay_out;
pub use mail_content::MailContent;
pub use occurrence_decided::{OccurrenceDecidedMail, OccurrenceOutcome, ReducedLine, is_buyers_choice};
pub use order_warning::{OrderWarningMail, WarnedLine};
pub use payout_confirmed::PayoutConfirmedMail;
pub use payout_failed::PayoutFailedMail;
pub use quotas_ended::QuotasEndedMail;
pub use quotas_published::{MailedQuota, QuotasPublishedMail, ResponseRequest};
pub use quotas_reduced::QuotasReducedMail;
pub use recall_opened::{RecallOpenedMail, RecalledBatch};
pub use shortage_recorded::{MissingLine, ShortageRecordedMail};
pub use state::message_state;
pub use statement_filed::StatementFiledMail;
pub use topic::Topic;
