//! What a message says, read when it goes out from the rows of its fact, in the reader's language.

mod earnings;
mod goods;
mod quotas;

use entities::{
    catalogue::product,
    values::{Language, ProductId},
};
use std::collections::HashMap;

use super::{Notice, rules::Letter};
use crate::platform::{http::problem::Result, unit_of_work::UnitOfWork};

/// A letter and what comes with it.
pub struct Composed {
    /// What it says.
    pub letter: Letter,
    /// Name and key of the attached file.
    pub file: Option<(String, String)>,
}

impl From<Letter> for Composed {
    fn from(letter: Letter) -> Self {
        Self { letter, file: None }
    }
}

/// Composes a message; `link` is the reader's own, where the notice asks for an answer.
pub async fn compose(tx: &UnitOfWork, notice: Notice, language: Language, link: Option<String>) -> Result<Composed> {
    match notice {
        Notice::QuotasPublished { run_id, workshop_id, .. } => {
            quotas::published(tx, language, (run_id, workshop_id), link).await
        }
        Notice::QuotasReduced { cycle_id, workshop_id, quota_ids, cause, .. } => {
            quotas::reduced(tx, language, (cycle_id, workshop_id), &quota_ids, cause).await
        }
        Notice::QuotasEnded { cycle_id, workshop_id, quota_ids, withdrawn } => {
            quotas::ended(tx, language, (cycle_id, workshop_id), &quota_ids, withdrawn).await
        }
        Notice::OccurrenceDecided { occurrence_id } => goods::occurrence(tx, language, occurrence_id).await,
        Notice::ShortageRecorded { cycle_id, buyer_id, cause_key } => {
            goods::shortage(tx, language, cycle_id, buyer_id, &cause_key).await
        }
        Notice::DeliveryDispatched { delivery_id } => goods::dispatched(tx, language, delivery_id).await,
        Notice::DocumentFiled { invoice_id } => earnings::document(tx, language, invoice_id).await,
        Notice::InvoiceOverdue { invoice_id } => earnings::overdue(tx, language, invoice_id).await,
        Notice::StatementFiled { statement_id } => earnings::statement(tx, language, statement_id).await,
        Notice::PayoutConfirmed { payout_id } => earnings::payout(tx, language, payout_id).await,
        Notice::BankAccountChanged { workshop_id, account_id } => {
            earnings::bank_account(tx, language, workshop_id, account_id).await
        }
    }
}

/// A product's name in a language.
fn product_name(products: &HashMap<ProductId, product::Model>, id: ProductId, language: Language) -> String {
    let name = products.get(&id).map(|product| match language {
        Language::Es => product.name_es.clone(),
        Language::En => product.name_en.clone(),
    });
    name.unwrap_or_default()
}
