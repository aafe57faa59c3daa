//! Staff list and create cycles, update their times, and open and close them before their time.

use chrono::{DateTime, NaiveDate, Utc};
use entities::values::{CycleId, CycleState, ZoneId};
use poem::web::Data;
use poem_openapi::{
    Object, OpenApi,
    param::{Path, Query},
    payload::Json,
};

use super::tag::Tag;
use crate::{
    cycles::{
        CycleTerms, Times,
        actions::create_by_hand,
        close, open,
        rules::STATES,
        store::{self, CycleFilter, ZoneCycle},
        update_times,
    },
    identity::{Caller, Staff, StaffViewer},
    platform::{
        app::App,
        http::{
            dates::{CycleInstant, DeliveryDate, FilterDate},
            etag::{IfMatch, Versioned},
            idempotency::{Created, Idempotent},
            page_request::PageRequest,
            paging::List,
            problem::Result,
            text::Text,
        },
        unit_of_work::UnitOfWork,
    },
};

/// A cycle.
#[derive(Clone, Debug, Object)]
#[oai(skip_serializing_if_is_none)]
pub struct Cycle {
    /// Identifies the cycle.
    pub id: CycleId,
    /// Stable code.
    pub code: String,
    /// Its state.
    pub state: CycleState,
    /// The zone.
    pub zone_id: ZoneId,
    /// Name of the zone.
    pub zone: String,
    /// When it is delivered.
    pub delivery_date: NaiveDate,
    /// The Monday of the week in which it is made.
    pub production_week: NaiveDate,
    /// It takes orders from this instant on.
    pub opens_at: DateTime<Utc>,
    /// It takes no orders from this instant on.
    pub cut_off_at: DateTime<Utc>,
    /// Workshops respond to their quotas before this instant.
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

impl From<ZoneCycle> for Cycle {
    fn from(row: ZoneCycle) -> Self {
        let ZoneCycle { cycle, zone } = row;
        Self {
            id: cycle.id,
            code: cycle.code,
            state: cycle.state,
            zone_id: zone.id,
            zone: zone.name,
            delivery_date: cycle.delivery_date,
            production_week: cycle.production_week,
            opens_at: cycle.opens_at,
            cut_off_at: cycle.cut_off_at,
            respond_by: cycle.respond_by,
            opened_at: cycle.opened_at,
            closed_at: cycle.closed_at,
            allocated_at: cycle.allocated_at,
            published_at: cycle.published_at,
            delivering_at: cycle.delivering_at,
            delivered_at: cycle.delivered_at,
        }
    }
}

/// The number of cycles in a state.
#[derive(Clone, Debug, Object)]
pub struct CycleCount {
    /// The state.
    pub state: CycleState,
    /// How many.
    pub cycles: i64,
}

/// A cycle to create.
#[derive(Clone, Debug, Object)]
#[oai(skip_serializing_if_is_none, deny_unknown_fields)]
pub struct NewCycle {
    /// Stable code, unique; absent = `{zone}-{date}`.
    pub code: Option<Text<1, 60>>,
    /// The zone.
    pub zone_id: ZoneId,
    /// When it is delivered; a zone has at most one cycle on a day.
    pub delivery_date: DeliveryDate,
    /// Its instants.
    pub times: CycleTimes,
}

impl From<NewCycle> for CycleTerms {
    fn from(new: NewCycle) -> Self {
        Self {
            code: new.code.map(Into::into),
            zone_id: new.zone_id,
            delivery_date: new.delivery_date.into(),
            opens_at: new.times.opens_at.into(),
            cut_off_at: new.times.cut_off_at.into(),
            respond_by: new.times.respond_by.into(),
        }
    }
}

/// The instants of a cycle, each after the one before it.
#[derive(Clone, Copy, Debug, Object)]
#[oai(deny_unknown_fields)]
pub struct CycleTimes {
    /// It takes orders from this instant on; an open cycle keeps its own.
    pub opens_at: CycleInstant,
    /// It takes no orders from this instant on; in the future.
    pub cut_off_at: CycleInstant,
    /// Workshops respond to their quotas before this instant; at the latest the end of the delivery day.
    pub respond_by: CycleInstant,
}

impl From<CycleTimes> for Times {
    fn from(times: CycleTimes) -> Self {
        Self {
            opens_at: times.opens_at.into(),
            cut_off_at: times.cut_off_at.into(),
            respond_by: times.respond_by.into(),
        }
    }
}

/// Operations of staff on cycles.
pub struct Cycles;

#[OpenApi(prefix_path = "/api/v1/staff", tag = "Tag::Cycles")]
impl Cycles {
    /// List cycles, latest delivery first
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
        from: Query<Option<FilterDate>>,
        /// Only delivered on this day or earlier.
        until: Query<Option<FilterDate>>,
        page: PageRequest,
    ) -> Result<List<Cycle>> {
        let tx = app.read(caller.actor()).await?;
        let filter = CycleFilter {
            zone: zone_id.0,
            state: state.0,
            from: from.0.map(Into::into),
            until: until.0.map(Into::into),
        };
        Ok(store::list_cycles(&tx, filter, &page).await?.map(Cycle::from).into())
    }

    /// Count the cycles in each state, in the order of the states
    #[oai(path = "/cycle-counts", method = "get", operation_id = "count_cycles")]
    async fn count_cycles(
        &self,
        app: Data<&App>,
        caller: StaffViewer,
        /// Only in this zone.
        zone_id: Query<Option<ZoneId>>,
    ) -> Result<Json<Vec<CycleCount>>> {
        let tx = app.read(caller.actor()).await?;
        let counts = store::count_cycles(&tx, zone_id.0).await?;
        let count = |state| CycleCount { state, cycles: counts.get(&state).copied().unwrap_or(0) };
        Ok(Json(STATES.into_iter().map(count).collect()))
    }

    /// Create a cycle by hand
    #[oai(path = "/cycles", method = "post", operation_id = "create_cycle")]
    async fn create_cycle(
        &self,
        #[oai(name = "Idempotency-Key")] request: Idempotent<Staff>,
        body: Json<NewCycle>,
    ) -> Result<Created<Cycle>> {
        request
            .run(body, async |tx, _, new| {
                let cycle = create_by_hand(tx, new.into()).await?;
                Ok(store::get_zone_cycle(tx, cycle.id).await?.into())
            })
            .await
    }

    /// Get a cycle
    #[oai(path = "/cycles/:id", method = "get", operation_id = "get_cycle")]
    async fn get_cycle(&self, app: Data<&App>, caller: StaffViewer, id: Path<CycleId>) -> Result<Versioned<Cycle>> {
        let tx = app.read(caller.actor()).await?;
        get_response(&tx, id.0).await
    }

    /// Update the times of a cycle that has not closed
    #[oai(path = "/cycles/:id", method = "put", operation_id = "update_cycle")]
    async fn update_cycle(
        &self,
        app: Data<&App>,
        caller: Staff,
        id: Path<CycleId>,
        #[oai(name = "If-Match")] if_match: IfMatch,
        body: Json<CycleTimes>,
    ) -> Result<Versioned<Cycle>> {
        let mut tx = app.begin(caller.actor()).await?;
        update_times(&mut tx, id.0, &if_match, body.0.into()).await?;
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
    let found = store::get_zone_cycle(tx, id).await?;
    let version = found.cycle.version;
    Ok(Versioned::of(found.into(), version))
}

async fn commit_response(mut tx: UnitOfWork, id: CycleId) -> Result<Versioned<Cycle>> {
    // The events may advance the cycle.
    tx.deliver_events().await?;
    let response = get_response(&tx, id).await?;
    tx.commit().await?;
    Ok(response)
}
