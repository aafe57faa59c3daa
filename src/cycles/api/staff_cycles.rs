//! Staff list cycles, create them by hand, and open and close them before their time.

use chrono::{DateTime, NaiveDate, Utc};
use entities::{
    buyers::zone,
    cycles::cycle,
    values::{CycleId, CycleState, ZoneId},
};
use poem::web::Data;
use poem_openapi::{
    Object, OpenApi,
    param::{Path, Query},
    payload::Json,
};

use super::{Tag, Zones, zones};
use crate::{
    buyers,
    cycles::{
        CycleTimes, NewCycle,
        actions::{change_times, close, create_ahead, open},
        rules::STATES,
        store::{self, CycleFilter},
    },
    identity::{Caller, Staff, StaffViewer},
    platform::{
        app::App,
        http::{
            etag::{IfMatch, Versioned},
            idempotency::{Created, Idempotent},
            page_request::PageRequest,
            paging::List,
            problem::{Problem, Result},
            text::Text,
        },
        unit_of_work::UnitOfWork,
    },
};

/// A cycle with all its instants, for staff.
#[derive(Clone, Debug, Object)]
#[oai(skip_serializing_if_is_none)]
pub struct Cycle {
    /// Identifies the cycle.
    pub id: CycleId,
    /// Stable code.
    pub code: String,
    /// Where it stands.
    pub state: CycleState,
    /// Where.
    pub zone_id: ZoneId,
    /// What people call that zone.
    pub zone: String,
    /// When it is delivered.
    pub delivery_date: NaiveDate,
    /// The Monday of the week in which it is made.
    pub production_week: NaiveDate,
    /// Orders are taken from here on.
    pub opens_at: DateTime<Utc>,
    /// And until before here.
    pub cut_off_at: DateTime<Utc>,
    /// Until before here workshops answer their quotas.
    pub respond_by: DateTime<Utc>,
    /// When it opened.
    pub opened_at: Option<DateTime<Utc>>,
    /// When it closed.
    pub closed_at: Option<DateTime<Utc>>,
    /// When it was first allocated.
    pub allocated_at: Option<DateTime<Utc>>,
    /// When its quotas were published.
    pub published_at: Option<DateTime<Utc>>,
    /// When its deliveries began.
    pub delivering_at: Option<DateTime<Utc>>,
    /// When all of it was delivered.
    pub delivered_at: Option<DateTime<Utc>>,
}

impl Cycle {
    fn with_zone(row: cycle::Model, zones: &Zones) -> Result<Self> {
        let zone = zones.get(&row.zone_id).ok_or_else(|| Problem::missing_reference("zone", row.zone_id))?;
        Ok(Self::of(row, zone))
    }

    fn of(row: cycle::Model, zone: &zone::Model) -> Self {
        Self {
            id: row.id,
            code: row.code,
            state: row.state,
            zone_id: row.zone_id,
            zone: zone.name.clone(),
            delivery_date: row.delivery_date,
            production_week: row.production_week,
            opens_at: row.opens_at,
            cut_off_at: row.cut_off_at,
            respond_by: row.respond_by,
            opened_at: row.opened_at,
            closed_at: row.closed_at,
            allocated_at: row.allocated_at,
            published_at: row.published_at,
            delivering_at: row.delivering_at,
            delivered_at: row.delivered_at,
        }
    }
}

/// How many cycles stand in a state.
#[derive(Clone, Debug, Object)]
pub struct CycleCount {
    /// The state.
    pub state: CycleState,
    /// How many.
    pub cycles: i64,
}

/// A cycle to be made by hand.
#[derive(Clone, Debug, Object)]
#[oai(deny_unknown_fields)]
pub struct MakeCycle {
    /// Stable code, unique; where it is left out, `{zone}-{date}`.
    pub code: Option<Text<1, 60>>,
    /// Where.
    pub zone_id: ZoneId,
    /// When it is delivered; a zone has one cycle a day at most.
    pub delivery_date: NaiveDate,
    /// Its instants.
    pub times: Instants,
}

impl From<MakeCycle> for NewCycle {
    fn from(new: MakeCycle) -> Self {
        Self {
            code: new.code.map(Into::into),
            zone_id: new.zone_id,
            delivery_date: new.delivery_date,
            opens_at: new.times.opens_at,
            cut_off_at: new.times.cut_off_at,
            respond_by: new.times.respond_by,
        }
    }
}

/// The instants of a cycle, each after the one before it.
#[derive(Clone, Copy, Debug, Object)]
#[oai(deny_unknown_fields)]
pub struct Instants {
    /// Orders are taken from here on; an open cycle keeps the instant at which it was to open.
    pub opens_at: DateTime<Utc>,
    /// And until before here; in the future.
    pub cut_off_at: DateTime<Utc>,
    /// Until before here workshops answer their quotas; within the day of delivery at the latest.
    pub respond_by: DateTime<Utc>,
}

impl From<Instants> for CycleTimes {
    fn from(times: Instants) -> Self {
        Self { opens_at: times.opens_at, cut_off_at: times.cut_off_at, respond_by: times.respond_by }
    }
}

/// Operations of staff on cycles.
pub struct StaffCycles;

#[OpenApi(prefix_path = "/api/v1/staff", tag = "Tag::Cycles")]
impl StaffCycles {
    /// Cycles, latest delivery first
    #[oai(path = "/cycles", method = "get", operation_id = "list_cycles")]
    async fn list_cycles(
        &self,
        app: Data<&App>,
        caller: StaffViewer,
        /// Only in this zone.
        zone_id: Query<Option<ZoneId>>,
        /// Only in this state.
        state: Query<Option<CycleState>>,
        /// Only delivered on this day or later.
        from: Query<Option<NaiveDate>>,
        /// Only delivered on this day or earlier.
        until: Query<Option<NaiveDate>>,
        page: PageRequest,
    ) -> Result<List<Cycle>> {
        let tx = app.read(caller.actor()).await?;
        let filter = CycleFilter { zone: zone_id.0, state: state.0, from: from.0, until: until.0 };
        let rows = store::list(&tx, filter, &page).await?;
        let zones = zones(&tx).await?;
        Ok(rows.try_map(|row| Cycle::with_zone(row, &zones))?.into())
    }

    /// How many cycles stand in each state, in the order of the states
    #[oai(path = "/cycle-counts", method = "get", operation_id = "count_cycles")]
    async fn count_cycles(
        &self,
        app: Data<&App>,
        caller: StaffViewer,
        /// Only in this zone.
        zone_id: Query<Option<ZoneId>>,
    ) -> Result<Json<Vec<CycleCount>>> {
        let tx = app.read(caller.actor()).await?;
        let counts = store::counts(&tx, zone_id.0).await?;
        let count = |state| CycleCount { state, cycles: counts.get(&state).copied().unwrap_or(0) };
        Ok(Json(STATES.into_iter().map(count).collect()))
    }

    /// Make a cycle by hand
    #[oai(path = "/cycles", method = "post", operation_id = "create_cycle")]
    async fn create_cycle(
        &self,
        #[oai(name = "Idempotency-Key")] request: Idempotent<Staff>,
        body: Json<MakeCycle>,
    ) -> Result<Created<Cycle>> {
        request
            .run(body, async |tx, _, new| {
                let cycle = create_ahead(tx, new.into()).await?;
                cycle_response(tx, cycle).await
            })
            .await
    }

    /// One cycle
    #[oai(path = "/cycles/:id", method = "get", operation_id = "get_cycle")]
    async fn get_cycle(&self, app: Data<&App>, caller: StaffViewer, id: Path<CycleId>) -> Result<Versioned<Cycle>> {
        let tx = app.read(caller.actor()).await?;
        get_response(&tx, id.0).await
    }

    /// Change the instants of a cycle that still takes orders, or is a draft
    #[oai(path = "/cycles/:id", method = "put", operation_id = "change_cycle")]
    async fn change_cycle(
        &self,
        app: Data<&App>,
        caller: Staff,
        id: Path<CycleId>,
        #[oai(name = "If-Match")] if_match: IfMatch,
        body: Json<Instants>,
    ) -> Result<Versioned<Cycle>> {
        let mut tx = app.begin(caller.actor()).await?;
        change_times(&mut tx, id.0, &if_match, body.0.into()).await?;
        commit_response(tx, id.0).await
    }

    /// Open a draft before its time
    #[oai(path = "/cycles/:id/open", method = "post", operation_id = "open_cycle")]
    async fn open_cycle(&self, app: Data<&App>, caller: Staff, id: Path<CycleId>) -> Result<Versioned<Cycle>> {
        let mut tx = app.begin(caller.actor()).await?;
        open(&mut tx, id.0).await?;
        commit_response(tx, id.0).await
    }

    /// Close an open cycle before its cut-off
    #[oai(path = "/cycles/:id/close", method = "post", operation_id = "close_cycle")]
    async fn close_cycle(&self, app: Data<&App>, caller: Staff, id: Path<CycleId>) -> Result<Versioned<Cycle>> {
        let mut tx = app.begin(caller.actor()).await?;
        close(&mut tx, id.0).await?;
        commit_response(tx, id.0).await
    }
}

async fn get_response(tx: &UnitOfWork, id: CycleId) -> Result<Versioned<Cycle>> {
    let row = store::cycle(tx, id).await?;
    let version = row.version;
    Ok(Versioned::of(cycle_response(tx, row).await?, version))
}

async fn commit_response(mut tx: UnitOfWork, id: CycleId) -> Result<Versioned<Cycle>> {
    // What follows at once may move the cycle on.
    tx.deliver_events().await?;
    let response = get_response(&tx, id).await?;
    tx.commit().await?;
    Ok(response)
}

async fn cycle_response(tx: &UnitOfWork, row: cycle::Model) -> Result<Cycle> {
    let zone = buyers::zone(tx, row.zone_id).await?;
    Ok(Cycle::of(row, &zone))
}
