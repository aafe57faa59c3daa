//! Composes a mail when it is sent: loads the rows of its topic and writes the content in the reader's language.

mod money;
mod orders;
mod quotas;

use std::collections::HashMap;

use entities::{
    catalogue::product,
    values::{Language, ProductId},
};

use crate::{
    notifications::rules::{MailContent, Topic},
    platform::{
        http::problem::{Problem, Result},
        locale::Localizer,
        unit_of_work::UnitOfWork,
    },
};

/// A composed mail.
pub struct ComposedMail {
    /// What it says.
    pub content: MailContent,
    /// The file to attach.
    pub file: Option<StoredFile>,
}

/// A file of the file store.
pub struct StoredFile {
    /// Its name for the reader.
    pub name: String,
    /// Its key in the file store.
    pub key: String,
}

impl From<MailContent> for ComposedMail {
    fn from(content: MailContent) -> Self {
        Self { content, file: None }
    }
}

/// Composes the mail about `topic`; `link` is the reader's quota link, where the mail asks for an answer.
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
        Topic::OccurrenceDecided { occurrence_id } => orders::occurrence_decided(tx, texts, occurrence_id).await,
        Topic::ShortageRecorded { cycle_id, buyer_id, cause_key } => {
            orders::shortage_recorded(tx, texts, cycle_id, buyer_id, &cause_key).await
        }
        Topic::DeliveryDispatched { delivery_id } => orders::delivery_dispatched(tx, texts, delivery_id).await,
        Topic::DocumentFiled { invoice_id } => money::document_filed(tx, texts, invoice_id).await,
        Topic::InvoiceOverdue { invoice_id } => money::invoice_overdue(tx, texts, invoice_id).await,
        Topic::StatementFiled { statement_id } => money::statement_filed(tx, texts, statement_id).await,
        Topic::PayoutConfirmed { payout_id } => money::payout_confirmed(tx, texts, payout_id).await,
        Topic::BankAccountChanged { workshop_id, account_id } => {
            money::bank_account_changed(tx, texts, workshop_id, account_id).await
        }
    }
}

/// A product's name in the reader's language.
fn product_name(products: &HashMap<ProductId, product::Model>, id: ProductId, texts: Localizer) -> Result<String> {
    let product = products.get(&id).ok_or_else(|| Problem::missing_reference("product", id))?;
    Ok(match texts.language() {
        Language::Es => product.name_es.clone(),
        Language::En => product.name_en.clone(),
    })
}
