//! A buyer records the arrivals of its guests.

use chrono::{DateTime, NaiveDate, Utc};
use entities::{
    buyers::buyer,
    orders::arrival,
    values::{ArrivalId, ArrivalSource, CycleId},
};
use poem::web::Data;
use poem_openapi::{
    Enum, Object, OpenApi,
    param::{Path, Query},
    payload::{Binary, Json},
};

use super::tag::Tag;
use crate::{
    buyers::{get_own_buyer, get_own_open_buyer},
    identity::{Buyer, Caller},
    orders::{
        self, ArrivalDeliveries, ArrivalList, ArrivalTerms,
        actions::{arrival_deliveries::list_arrival_deliveries, arrivals_file::read_arrivals},
        cancel_arrival, create_arrival, store, update_arrival, upsert_arrivals,
    },
    platform::{
        app::App,
        http::{
            dates::{ArrivalDate, FilterDate},
            etag::{IfMatch, Versioned},
            idempotency::{Created, Idempotent},
            page_request::{PageRequest, Rows},
            paging::List,
            problem::Result,
            text::FreeText,
        },
        unit_of_work::UnitOfWork,
    },
};

/// Guests arriving on a date.
#[derive(Clone, Debug, Object)]
#[oai(skip_serializing_if_is_none)]
pub struct Arrival {
    /// Identifies the arrival.
    pub id: ArrivalId,
    /// Your own reference.
    pub reference: String,
    /// The day.
    pub date: NaiveDate,
    /// Number of guests.
    pub guests: i32,
    /// How it was recorded.
    pub source: ArrivalSource,
    /// When it was cancelled.
    pub cancelled_at: Option<DateTime<Utc>>,
    /// The delivery that serves it; none = no delivery is planned that does, or it was cancelled.
    pub delivery: Option<ArrivalDelivery>,
    /// Deliveries that have closed and count other guests of it than are expected now, because it was recorded, changed
    /// or cancelled after their cut-off; latest first, at most 20.
    pub late_deliveries: Vec<LateDelivery>,
    /// Its version, for `If-Match: "v{version}"`.
    pub version: i32,
}

/// The delivery that serves an arrival.
#[derive(Clone, Debug, Object)]
pub struct ArrivalDelivery {
    /// Its cycle.
    pub cycle_id: CycleId,
    /// The day of delivery.
    pub delivery_date: NaiveDate,
    /// Until when its orders follow the arrivals.
    pub cut_off_at: DateTime<Utc>,
    /// Whether it has closed and counts other guests of the arrival than are expected now.
    pub late: bool,
}

/// A delivery that has closed and counts other guests of an arrival than are expected now.
#[derive(Clone, Debug, Object)]
pub struct LateDelivery {
    /// Its cycle.
    pub cycle_id: CycleId,
    /// The day of delivery.
    pub delivery_date: NaiveDate,
    /// Guests of the arrival that it counts.
    pub counted_guests: i32,
    /// Guests of the arrival that it should serve now; 0 where the arrival was cancelled or moved to another delivery.
    pub guests: i32,
}

impl From<orders::LateDelivery> for LateDelivery {
    fn from(late: orders::LateDelivery) -> Self {
        let orders::LateDelivery { cycle_id, delivery_date, counted_guests, guests } = late;
        Self { cycle_id, delivery_date, counted_guests, guests }
    }
}

impl Arrival {
    fn new(row: arrival::Model, deliveries: ArrivalDeliveries) -> Self {
        let (delivery, late_deliveries) = delivery_responses(deliveries);
        Self {
            id: row.id,
            reference: row.reference,
            date: row.date,
            guests: row.guests,
            source: row.source,
            cancelled_at: row.cancelled_at,
            delivery,
            late_deliveries,
            version: row.version,
        }
    }
}

fn delivery_responses(deliveries: ArrivalDeliveries) -> (Option<ArrivalDelivery>, Vec<LateDelivery>) {
    let ArrivalDeliveries { serving, late } = deliveries;
    let serving = serving.map(|serving| ArrivalDelivery {
        cycle_id: serving.cycle_id,
        delivery_date: serving.delivery_date,
        cut_off_at: serving.cut_off_at,
        late: late.iter().any(|late| late.cycle_id == serving.cycle_id),
    });
    (serving, late.into_iter().map(Into::into).collect())
}

/// Arrivals with their deliveries.
async fn arrival_responses(tx: &UnitOfWork, buyer: &buyer::Model, rows: Rows<arrival::Model>) -> Result<Rows<Arrival>> {
    let mut deliveries = list_arrival_deliveries(tx, buyer, &rows.items).await?.into_iter();
    Ok(rows.map(|row| Arrival::new(row, deliveries.next().unwrap_or_default())))
}

async fn arrival_response(tx: &UnitOfWork, buyer: &buyer::Model, row: arrival::Model) -> Result<Arrival> {
    let deliveries = list_arrival_deliveries(tx, buyer, std::slice::from_ref(&row)).await?.pop();
    Ok(Arrival::new(row, deliveries.unwrap_or_default()))
}

/// An arrival to create.
#[derive(Clone, Debug, Object)]
#[oai(deny_unknown_fields)]
pub struct NewArrival {
    /// Your own reference, unique among your arrivals.
    pub reference: FreeText<1, 80>,
    /// The day.
    pub date: ArrivalDate,
    /// Number of guests.
    #[oai(validator(minimum(value = "1"), maximum(value = "10000")))]
    pub guests: i32,
}

impl From<NewArrival> for ArrivalTerms {
    fn from(new: NewArrival) -> Self {
        Self { reference: new.reference.into(), date: new.date.into(), guests: new.guests }
    }
}

/// The new day and number of guests of an arrival.
#[derive(Clone, Debug, Object)]
#[oai(deny_unknown_fields)]
pub struct ArrivalUpdate {
    /// The day.
    pub date: ArrivalDate,
    /// Number of guests.
    #[oai(validator(minimum(value = "1"), maximum(value = "10000")))]
    pub guests: i32,
}

/// What a file of arrivals did.
#[derive(Clone, Debug, Object)]
pub struct ArrivalImportResult {
    /// New arrivals.
    pub created: u32,
    /// Arrivals whose day or number of guests changed.
    pub changed: u32,
    /// Arrivals that were cancelled.
    pub cancelled: u32,
    /// Arrivals that were equal to the stored ones.
    pub unchanged: u32,
    /// Each row of the file, then the arrivals that a complete file lacks.
    pub arrivals: Vec<ImportedArrival>,
}

/// What became of an arrival of a file, and which delivery serves it.
#[derive(Clone, Debug, Object)]
#[oai(skip_serializing_if_is_none)]
pub struct ImportedArrival {
    /// Physical line in the file; none for an arrival that a complete file lacks.
    pub line: Option<u64>,
    /// Your own reference.
    pub reference: String,
    /// The day.
    pub date: NaiveDate,
    /// Number of guests; 0 where it is cancelled.
    pub guests: i32,
    /// What became of it.
    pub outcome: ArrivalOutcome,
    /// The delivery that serves it; none = no delivery is planned that does, or it was cancelled.
    pub delivery: Option<ArrivalDelivery>,
    /// Deliveries that have closed and count other guests of it than are expected now; latest first, at most 20.
    pub late_deliveries: Vec<LateDelivery>,
}

/// What became of an arrival of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[oai(rename_all = "snake_case")]
pub enum ArrivalOutcome {
    /// It is new.
    Created,
    /// Its day or number of guests changed, or it is valid again.
    Changed,
    /// It was cancelled.
    Cancelled,
    /// It was the same already.
    Unchanged,
}

impl From<orders::ArrivalOutcome> for ArrivalOutcome {
    fn from(outcome: orders::ArrivalOutcome) -> Self {
        match outcome {
            orders::ArrivalOutcome::Created => Self::Created,
            orders::ArrivalOutcome::Changed => Self::Changed,
            orders::ArrivalOutcome::Cancelled => Self::Cancelled,
            orders::ArrivalOutcome::Unchanged => Self::Unchanged,
        }
    }
}

impl From<orders::ImportedArrival> for ImportedArrival {
    fn from(imported: orders::ImportedArrival) -> Self {
        let (delivery, late_deliveries) = delivery_responses(imported.deliveries);
        Self {
            line: imported.line,
            reference: imported.terms.reference,
            date: imported.terms.date,
            guests: imported.terms.guests,
            outcome: imported.outcome.into(),
            delivery,
            late_deliveries,
        }
    }
}

impl From<Vec<orders::ImportedArrival>> for ArrivalImportResult {
    fn from(imported: Vec<orders::ImportedArrival>) -> Self {
        let count = |outcome| {
            let rows = imported.iter().filter(|arrival| arrival.outcome == outcome).count();
            u32::try_from(rows).unwrap_or(u32::MAX)
        };
        Self {
            created: count(orders::ArrivalOutcome::Created),
            changed: count(orders::ArrivalOutcome::Changed),
            cancelled: count(orders::ArrivalOutcome::Cancelled),
            unchanged: count(orders::ArrivalOutcome::Unchanged),
            arrivals: imported.into_iter().map(Into::into).collect(),
        }
    }
}

/// Operations of buyers on arrivals.
pub struct Arrivals;

#[OpenApi(prefix_path = "/api/v1/buyer", tag = "Tag::Orders")]
impl Arrivals {
    /// List your arrivals from a day on, by day
    #[oai(path = "/arrivals", method = "get", operation_id = "list_arrivals")]
    async fn list_arrivals(
        &self,
        app: Data<&App>,
        caller: Buyer,
        /// From this day on; today where it is omitted.
        from: Query<Option<FilterDate>>,
        page: PageRequest,
    ) -> Result<List<Arrival>> {
        let tx = app.read(caller.actor()).await?;
        let buyer = get_own_buyer(&tx, &caller).await?;
        let from = from.0.map_or_else(|| tx.today(), Into::into);
        let rows = store::arrivals::list(&tx, buyer.id, from, &page).await?;
        Ok(arrival_responses(&tx, &buyer, rows).await?.into())
    }

    /// Create an arrival. Recomputes the per-guest lines of open cycles.
    #[oai(path = "/arrivals", method = "post", operation_id = "create_arrival")]
    async fn create_arrival(
        &self,
        #[oai(name = "Idempotency-Key")] request: Idempotent<Buyer>,
        body: Json<NewArrival>,
    ) -> Result<Created<Arrival>> {
        request
            .run(body, async |tx, caller, new| {
                let buyer = get_own_open_buyer(tx, &caller).await?;
                let created = create_arrival(tx, &buyer, new.into()).await?;
                arrival_response(tx, &buyer, created).await
            })
            .await
    }

    /// Import arrivals from a CSV file. The file has the columns `reference`, `date` as YYYY-MM-DD, `guests`, and
    /// optionally `status`. A row of 0 guests or with the status `cancelled` cancels its arrival. Either all of its rows
    /// are stored or none; the same file again changes nothing. The response names the delivery that serves each row, and
    /// the closed deliveries that count other guests of it.
    #[oai(path = "/arrivals-files", method = "post", operation_id = "import_arrivals")]
    async fn import_arrivals(
        &self,
        app: Data<&App>,
        caller: Buyer,
        /// Whether the file is the complete list of arrivals from its first day on: those that it lacks are cancelled.
        #[oai(default)]
        complete: Query<bool>,
        body: Binary<Vec<u8>>,
    ) -> Result<Json<ArrivalImportResult>> {
        let mut tx = app.begin(caller.actor()).await?;
        let buyer = get_own_open_buyer(&tx, &caller).await?;
        let expected = store::arrivals::list_expected_references(&tx, buyer.id, tx.today()).await?;
        let list = ArrivalList { rows: read_arrivals(&body.0, tx.today(), &expected)?, complete: complete.0 };
        let imported = upsert_arrivals(&mut tx, &buyer, list).await?;
        tx.commit().await?;
        Ok(Json(imported.into()))
    }

    /// Update the day or the number of guests of an arrival. Recomputes the per-guest lines of open cycles.
    #[oai(path = "/arrivals/:id", method = "put", operation_id = "update_arrival")]
    async fn update_arrival(
        &self,
        app: Data<&App>,
        caller: Buyer,
        id: Path<ArrivalId>,
        #[oai(name = "If-Match")] if_match: IfMatch,
        body: Json<ArrivalUpdate>,
    ) -> Result<Versioned<Arrival>> {
        let mut tx = app.begin(caller.actor()).await?;
        let buyer = get_own_open_buyer(&tx, &caller).await?;
        let row = update_arrival(&mut tx, &buyer, id.0, &if_match, body.0.date.into(), body.0.guests).await?;
        let version = row.version;
        let response = arrival_response(&tx, &buyer, row).await?;
        tx.commit().await?;
        Ok(Versioned::of(response, version))
    }

    /// Cancel an arrival. Recomputes the per-guest lines of open cycles.
    #[oai(path = "/arrivals/:id/cancel", method = "post", operation_id = "cancel_arrival")]
    async fn cancel_arrival(&self, app: Data<&App>, caller: Buyer, id: Path<ArrivalId>) -> Result<Versioned<Arrival>> {
        let mut tx = app.begin(caller.actor()).await?;
        let buyer = get_own_buyer(&tx, &caller).await?;
        let row = cancel_arrival(&mut tx, &buyer, id.0).await?;
        let version = row.version;
        let response = arrival_response(&tx, &buyer, row).await?;
        tx.commit().await?;
        Ok(Versioned::of(response, version))
    }
}
