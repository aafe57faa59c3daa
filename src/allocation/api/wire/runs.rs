//! Runs and the board of a cycle on the wire.

use chrono::{DateTime, NaiveDate, Utc};
use entities::{
    allocation::allocation_run,
    values::{BoundBy, CycleId, CycleState, Money, PersonId, ProductId, RunId, UnmetReason, WorkshopId},
};
use poem_openapi::Object;

use super::{Pin, Quota};

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
    /// When its quotas went to the workshops.
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
    /// Units still wanted that no quota stands for now.
    pub open_units: i64,
}

/// A workshop of a run.
#[derive(Clone, Debug, Object)]
#[oai(skip_serializing_if_is_none)]
pub struct RunWorkshop {
    /// The workshop.
    pub workshop_id: WorkshopId,
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
    pub workshops: Vec<RunWorkshop>,
    /// What it gives.
    pub quotas: Vec<Quota>,
}

/// How the demand of a cycle stands with the workshops.
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
    pub workshops: Vec<RunWorkshop>,
    /// What each workshop was given, whatever it answered; what was offered again too.
    pub quotas: Vec<Quota>,
    /// What staff fixed for the next run.
    pub pins: Vec<Pin>,
}
