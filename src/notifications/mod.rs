//! Mails to people about events that concern them.
//!
//! An event becomes one message for each reader, written in the transaction of the event, and a job sends it. So there
//! is no mail about an event that was rolled back, and no event is reported twice. A message stores the ids of its
//! event; the mail is composed from the present rows when it is sent, in the reader's language.
//!
//! ```text
//! message:  queued ──taken by the mailer──▶ sent
//!                 └──the address is refused for good──▶ refused     (while the mail server is unavailable, the job retries)
//! ```
//!
//! `flow` calls this slice for events of all slices, and it reads all of them; no slice names it.

mod actions;
mod api;
mod errors;
mod jobs;
mod rules;
mod store;

pub use actions::{
    notify_application_approved, notify_application_changed, notify_bank_account_changed, notify_delivery_dispatched,
    notify_document_filed, notify_earnings_corrected, notify_invoices_overdue, notify_occurrence_decided,
    notify_orders_warned, notify_payout_confirmed, notify_payout_failed, notify_quotas_expired,
    notify_quotas_published, notify_quotas_reduced, notify_quotas_withdrawn, notify_recall_lifted,
    notify_recall_opened, notify_shortage_recorded, notify_statement_filed, send_message,
};
pub use api::{APIS, Apis};
pub use errors::NotificationError;
pub use jobs::SendMessage;
pub use store::{delete_messages_of_applications, delete_old_messages, list_message_readers};
