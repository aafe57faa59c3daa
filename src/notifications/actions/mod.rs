//! Commands of notifications: queue the messages of an event, and send one.

mod compose;
mod notify;
mod queue;
mod send;

pub use notify::{
    notify_application_approved, notify_application_changed, notify_bank_account_changed, notify_delivery_dispatched,
    notify_document_filed, notify_earnings_corrected, notify_invoices_overdue, notify_occurrence_decided,
    notify_orders_warned, notify_payout_confirmed, notify_payout_failed, notify_quotas_expired,
    notify_quotas_published, notify_quotas_reduced, notify_quotas_withdrawn, notify_recall_lifted,
    notify_recall_opened, notify_shortage_recorded, notify_statement_filed,
};
pub use send::send_message;
