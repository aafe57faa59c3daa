//! Records the rate of commission that the assembly decided for a workshop, a family of products, or both.

use chrono::NaiveDate;
use entities::{
    settlement::commission_rate,
    values::{DecisionId, FamilyId, WorkshopId},
};
use serde_json::json;

use crate::{
    catalogue, members,
    platform::{
        counter,
        http::{api_error::ApiError, problem::Result},
        unit_of_work::UnitOfWork,
    },
    settlement::{
        errors::SettlementError,
        store::commission_rates::{self, RateWithDecision},
    },
};

/// A rate to record.
#[derive(Clone, Debug)]
pub struct NewCommissionRate {
    /// The decision that sets it.
    pub decision_id: DecisionId,
    /// None = every workshop.
    pub workshop_id: Option<WorkshopId>,
    /// None = every family.
    pub family_id: Option<FamilyId>,
    /// In basis points; none = a less specific rate holds again.
    pub rate_bps: Option<i32>,
    /// The first day of delivery on which it holds.
    pub valid_from: NaiveDate,
    /// Whether it replaces the rate of the same workshop and family that was recorded for this day before.
    pub replaces: bool,
}

/// Name of the lock of the rates.
const RATES: &str = "commission_rate";

/// Records a rate. Pools that have closed keep the rates that were frozen on them.
///
/// # Errors
/// 404; `CommissionRateOfAll` where it names neither a workshop nor a family; `RateBeforeDecision`;
/// `CommissionRateOfDayExists` where another rate of the same workshop and family was recorded for this day and the new one
/// does not say that it replaces it.
pub async fn create_commission_rate(tx: &mut UnitOfWork, new: NewCommissionRate) -> Result<RateWithDecision> {
    if new.workshop_id.is_none() && new.family_id.is_none() {
        return Err(SettlementError::CommissionRateOfAll.at("/workshop_id"));
    }
    let decision = members::get_decision(tx, new.decision_id).await?;
    let effective_from = decision.effective_from;
    if new.valid_from < effective_from {
        return Err(SettlementError::RateBeforeDecision { effective_from }.at("/valid_from"));
    }
    if let Some(id) = new.workshop_id {
        members::get_workshop(tx, id).await?;
    }
    if let Some(id) = new.family_id {
        catalogue::get_family(tx, id).await?;
    }
    counter::hold(tx, RATES).await?;
    let before = commission_rates::find_rate_of_day(tx, new.workshop_id, new.family_id, new.valid_from).await?;
    if before.is_some() && !new.replaces {
        return Err(SettlementError::CommissionRateOfDayExists { valid_from: new.valid_from }.at("/valid_from"));
    }
    let rate = commission_rate::Model {
        id: tx.new_id(),
        decision_id: decision.id,
        workshop_id: new.workshop_id,
        family_id: new.family_id,
        rate_bps: new.rate_bps,
        valid_from: new.valid_from,
        created_at: tx.now(),
        created_by: tx.actor().person(),
    };
    commission_rates::insert_rate(tx, rate.clone()).await?;
    let detail = json!({ "decision": decision.code, "rate_bps": rate.rate_bps, "valid_from": rate.valid_from });
    tx.audit("commission_rate", rate.id, "recorded", detail);
    Ok(RateWithDecision { rate, decision })
}
