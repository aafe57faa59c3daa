//! Finance staff record the rates of current interest.

use chrono::{DateTime, NaiveDate, Utc};
use entities::{invoicing::interest_rate, values::InterestRateId};
use poem::web::Data;
use poem_openapi::{Object, OpenApi, payload::Json};

use super::tag::Tag;
use crate::{
    identity::{Caller, StaffFinance},
    invoicing::{actions::late_charges, store::interest_rates},
    platform::{
        app::App,
        http::{
            dates::MoneyDate,
            idempotency::{Created, Idempotent},
            paging::List,
            problem::Result,
        },
    },
};

/// The rate of current interest from a day on.
#[derive(Clone, Debug, Object)]
pub struct InterestRate {
    /// Identifies the rate.
    pub id: InterestRateId,
    /// The first day on which it is in force.
    pub effective_from: NaiveDate,
    /// For a year, in basis points.
    pub annual_bps: i32,
    /// When it was recorded; of one day, the rate recorded last holds.
    pub recorded_at: DateTime<Utc>,
}

impl From<interest_rate::Model> for InterestRate {
    fn from(row: interest_rate::Model) -> Self {
        Self {
            id: row.id,
            effective_from: row.effective_from,
            annual_bps: row.annual_bps,
            recorded_at: row.recorded_at,
        }
    }
}

/// A rate to record.
#[derive(Clone, Debug, Object)]
#[oai(deny_unknown_fields)]
pub struct NewInterestRate {
    /// The first day on which it is in force.
    pub effective_from: MoneyDate,
    /// For a year, in basis points.
    #[oai(validator(minimum(value = "0"), maximum(value = "10000")))]
    pub annual_bps: i32,
    /// Whether it replaces the rate that was recorded for this day before.
    #[oai(default)]
    pub replaces: bool,
}

impl From<NewInterestRate> for late_charges::NewInterestRate {
    fn from(new: NewInterestRate) -> Self {
        Self { effective_from: new.effective_from.into(), annual_bps: new.annual_bps, replaces: new.replaces }
    }
}

/// Operations on rates of current interest.
pub struct InterestRates;

#[OpenApi(prefix_path = "/api/v1/staff", tag = "Tag::Invoicing")]
impl InterestRates {
    /// List the rates of current interest, the latest first
    #[oai(path = "/interest-rates", method = "get", operation_id = "list_interest_rates")]
    async fn list_interest_rates(&self, app: Data<&App>, caller: StaffFinance) -> Result<List<InterestRate>> {
        let tx = app.read(caller.actor()).await?;
        let rates = interest_rates::list_interest_rates(&tx).await?;
        Ok(List::all(rates.into_iter().map(InterestRate::from).collect()))
    }

    /// Record the rate of current interest from a day on
    #[oai(path = "/interest-rates", method = "post", operation_id = "record_interest_rate")]
    async fn record_interest_rate(
        &self,
        #[oai(name = "Idempotency-Key")] request: Idempotent<StaffFinance>,
        body: Json<NewInterestRate>,
    ) -> Result<Created<InterestRate>> {
        request.run(body, async |tx, _, new| Ok(late_charges::record_interest_rate(tx, new.into()).await?.into())).await
    }
}
