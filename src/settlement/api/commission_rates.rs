//! Rates of commission of workshops and families, which administrators record from decisions of the assembly.

use std::collections::HashMap;

use chrono::NaiveDate;
use entities::{
    catalogue::family,
    members::workshop,
    values::{CommissionRateId, DecisionId, FamilyId, WorkshopId},
};
use poem::web::Data;
use poem_openapi::{Object, OpenApi, payload::Json};

use super::tag::Tag;
use crate::{
    catalogue,
    identity::{Caller, Producer, StaffAdmin, StaffViewer},
    members,
    platform::{
        app::App,
        http::{
            dates::MembershipDate,
            idempotency::{Created, Idempotent},
            paging::List,
            problem::Result,
        },
        unit_of_work::UnitOfWork,
    },
    settlement::{
        NewCommissionRate, create_commission_rate,
        store::commission_rates::{self, RateWithDecision},
    },
};

/// The rate of commission for a workshop, a family of products, or both, from a day of delivery on.
///
/// The most specific rate holds: that of the workshop for the family, else that of the workshop, else that of the family,
/// else the general one. It is frozen on the shares of a pool when the pool closes.
#[derive(Clone, Debug, Object)]
#[oai(skip_serializing_if_is_none)]
pub struct CommissionRate {
    /// Identifies the rate.
    pub id: CommissionRateId,
    /// The decision that sets it.
    pub decision_id: DecisionId,
    /// The decision's number in the minutes.
    pub decision_code: String,
    /// The workshop; none for every workshop.
    pub workshop_id: Option<WorkshopId>,
    /// The workshop's name.
    pub workshop: Option<String>,
    /// The family; none for every family.
    pub family_id: Option<FamilyId>,
    /// The family's name in Spanish.
    pub family_name_es: Option<String>,
    /// The family's name in English.
    pub family_name_en: Option<String>,
    /// Commission of the cooperative, in basis points of the net share; none where a less specific rate holds again.
    pub rate_bps: Option<i32>,
    /// The first day of delivery on which it holds.
    pub valid_from: NaiveDate,
}

/// A rate of commission to record.
#[derive(Clone, Debug, Object)]
#[oai(skip_serializing_if_is_none, deny_unknown_fields)]
pub struct NewRate {
    /// The decision that sets it.
    pub decision_id: DecisionId,
    /// The workshop; without one every workshop.
    pub workshop_id: Option<WorkshopId>,
    /// The family; without one every family.
    pub family_id: Option<FamilyId>,
    /// In basis points of the net share; without it a less specific rate holds again.
    #[oai(validator(minimum(value = "0"), maximum(value = "10000")))]
    pub rate_bps: Option<i32>,
    /// The first day of delivery on which it holds; not before the decision is in force.
    pub valid_from: MembershipDate,
    /// Whether it replaces the rate of the same workshop and family that was recorded for this day before.
    #[oai(default)]
    pub replaces: bool,
}

impl From<NewRate> for NewCommissionRate {
    fn from(new: NewRate) -> Self {
        Self {
            decision_id: new.decision_id,
            workshop_id: new.workshop_id,
            family_id: new.family_id,
            rate_bps: new.rate_bps,
            valid_from: new.valid_from.into(),
            replaces: new.replaces,
        }
    }
}

/// The names of the workshops and families of rates.
struct RateNames {
    workshops: HashMap<WorkshopId, workshop::Model>,
    families: HashMap<FamilyId, family::Model>,
}

impl RateNames {
    async fn load(tx: &UnitOfWork, rates: &[RateWithDecision]) -> Result<Self> {
        let workshops: Vec<WorkshopId> = rates.iter().filter_map(|row| row.rate.workshop_id).collect();
        Ok(Self {
            workshops: members::list_workshops_by_id(tx, &workshops).await?,
            families: catalogue::list_families(tx).await?.into_iter().map(|row| (row.id, row)).collect(),
        })
    }

    fn response(&self, RateWithDecision { rate, decision }: RateWithDecision) -> CommissionRate {
        let workshop = rate.workshop_id.and_then(|id| self.workshops.get(&id));
        let family = rate.family_id.and_then(|id| self.families.get(&id));
        CommissionRate {
            id: rate.id,
            decision_id: decision.id,
            decision_code: decision.code,
            workshop_id: rate.workshop_id,
            workshop: workshop.map(|row| row.name.clone()),
            family_id: rate.family_id,
            family_name_es: family.map(|row| row.name_es.clone()),
            family_name_en: family.map(|row| row.name_en.clone()),
            rate_bps: rate.rate_bps,
            valid_from: rate.valid_from,
        }
    }
}

/// Operations on rates of commission.
pub struct CommissionRateApi;

#[OpenApi(prefix_path = "/api/v1", tag = "Tag::Settlement")]
impl CommissionRateApi {
    /// List the rates of commission of workshops and families, the latest first
    #[oai(path = "/staff/commission-rates", method = "get", operation_id = "list_commission_rates")]
    async fn list_commission_rates(&self, app: Data<&App>, caller: StaffViewer) -> Result<List<CommissionRate>> {
        let tx = app.read(caller.actor()).await?;
        rate_list(&tx, commission_rates::list_rates_with_decisions(&tx).await?).await
    }

    /// Record a rate of commission that the assembly decided
    ///
    /// It never changes; a later one replaces it. Pools that have closed keep their rates.
    #[oai(path = "/staff/commission-rates", method = "post", operation_id = "create_commission_rate")]
    async fn create_commission_rate(
        &self,
        #[oai(name = "Idempotency-Key")] request: Idempotent<StaffAdmin>,
        body: Json<NewRate>,
    ) -> Result<Created<CommissionRate>> {
        request
            .run(body, async |tx, _, new| {
                let row = create_commission_rate(tx, new.into()).await?;
                let names = RateNames::load(tx, std::slice::from_ref(&row)).await?;
                Ok(names.response(row))
            })
            .await
    }

    /// List the rates of commission of own workshops and of families, the latest first
    #[oai(path = "/producer/commission-rates", method = "get", operation_id = "list_own_commission_rates")]
    async fn list_own_commission_rates(&self, app: Data<&App>, caller: Producer) -> Result<List<CommissionRate>> {
        let tx = app.read(caller.actor()).await?;
        let own: Vec<WorkshopId> =
            members::list_own_workshops(&tx, &caller).await?.into_iter().map(|row| row.id).collect();
        let mut rates = commission_rates::list_rates_with_decisions(&tx).await?;
        rates.retain(|row| row.rate.workshop_id.is_none_or(|id| own.contains(&id)));
        rate_list(&tx, rates).await
    }
}

async fn rate_list(tx: &UnitOfWork, rates: Vec<RateWithDecision>) -> Result<List<CommissionRate>> {
    let names = RateNames::load(tx, &rates).await?;
    Ok(List::all(rates.into_iter().map(|row| names.response(row)).collect()))
}
