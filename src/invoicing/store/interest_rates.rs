//! Queries of rates of current interest, and of what was charged for late payments.

use std::collections::HashMap;

use chrono::NaiveDate;
use entities::{
    invoicing::{interest_rate, invoice},
    values::{CorrectionCause, InvoiceId, InvoiceKind, InvoiceState},
};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

use crate::{
    invoicing::rules::DatedRate,
    platform::{http::problem::Result, unit_of_work::UnitOfWork},
};

/// Rates in a list without pages at most.
const RATES: u64 = 2_000;

/// All rates, the latest day first; of one day, the one recorded last first.
pub async fn list_interest_rates(tx: &UnitOfWork) -> Result<Vec<interest_rate::Model>> {
    let found = interest_rate::Entity::find()
        .order_by_desc(interest_rate::Column::EffectiveFrom)
        .order_by_desc(interest_rate::Column::Id)
        .limit(RATES);
    Ok(found.all(tx.db()).await?)
}

/// The rate of this day that was recorded last.
pub async fn find_rate_of_day(tx: &UnitOfWork, day: NaiveDate) -> Result<Option<interest_rate::Model>> {
    let found = interest_rate::Entity::find()
        .filter(interest_rate::Column::EffectiveFrom.eq(day))
        .order_by_desc(interest_rate::Column::Id);
    Ok(found.one(tx.db()).await?)
}

/// The rates as they follow each other; of one day, the one recorded last comes last.
pub async fn list_dated_rates(tx: &UnitOfWork) -> Result<Vec<DatedRate>> {
    let rates = list_interest_rates(tx).await?.into_iter().rev();
    Ok(rates.map(|rate| DatedRate { from: rate.effective_from, annual_bps: rate.annual_bps }).collect())
}

/// Stores a rate.
pub async fn insert_interest_rate(tx: &UnitOfWork, row: interest_rate::Model) -> Result<()> {
    interest_rate::Entity::insert(interest_rate::ActiveModel::from(row)).exec_without_returning(tx.db()).await?;
    Ok(())
}

/// The day until which late interest was charged, of each of these invoices that was. Debit notes that were annulled do
/// not count.
pub async fn list_charged_until(tx: &UnitOfWork, ids: &[InvoiceId]) -> Result<HashMap<InvoiceId, NaiveDate>> {
    let notes = invoice::Entity::find()
        .filter(invoice::Column::ReferencesId.is_in(ids.iter().copied()))
        .filter(invoice::Column::Kind.eq(InvoiceKind::DebitNote))
        .filter(invoice::Column::ReferenceCause.eq(CorrectionCause::LateInterest))
        .filter(invoice::Column::State.ne(InvoiceState::Credited));
    let mut charged: HashMap<InvoiceId, NaiveDate> = HashMap::new();
    for note in notes.all(tx.db()).await? {
        if let (Some(invoice), Some(on)) = (note.references_id, note.issued_on) {
            let until = charged.entry(invoice).or_insert(on);
            *until = on.max(*until);
        }
    }
    Ok(charged)
}
