//! Composes a mail when it is sent: loads the rows of its topic and writes the content in the reader's language.

mod applications;
mod composed_mail;
mod money;
mod orders;
mod quotas;

pub use applications::{find_next_cycle, order_page};
pub use composed_mail::{ComposedMail, Document};

use crate::{
    notifications::rules::Topic,
    platform::{http::problem::Result, locale::Localizer, unit_of_work::UnitOfWork},
};

/// Composes the mail about `topic`; `link` is the reader's own link, where the mail has one.
pub async fn compose(tx: &UnitOfWork, topic: Topic, texts: Localizer, link: Option<String>) -> Result<ComposedMail> {
    match topic {
        Topic::QuotasPublished { run_id, workshop_id, .. } => {
            quotas::published(tx, texts, run_id, workshop_id, link).await
        }
        Topic::QuotasReduced { cycle_id, workshop_id, quota_ids, cause, .. } => {
            quotas::reduced(tx, texts, cycle_id, workshop_id, &quota_ids, cause).await
        }
        Topic::QuotasEnded { cycle_id, workshop_id, quota_ids, withdrawn } => {
            quotas::ended(tx, texts, cycle_id, workshop_id, &quota_ids, withdrawn).await
        }
        Topic::OccurrenceDecided { occurrence_id, .. } => orders::occurrence_decided(tx, texts, occurrence_id).await,
        Topic::ShortageRecorded { cycle_id, buyer_id, cause_key } => {
            orders::shortage_recorded(tx, texts, cycle_id, buyer_id, &cause_key).await
        }
        Topic::OrderWarning { cycle_id, product_id, about, order_ids, .. } => {
            orders::order_warning(tx, texts, (cycle_id, product_id), about, &order_ids).await
        }
        Topic::DeliveryDispatched { delivery_id } => orders::delivery_dispatched(tx, texts, delivery_id).await,
        Topic::RecallOpened { recall_id, buyer_id } => orders::recall(tx, texts, recall_id, buyer_id, false).await,
        Topic::RecallLifted { recall_id, buyer_id } => orders::recall(tx, texts, recall_id, buyer_id, true).await,
        Topic::DocumentFiled { invoice_id } => money::document_filed(tx, texts, invoice_id).await,
        Topic::InvoiceOverdue { invoice_id } => money::invoice_overdue(tx, texts, invoice_id).await,
        Topic::EarningsCorrected { pool_id, workshop_id, cause } => {
            money::earnings_corrected(tx, texts, pool_id, workshop_id, cause).await
        }
        Topic::StatementFiled { statement_id } => money::statement_filed(tx, texts, statement_id).await,
        Topic::PayoutConfirmed { payout_id } => money::payout_confirmed(tx, texts, payout_id).await,
        Topic::PayoutFailed { payout_id } => money::payout_failed(tx, texts, payout_id).await,
        Topic::BankAccountChanged { workshop_id, account_id } => {
            money::bank_account_changed(tx, texts, workshop_id, account_id).await
        }
        Topic::ApplicationChanged { application_id, state, .. } => {
            applications::application_changed(tx, texts, application_id, state, link).await
        }
        Topic::ApplicationApproved { application_id, buyer_id } => {
            applications::application_approved(tx, texts, application_id, buyer_id, link).await
        }
    }
}
