//! Records rates of current interest, and computes what may be charged for invoices that are paid late.

use std::collections::HashMap;

use chrono::NaiveDate;
use entities::{
    invoicing::{interest_rate, invoice},
    values::{InterestRateId, InvoiceId, InvoiceKind},
};
use serde_json::json;

use crate::{
    invoicing::{
        InvoicingError,
        rules::{LateCharge, LateDebt, late_charge, open_amount},
        store::interest_rates,
    },
    platform::{
        counter,
        http::{api_error::ApiError, problem::Result},
        unit_of_work::UnitOfWork,
    },
};

/// Name of the lock of the rates.
const RATES: &str = "interest_rate";

/// A rate of current interest to record.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NewInterestRate {
    /// The first day on which it is in force.
    pub effective_from: NaiveDate,
    /// For a year, in basis points.
    pub annual_bps: i32,
    /// Whether it replaces the rate that was recorded for this day before.
    pub replaces: bool,
}

/// Records the rate of current interest from a day on. A rate that is replaced stays in the list; it is no longer in
/// force.
///
/// # Errors
/// `RateOfDayExists` where another rate was recorded for this day and the new one does not say that it replaces it.
pub async fn record_interest_rate(tx: &mut UnitOfWork, new: NewInterestRate) -> Result<interest_rate::Model> {
    let NewInterestRate { effective_from, annual_bps, replaces } = new;
    counter::hold(tx, RATES).await?;
    if let Some(before) = interest_rates::find_rate_of_day(tx, effective_from).await?.filter(|_| !replaces) {
        let annual_bps = before.annual_bps;
        return Err(InvoicingError::RateOfDayExists { effective_from, annual_bps }.at("/effective_from"));
    }
    let id: InterestRateId = tx.new_id();
    let row = interest_rate::Model {
        id,
        effective_from,
        annual_bps,
        recorded_by: tx.actor().person(),
        recorded_at: tx.now(),
    };
    interest_rates::insert_interest_rate(tx, row.clone()).await?;
    tx.audit("interest_rate", id, "recorded", json!({ "from": effective_from.to_string(), "annual_bps": annual_bps }));
    Ok(row)
}

/// What may be charged today of each of these documents that is an invoice and late. A debit note bears no interest.
pub async fn list_late_charges(
    tx: &UnitOfWork,
    documents: &[invoice::Model],
) -> Result<HashMap<InvoiceId, LateCharge>> {
    let is_late = |document: &&invoice::Model| {
        document.kind == InvoiceKind::Invoice && document.due_on.is_some_and(|due_on| due_on < tx.today())
    };
    let late: Vec<&invoice::Model> = documents.iter().filter(is_late).collect();
    if late.is_empty() {
        return Ok(HashMap::new());
    }
    let rates = interest_rates::list_dated_rates(tx).await?;
    let ids: Vec<InvoiceId> = late.iter().map(|document| document.id).collect();
    let charged = interest_rates::list_charged_until(tx, &ids).await?;
    let charge = |document: &invoice::Model| {
        let charged_until = charged.get(&document.id).copied();
        let debt = LateDebt { open: open_amount(document), due_on: document.due_on?, charged_until };
        Some((document.id, late_charge(debt, &rates, tx.today())?))
    };
    Ok(late.into_iter().filter_map(charge).collect())
}
