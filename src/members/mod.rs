//! CONTRACT STUB
use std::collections::HashMap;
use chrono::NaiveDate;
use entities::{members::*, values::*};
use crate::{identity::Producer, platform::{http::problem::Answer, work::{Work, Fact}}};

#[derive(Debug)]
pub enum Event {
    /// What a unit may supply changed (pause, authorisation, left): catalogue/search/allocation look again.
    SupplyChanged { unit_id: UnitId },
}
impl Fact for Event {}

/// The settings in force on a date, every field with its default filled in.
#[derive(Clone, Debug)]
pub struct Settings { pub commission_bps: i32, pub commission_vat_bps: i32, pub declined_counts: bool, pub respond_hours: i32, pub publish_instance: bool }
pub async fn settings_on(_w: &Work, _date: NaiveDate) -> Answer<Settings> { todo!() }
pub async fn season_on(_w: &Work, _date: NaiveDate) -> Answer<Option<season::Model>> { todo!() }
/// All units that belong to the group on `date`, by code.
pub async fn units_on(_w: &Work, _date: NaiveDate) -> Answer<Vec<production_unit::Model>> { todo!() }
pub async fn units(_w: &Work, _ids: &[UnitId]) -> Answer<HashMap<UnitId, production_unit::Model>> { todo!() }
/// Units of the calling producer's organisation.
pub async fn units_of(_w: &Work, _caller: &Producer) -> Answer<Vec<production_unit::Model>> { todo!() }
/// Weight agreed by each unit on `date`; a unit without a share is absent.
pub async fn shares_on(_w: &Work, _date: NaiveDate) -> Answer<HashMap<UnitId, i64>> { todo!() }
/// Units that may not supply on `date`, with `authorisation` or `pause`; absent = free. (Also units that left or not yet joined: `authorisation`.)
pub async fn blocked_on(_w: &Work, _date: NaiveDate) -> Answer<HashMap<UnitId, BoundBy>> { todo!() }
pub async fn bank_account_of(_w: &Work, _unit: UnitId) -> Answer<Option<bank_account::Model>> { todo!() }
