//! The cycle board: staff see where each cycle stands, make one by hand, open and close it before its time.

use chrono::NaiveDate;
use entities::values::{CycleId, CycleState, ZoneId};
use poem::web::Data;
use poem_openapi::{
    OpenApi,
    param::{Header, Path, Query},
    payload::Json,
};

use super::{
    Tag,
    wire::{Cycle, CycleCount, Instants, MakeCycle},
};
use crate::{
    cycles::{
        actions, change_times, close, open, reads,
        store::{self, Wanted},
    },
    identity::{Caller, Staff, StaffViewer},
    platform::{
        app::App,
        http::{
            etag::Versioned,
            idempotency::{Created, Once, once},
            paging::{Cursor, Limit, List, Page, RequestUri},
            problem::Result,
        },
        unit_of_work::UnitOfWork,
    },
};

/// Operations of staff on cycles.
pub struct Board;

#[OpenApi(prefix_path = "/api/v1/staff", tag = "Tag::Cycles")]
impl Board {
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
        #[oai(default)] limit: Query<Limit>,
        after: Query<Option<Cursor>>,
        uri: RequestUri,
    ) -> Result<List<Cycle>> {
        let page = Page::new(limit.0, after.0);
        let tx = app.read(caller.actor()).await?;
        let wanted = Wanted { zone: zone_id.0, state: state.0, from: from.0, until: until.0 };
        let rows = store::page(&tx, wanted, page.key()?, page.fetch()).await?;
        let told = reads::listed(&tx, rows).await?;
        Ok(List::page(told, &page, &uri, |row| Cursor::of(&(row.delivery_date, row.id)), |row| row))
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
        Ok(Json(crate::cycles::rules::STATES.into_iter().map(count).collect()))
    }

    /// Make a cycle by hand
    #[oai(path = "/cycles", method = "post", operation_id = "create_cycle")]
    async fn create_cycle(
        &self,
        app: Data<&App>,
        caller: Staff,
        #[oai(name = "Idempotency-Key")] key: Header<Option<String>>,
        body: Json<MakeCycle>,
    ) -> Result<Created<Cycle>> {
        match once(&app, caller.actor(), &caller.key_owner(), "create_cycle", &key.0, &body.0).await? {
            Once::Replay(replay) => Ok(replay),
            Once::Begin(mut begun) => {
                let made = actions::create_ahead(&mut begun.tx, body.0.into()).await?;
                let told = reads::detail(&begun.tx, made).await?;
                begun.created(told).await
            }
        }
    }

    /// One cycle
    #[oai(path = "/cycles/:id", method = "get", operation_id = "get_cycle")]
    async fn get_cycle(&self, app: Data<&App>, caller: StaffViewer, id: Path<CycleId>) -> Result<Versioned<Cycle>> {
        let tx = app.read(caller.actor()).await?;
        told(&tx, id.0).await
    }

    /// Change the instants of a cycle that still takes orders, or is a draft
    #[oai(path = "/cycles/:id", method = "put", operation_id = "change_cycle")]
    async fn change_cycle(
        &self,
        app: Data<&App>,
        caller: Staff,
        id: Path<CycleId>,
        #[oai(name = "If-Match")] if_match: Header<Option<String>>,
        body: Json<Instants>,
    ) -> Result<Versioned<Cycle>> {
        let mut tx = app.begin(caller.actor()).await?;
        change_times(&mut tx, id.0, if_match.as_deref(), body.0.into()).await?;
        done(tx, id.0).await
    }

    /// Open a draft before its time
    #[oai(path = "/cycles/:id/open", method = "post", operation_id = "open_cycle")]
    async fn open_cycle(&self, app: Data<&App>, caller: Staff, id: Path<CycleId>) -> Result<Versioned<Cycle>> {
        let mut tx = app.begin(caller.actor()).await?;
        open(&mut tx, id.0).await?;
        done(tx, id.0).await
    }

    /// Close an open cycle before its cut-off
    #[oai(path = "/cycles/:id/close", method = "post", operation_id = "close_cycle")]
    async fn close_cycle(&self, app: Data<&App>, caller: Staff, id: Path<CycleId>) -> Result<Versioned<Cycle>> {
        let mut tx = app.begin(caller.actor()).await?;
        close(&mut tx, id.0).await?;
        done(tx, id.0).await
    }
}

async fn told(tx: &UnitOfWork, id: CycleId) -> Result<Versioned<Cycle>> {
    let row = store::cycle(tx, id).await?;
    let version = row.version;
    Ok(Versioned::of(reads::detail(tx, row).await?, version))
}

async fn done(mut tx: UnitOfWork, id: CycleId) -> Result<Versioned<Cycle>> {
    // What follows at once may move the cycle on.
    tx.deliver_events().await?;
    let answer = told(&tx, id).await?;
    tx.commit().await?;
    Ok(answer)
}
