//! What people are told by mail: each fact that concerns somebody becomes one message for each reader, written in the
//! transaction of the fact and sent by a job, so that nothing is told that did not happen and nothing that happened
//! is told twice.
//!
//! ```text
//! message:  queued ──taken by the mailer──▶ sent
//!                 └──the address is refused for good──▶ refused     (while the mailer is away the job tries again)
//! ```
//!
//! It stands beside the road: `flow` tells it facts of every slice, and it reads all of them. A message holds the ids
//! of its fact; what it says is composed when it goes out, in the reader's language.

mod actions;
mod api;
mod content;
mod jobs;
mod line;
mod notice;
mod rules;
mod store;

pub use actions::{
    bank_account_changed, delivery_dispatched, document_filed, invoices_overdue, occurrence_decided, payout_confirmed,
    quotas_expired, quotas_published, quotas_reduced, quotas_withdrawn, shortage_recorded, statement_filed,
};
pub use api::{APIS, Apis};
pub use jobs::{SendMessage, send_message};
pub use line::MailLine;
pub use notice::Notice;
