//! Wire types of allocation.

use chrono::{DateTime, NaiveDate, Utc};
use entities::{
    allocation::{allocation_run, pin},
    values::{
        BoundBy, CycleId, CycleState, Money, PersonId, PinId, ProductId, QuotaId, QuotaState, RunId, UnitId,
        UnmetReason,
    },
};
use poem_openapi::{Object, types::Any};
use serde_json::Value;

use crate::platform::http::{limits::NOTE, text::Text};

/// What one unit makes of one product in one cycle.
#[derive(Clone, Debug, Object)]
#[oai(skip_serializing_if_is_none)]
pub struct Quota {
    /// Identifies the quota.
    pub id: QuotaId,
    /// The cycle.
    pub cycle_id: CycleId,
    /// The unit.
    pub unit_id: UnitId,
    /// The unit's code.
    pub unit_code: String,
    /// The unit's name.
    pub unit_name: String,
    /// The product.
    pub product_id: ProductId,
    /// The product's code.
    pub product_code: String,
    /// The product's name in Spanish.
    pub product_name_es: String,
    /// The product's name in English.
    pub product_name_en: String,
    /// 1 = from the cycle's run; 2 and on = offered again.
    pub round: i32,
    /// Lots that were asked.
    pub offered_lots: i64,
    /// Lots to make: fewer than were asked where it was amended.
    pub lots: i64,
    /// Units per lot.
    pub lot_size: i64,
    /// Units really needed: the last lot may be needed in part.
    pub units: i64,
    /// Net value of a lot, frozen with the run.
    pub lot_value: Money,
    /// Net value of the units.
    pub value: Money,
    /// Where it stands.
    pub state: QuotaState,
    /// Until then it may be answered.
    pub respond_by: DateTime<Utc>,
    /// When it went to the unit.
    pub published_at: Option<DateTime<Utc>>,
    /// When it was answered.
    pub answered_at: Option<DateTime<Utc>>,
    /// Why it was amended, declined or withdrawn.
    pub reason: Option<String>,
    /// When it was fixed.
    pub frozen_at: Option<DateTime<Utc>>,
    /// When all of it had come.
    pub fulfilled_at: Option<DateTime<Utc>>,
    /// Units accepted so far.
    pub accepted_units: i64,
    /// Its version: `If-Match` is `"v{version}"`.
    pub version: i32,
}

/// The quotas of my units in one cycle.
#[derive(Clone, Debug, Object)]
pub struct CycleQuotas {
    /// The cycle.
    pub cycle_id: CycleId,
    /// Its code.
    pub cycle_code: String,
    /// Its day of delivery.
    pub delivery_date: NaiveDate,
    /// Where it stands.
    pub cycle_state: CycleState,
    /// The quotas.
    pub quotas: Vec<Quota>,
}

/// A quantity fixed before the rest is split.
#[derive(Clone, Debug, Object)]
#[oai(skip_serializing_if_is_none)]
pub struct Pin {
    /// Identifies the pin.
    pub id: PinId,
    /// The cycle.
    pub cycle_id: CycleId,
    /// The unit.
    pub unit_id: UnitId,
    /// The product.
    pub product_id: ProductId,
    /// Lots; 0 = the unit makes none of it.
    pub lots: i64,
    /// Why.
    pub reason: String,
    /// When it was set.
    pub created_at: DateTime<Utc>,
    /// Who set it.
    pub created_by: Option<PersonId>,
}

impl From<pin::Model> for Pin {
    fn from(row: pin::Model) -> Self {
        Self {
            id: row.id,
            cycle_id: row.cycle_id,
            unit_id: row.unit_id,
            product_id: row.product_id,
            lots: row.lots,
            reason: row.reason,
            created_at: row.created_at,
            created_by: row.created_by,
        }
    }
}

/// A quantity to be fixed.
#[derive(Clone, Debug, Object)]
#[oai(deny_unknown_fields)]
pub struct PutPin {
    /// The unit.
    pub unit_id: UnitId,
    /// The product.
    pub product_id: ProductId,
    /// Lots; 0 = the unit makes none of it.
    #[oai(validator(minimum(value = "0"), maximum(value = "1000000000")))]
    pub lots: i64,
    /// Why, for everybody to read.
    pub reason: Text<1, NOTE>,
}

/// An order to split a cycle's demand.
#[derive(Clone, Debug, Object)]
#[oai(deny_unknown_fields)]
pub struct RunRequest {}

/// Fewer lots than were asked.
#[derive(Clone, Debug, Object)]
#[oai(deny_unknown_fields)]
pub struct AmendQuota {
    /// Lots that the unit makes.
    #[oai(validator(minimum(value = "1"), maximum(value = "1000000000")))]
    pub lots: i64,
    /// Why not all.
    pub reason: Text<1, NOTE>,
}

/// Why a quota is not made.
#[derive(Clone, Debug, Object)]
#[oai(deny_unknown_fields)]
pub struct DeclineQuota {
    /// Why.
    pub reason: Text<1, NOTE>,
}

/// One execution of the split.
#[derive(Clone, Debug, Object)]
#[oai(skip_serializing_if_is_none)]
pub struct AllocationRun {
    /// Identifies the run.
    pub id: RunId,
    /// 1, 2, … within the cycle.
    pub number: i32,
    /// 1 = a split of the whole demand; 2 and on = what became free was offered again.
    pub round: i32,
    /// When it was made.
    pub created_at: DateTime<Utc>,
    /// Who asked for it; none = its job.
    pub created_by: Option<PersonId>,
    /// When its quotas went to the units.
    pub published_at: Option<DateTime<Utc>>,
}

impl From<&allocation_run::Model> for AllocationRun {
    fn from(row: &allocation_run::Model) -> Self {
        Self {
            id: row.id,
            number: row.number,
            round: row.round,
            created_at: row.created_at,
            created_by: row.created_by,
            published_at: row.published_at,
        }
    }
}

/// A product of a run.
#[derive(Clone, Debug, Object)]
#[oai(skip_serializing_if_is_none)]
pub struct RunProduct {
    /// The product.
    pub product_id: ProductId,
    /// Its code.
    pub code: String,
    /// Its name in Spanish.
    pub name_es: String,
    /// Its name in English.
    pub name_en: String,
    /// Units ordered.
    pub units: i64,
    /// Units per lot.
    pub lot_size: i64,
    /// Lots ordered, rounded up.
    pub lots: i64,
    /// Net value of a lot.
    pub lot_value: Money,
    /// Lots that the run could not give to anyone.
    pub unmet_lots: i64,
    /// Why.
    pub unmet_reason: Option<UnmetReason>,
    /// Units that no quota stands for now.
    pub open_units: i64,
}

/// A unit of a run.
#[derive(Clone, Debug, Object)]
#[oai(skip_serializing_if_is_none)]
pub struct RunUnit {
    /// The unit.
    pub unit_id: UnitId,
    /// Its code.
    pub code: String,
    /// Its name.
    pub name: String,
    /// The name under which the members see it in this run.
    pub pseudonym: String,
    /// Its share, as a weight.
    pub weight: i64,
    /// Value carried into the run, at the run's share.
    pub carried: Money,
    /// Overall limit.
    pub limit: Option<Money>,
    /// Carried value per share.
    pub ratio_before: f64,
    /// The same with what this run gives.
    pub ratio_after: f64,
    /// The fair level that it would reach if lots could be split.
    pub target_ratio: f64,
    /// What kept it from more.
    pub bound_by: BoundBy,
}

/// A run with its result and its reasons.
#[derive(Clone, Debug, Object)]
pub struct AllocationRunDetail {
    /// The run.
    pub run: AllocationRun,
    /// What was wanted.
    pub products: Vec<RunProduct>,
    /// Who took part.
    pub units: Vec<RunUnit>,
    /// What it gives.
    pub quotas: Vec<Quota>,
}

/// How the demand of a cycle stands with the units.
#[derive(Clone, Debug, Object)]
#[oai(skip_serializing_if_is_none)]
pub struct AllocationBoard {
    /// The cycle.
    pub cycle_id: CycleId,
    /// Its code.
    pub cycle_code: String,
    /// Its day of delivery.
    pub delivery_date: NaiveDate,
    /// Where it stands.
    pub cycle_state: CycleState,
    /// All its runs, oldest first.
    pub runs: Vec<AllocationRun>,
    /// The run that counts.
    pub run: Option<AllocationRun>,
    /// What is wanted.
    pub products: Vec<RunProduct>,
    /// Who takes part.
    pub units: Vec<RunUnit>,
    /// What each unit was given, whatever it answered; what was offered again too.
    pub quotas: Vec<Quota>,
    /// What staff fixed for the next run.
    pub pins: Vec<Pin>,
}

/// What a unit is given of a product in two runs.
#[derive(Clone, Debug, Object)]
pub struct QuotaChange {
    /// The unit.
    pub unit_id: UnitId,
    /// The product.
    pub product_id: ProductId,
    /// Lots in the first run.
    pub lots_before: i64,
    /// Lots in the second.
    pub lots_after: i64,
}

/// Where a unit comes to stand in two runs.
#[derive(Clone, Debug, Object)]
pub struct UnitChange {
    /// The unit.
    pub unit_id: UnitId,
    /// Its ratio after the first run.
    pub ratio_before: f64,
    /// Its ratio after the second.
    pub ratio_after: f64,
}

/// Two runs of a cycle beside each other: only what differs.
#[derive(Clone, Debug, Object)]
pub struct RunComparison {
    /// The first.
    pub before: AllocationRun,
    /// The second.
    pub after: AllocationRun,
    /// What is given otherwise.
    pub quotas: Vec<QuotaChange>,
    /// Who comes to stand otherwise.
    pub units: Vec<UnitChange>,
}

/// A member of the group under its name of a run.
#[derive(Clone, Debug, Object)]
pub struct GroupMember {
    /// Its name in this run.
    pub pseudonym: String,
    /// Whether it is one of mine.
    pub own: bool,
    /// Carried value per share.
    pub ratio_before: f64,
    /// The same with what this run gives.
    pub ratio_after: f64,
    /// The fair level that it would reach if lots could be split.
    pub target_ratio: f64,
    /// What kept it from more.
    pub bound_by: BoundBy,
}

/// Lots given under the names of a run.
#[derive(Clone, Debug, Object)]
pub struct PseudonymousLots {
    /// Who makes them.
    pub member: String,
    /// Code of the product.
    pub product: String,
    /// Lots.
    pub lots: i64,
}

/// A run's whole input and result under pseudonyms: what `minga allocate` reads and writes.
#[derive(Clone, Debug, Object)]
pub struct PublishedInstance {
    /// The input, as `minga allocate` reads it.
    pub instance: Any<Value>,
    /// What the run gave.
    pub assignments: Vec<PseudonymousLots>,
}

/// Where my units stand in the group.
#[derive(Clone, Debug, Object)]
#[oai(skip_serializing_if_is_none)]
pub struct OwnStanding {
    /// The cycle.
    pub cycle_id: CycleId,
    /// Its code.
    pub cycle_code: String,
    /// Its day of delivery.
    pub delivery_date: NaiveDate,
    /// The run.
    pub run: AllocationRun,
    /// My units.
    pub units: Vec<RunUnit>,
    /// Everybody, under names of this run.
    pub group: Vec<GroupMember>,
    /// The whole instance, where the assembly publishes it.
    pub published: Option<PublishedInstance>,
}
