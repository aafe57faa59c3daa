//! CONTRACT STUB
use chrono::NaiveDate;
use entities::{cycles::*, values::*};
use crate::platform::{http::problem::Answer, work::{Work, Fact}};
#[derive(Debug)]
pub enum Event { CycleOpened { cycle_id: CycleId }, CycleClosed { cycle_id: CycleId } }
impl Fact for Event {}
pub async fn cycle(_w: &Work, _id: CycleId) -> Answer<cycle::Model> { todo!() }
/// The cycle, its row locked for reading until the end of this work (FOR SHARE on PostgreSQL): refuses 409 `cycle_not_open` unless it is open and before its cut-off. An order placed under it is in the demand.
pub async fn lock_open(_w: &mut Work, _id: CycleId) -> Answer<cycle::Model> { todo!() }
/// The cycle, its row locked for change.
pub async fn lock(_w: &mut Work, _id: CycleId) -> Answer<cycle::Model> { todo!() }
/// Moves a cycle on (allocated, published, delivering, delivered), with its timestamp and audit; true = done, false = it was already there; 409 `cycle_state` where the step is not allowed. A later slice calls it.
pub async fn advance(_w: &mut Work, _id: CycleId, _to: CycleState) -> Answer<bool> { todo!() }
/// Cycle of a zone that delivers on `date`; else the last one before it (within 14 days) that is not past its cut-off.
pub async fn cycle_for(_w: &Work, _zone: ZoneId, _date: NaiveDate) -> Answer<Option<cycle::Model>> { todo!() }
pub struct NewCycle { pub code: Option<String>, pub zone_id: ZoneId, pub delivery_date: NaiveDate, pub opens_at: chrono::DateTime<chrono::Utc>, pub cut_off_at: chrono::DateTime<chrono::Utc>, pub respond_by: chrono::DateTime<chrono::Utc> }
pub async fn create(_w: &mut Work, _new: NewCycle) -> Answer<cycle::Model> { todo!() }
/// Opens a draft (by its job at `opens_at`, or staff earlier); emits CycleOpened. true = done, false = already.
pub async fn open(_w: &mut Work, _id: CycleId) -> Answer<bool> { todo!() }
/// Closes an open cycle at its cut-off (job, exactly once) or earlier by staff; emits CycleClosed.
pub async fn close(_w: &mut Work, _id: CycleId) -> Answer<bool> { todo!() }
