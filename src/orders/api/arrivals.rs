//! A buyer's arriving guests.

use chrono::NaiveDate;
use entities::values::ArrivalId;
use poem::web::Data;
use poem_openapi::{
    OpenApi,
    param::{Header, Path, Query},
    payload::{Binary, Json},
};

use super::{
    Tag,
    wire::{Arrival, ArrivalChange, ArrivalsChanged, PutArrival},
};
use crate::{
    buyers::buyer_of,
    identity::{Buyer, Caller},
    orders::{NewArrival, actions::arrivals_file, cancel_arrival, change_arrival, create_arrival, put_arrivals, store},
    platform::{
        app::App,
        http::{
            etag::{Versioned, check_version},
            idempotency::{Created, Once, once},
            paging::{Cursor, Limit, List, Page, RequestUri},
            problem::Result,
        },
    },
};

/// What a buyer may do with its arrivals.
pub struct BuyerApi;

#[OpenApi(prefix_path = "/api/v1", tag = "Tag::Orders")]
impl BuyerApi {
    /// My arrivals from a day on, by day
    #[oai(path = "/buyer/arrivals", method = "get", operation_id = "list_arrivals")]
    async fn list_arrivals(
        &self,
        app: Data<&App>,
        caller: Buyer,
        /// From this day on; left out = from today.
        from: Query<Option<NaiveDate>>,
        #[oai(default)] limit: Query<Limit>,
        after: Query<Option<Cursor>>,
        uri: RequestUri,
    ) -> Result<List<Arrival>> {
        let page = Page::new(limit.0, after.0);
        let tx = app.read(caller.actor()).await?;
        let buyer = buyer_of(&tx, &caller).await?;
        let from = from.0.unwrap_or_else(|| tx.today());
        let rows = store::arrivals::page(&tx, buyer.id, from, page.key()?, page.fetch()).await?;
        Ok(List::page(rows, &page, &uri, |row| Cursor::of(&(row.date, row.id)), Arrival::from))
    }

    /// Tell an arrival; per-guest lines of open cycles follow at once
    #[oai(path = "/buyer/arrivals", method = "post", operation_id = "create_arrival")]
    async fn create_arrival(
        &self,
        app: Data<&App>,
        caller: Buyer,
        #[oai(name = "Idempotency-Key")] key: Header<Option<String>>,
        body: Json<PutArrival>,
    ) -> Result<Created<Arrival>> {
        match once(&app, caller.actor(), &caller.key_owner(), "create_arrival", &key.0, &body.0).await? {
            Once::Replay(replay) => Ok(replay),
            Once::Begin(mut begun) => {
                let buyer = buyer_of(&begun.tx, &caller).await?;
                let PutArrival { reference, date, guests } = &body.0;
                let new = NewArrival { reference: reference.to_string(), date: *date, guests: *guests };
                let made = create_arrival(&mut begun.tx, &buyer, new).await?;
                begun.created(made.into()).await
            }
        }
    }

    /// Tell many arrivals in a CSV file (UTF-8; columns `reference`, `date` as YYYY-MM-DD, `guests`). All of it is taken,
    /// or nothing; the same file again changes nothing
    #[oai(path = "/buyer/arrivals-files", method = "post", operation_id = "put_arrivals_file")]
    async fn put_arrivals_file(
        &self,
        app: Data<&App>,
        caller: Buyer,
        body: Binary<Vec<u8>>,
    ) -> Result<Json<ArrivalsChanged>> {
        let mut tx = app.begin(caller.actor()).await?;
        let buyer = buyer_of(&tx, &caller).await?;
        let done = put_arrivals(&mut tx, &buyer, arrivals_file::read(&body.0)?).await?;
        tx.commit().await?;
        let count = |rows: usize| u32::try_from(rows).unwrap_or(u32::MAX);
        Ok(Json(ArrivalsChanged {
            created: count(done.created),
            changed: count(done.changed),
            unchanged: count(done.unchanged),
        }))
    }

    /// Change the day or the number of an arrival
    #[oai(path = "/buyer/arrivals/:id", method = "put", operation_id = "change_arrival")]
    async fn change_arrival(
        &self,
        app: Data<&App>,
        caller: Buyer,
        id: Path<ArrivalId>,
        #[oai(name = "If-Match")] if_match: Header<Option<String>>,
        body: Json<ArrivalChange>,
    ) -> Result<Versioned<Arrival>> {
        let mut tx = app.begin(caller.actor()).await?;
        let buyer = buyer_of(&tx, &caller).await?;
        let row = store::arrivals::lock(&tx, buyer.id, id.0).await?;
        check_version(if_match.as_deref(), row.version)?;
        let row = change_arrival(&mut tx, &buyer, row, body.0.date, body.0.guests).await?;
        tx.commit().await?;
        let version = row.version;
        Ok(Versioned::of(row.into(), version))
    }

    /// Take an arrival back
    #[oai(path = "/buyer/arrivals/:id/cancel", method = "post", operation_id = "cancel_arrival")]
    async fn cancel_arrival(&self, app: Data<&App>, caller: Buyer, id: Path<ArrivalId>) -> Result<Versioned<Arrival>> {
        let mut tx = app.begin(caller.actor()).await?;
        let buyer = buyer_of(&tx, &caller).await?;
        let row = store::arrivals::lock(&tx, buyer.id, id.0).await?;
        let row = cancel_arrival(&mut tx, &buyer, row).await?;
        tx.commit().await?;
        let version = row.version;
        Ok(Versioned::of(row.into(), version))
    }
}
