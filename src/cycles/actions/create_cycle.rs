//! Creates cycles: by hand, from an import, or from a calendar.

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use entities::{
    cycles::{calendar, cycle},
    values::{CycleState, ZoneId, production_week},
};
use serde_json::json;

use super::{schedule_jobs::schedule_cycle, update_cycle_times::check_times};
use crate::{
    buyers,
    cycles::{
        errors::CycleError,
        jobs::PrepareCycles,
        rules::{self, PlannedCycle, Times},
        store,
    },
    members,
    platform::{
        app::App,
        http::{api_error::ApiError, problem::Result},
        jobs::Claim,
        local_time,
        unit_of_work::UnitOfWork,
    },
};

/// A cycle to create.
#[derive(Clone, Debug)]
pub struct CycleTerms {
    /// Stable code; none = `{zone}-{date}`.
    pub code: Option<String>,
    /// The zone.
    pub zone_id: ZoneId,
    /// When it is delivered.
    pub delivery_date: NaiveDate,
    /// It takes orders from this instant on.
    pub opens_at: DateTime<Utc>,
    /// It takes no orders from this instant on.
    pub cut_off_at: DateTime<Utc>,
    /// Workshops respond to their quotas before this instant.
    pub respond_by: DateTime<Utc>,
}

/// Creates a cycle as a draft. It opens and closes at its instants.
///
/// # Errors
/// 404 for an unknown zone; `TimesOutOfOrder`, `CycleExists`, `CodeTaken`.
pub async fn create(tx: &mut UnitOfWork, terms: CycleTerms) -> Result<cycle::Model> {
    let CycleTerms { code, zone_id, delivery_date, opens_at, cut_off_at, respond_by } = terms;
    let times = Times { opens_at, cut_off_at, respond_by };
    let zone = buyers::get_zone(tx, zone_id).await?;
    check_times(tx, &times, delivery_date)?;
    let code = code.unwrap_or_else(|| rules::cycle_code(&zone.code, delivery_date));
    if let Some(cycle) = insert(tx, code.clone(), zone_id, PlannedCycle { delivery_date, times }).await? {
        return Ok(cycle);
    }
    if store::find_cycle_on(tx, zone_id, delivery_date).await?.is_some() {
        return Err(CycleError::CycleExists { delivery_date }.at("/delivery_date"));
    }
    Err(CycleError::CodeTaken { code }.at("/code"))
}

/// As [`create`], for a cycle that staff enter by hand: its cut-off is in the future.
///
/// # Errors
/// Those of [`create`]; `CutOffInPast`.
pub async fn create_by_hand(tx: &mut UnitOfWork, terms: CycleTerms) -> Result<cycle::Model> {
    let cut_off_at = terms.cut_off_at;
    if cut_off_at <= tx.now() {
        return Err(CycleError::CutOffInPast { cut_off_at }.at("/times/cut_off_at"));
    }
    create(tx, terms).await
}

/// Runs [`PrepareCycles`]: creates the calendar's next cycles, and stores the job for the next week. It does nothing for
/// a calendar that was updated or has ended since.
pub async fn prepare_cycles(app: &App, claim: &Claim) -> Result<()> {
    let job: PrepareCycles = claim.read()?;
    let mut tx = claim.begin(app).await?;
    let calendar = store::lock_calendar(&tx, job.calendar_id).await?;
    if calendar.ended_at.is_none() && calendar.version == job.version {
        create_planned(&mut tx, &calendar).await?;
        let on = tx.today() + TimeDelta::days(7);
        let due_at = local_time::start_of_day(tx.zone(), on);
        tx.enqueue_at(&PrepareCycles { on, ..job }, due_at)?;
    }
    tx.commit().await
}

/// Creates the next cycles of a calendar that do not exist and whose cut-off is in the future.
async fn create_planned(tx: &mut UnitOfWork, calendar: &calendar::Model) -> Result<()> {
    let zone = buyers::get_zone(tx, calendar.zone_id).await?;
    let hours = members::get_settings(tx, tx.today()).await?.respond_hours;
    for planned in rules::planned_cycles(calendar, tx.now(), tx.zone(), hours) {
        let code = rules::cycle_code(&zone.code, planned.delivery_date);
        insert(tx, code, zone.id, planned).await?;
    }
    Ok(())
}

/// Stores a draft with its jobs; none where its code, or its zone and date, are taken.
async fn insert(
    tx: &mut UnitOfWork,
    code: String,
    zone_id: ZoneId,
    planned: PlannedCycle,
) -> Result<Option<cycle::Model>> {
    let PlannedCycle { delivery_date, times } = planned;
    let cycle = cycle::Model {
        id: tx.new_id(),
        code,
        zone_id,
        delivery_date,
        production_week: production_week(delivery_date),
        opens_at: times.opens_at,
        cut_off_at: times.cut_off_at,
        respond_by: times.respond_by,
        state: CycleState::Draft,
        opened_at: None,
        closed_at: None,
        allocated_at: None,
        published_at: None,
        delivering_at: None,
        delivered_at: None,
        created_at: tx.now(),
        version: 1,
    };
    if !store::insert_cycle(tx, &cycle).await? {
        return Ok(None);
    }
    tx.audit("cycle", cycle.id, "made", json!({ "code": cycle.code, "delivery_date": delivery_date }));
    schedule_cycle(tx, &cycle)?;
    Ok(Some(cycle))
}
