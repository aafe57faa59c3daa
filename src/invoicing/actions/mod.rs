//! Commands of invoicing.

mod compose_document;
pub mod create_applicant_details;
pub mod create_credit_note;
pub mod create_debit_note;
mod document_data;
mod document_lines;
pub mod issue_invoices;
pub mod late_charges;
mod lock_document;
pub mod mark_overdue;
pub mod name_quality_faults;
pub mod propose_recall_credits;
pub mod record_invoice_payment;
pub mod render_invoice;
pub mod upsert_billing_details;
pub mod write_off_debt;
