//! Where a member stands, on the wire.

use chrono::NaiveDate;
use entities::values::{BoundBy, CycleId};
use poem_openapi::{Object, types::Any};
use serde_json::Value;

use super::{AllocationRun, RunWorkshop};

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

/// Where my workshops stand in the group.
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
    /// My workshops.
    pub workshops: Vec<RunWorkshop>,
    /// Everybody, under names of this run.
    pub group: Vec<GroupMember>,
    /// The whole instance, where the assembly publishes it.
    pub published: Option<PublishedInstance>,
}
