//! A buyer's own standing orders.

use chrono::NaiveDate;
use entities::{buyers::buyer, values::StandingOrderId};
use poem::web::Data;
use poem_openapi::{
    OpenApi,
    param::{Header, Path, Query},
    payload::Json,
};
use uuid::Uuid;

use super::{
    Tag,
    wire::{NewPause, Occurrence, PutOccurrence, PutStandingOrder, StandingOrder, StandingOrderDetail, UpcomingDate},
};
use crate::{
    buyers::buyer_of,
    identity::{Buyer, Caller},
    orders::{
        Previewed, StandingTerms,
        actions::standing::{check, recurrence_of, wants},
        change_date, create_standing_order, edit_standing_order, end_standing_order, pause, preview, resume, shown,
        store,
    },
    platform::{
        app::App,
        http::{
            etag::{Versioned, check_version},
            idempotency::{Created, Once, once},
            paging::{Cursor, Limit, List, Page, RequestUri},
            problem::Result,
        },
        unit_of_work::UnitOfWork,
    },
};

/// What a buyer may do with its standing orders.
pub struct BuyerApi;

#[OpenApi(prefix_path = "/api/v1", tag = "Tag::Orders")]
impl BuyerApi {
    /// My standing orders, the newest first
    #[oai(path = "/buyer/standing-orders", method = "get", operation_id = "list_standing_orders")]
    async fn list_standing_orders(
        &self,
        app: Data<&App>,
        caller: Buyer,
        #[oai(default)] limit: Query<Limit>,
        after: Query<Option<Cursor>>,
        uri: RequestUri,
    ) -> Result<List<StandingOrder>> {
        let page = Page::new(limit.0, after.0);
        let tx = app.read(caller.actor()).await?;
        let buyer = buyer_of(&tx, &caller).await?;
        let told = shown::standing_orders(&tx, Some(buyer.id), &page).await?;
        Ok(List::page(told, &page, &uri, |row| Cursor::of(&row.id), |row| row))
    }

    /// Make a standing order
    #[oai(path = "/buyer/standing-orders", method = "post", operation_id = "create_standing_order")]
    async fn create_standing_order(
        &self,
        app: Data<&App>,
        caller: Buyer,
        #[oai(name = "Idempotency-Key")] key: Header<Option<String>>,
        body: Json<PutStandingOrder>,
    ) -> Result<Created<StandingOrderDetail>> {
        match once(&app, caller.actor(), &caller.key_owner(), "create_standing_order", &key.0, &body.0).await? {
            Once::Replay(replay) => Ok(replay),
            Once::Begin(mut begun) => {
                let buyer = buyer_of(&begun.tx, &caller).await?;
                let made = create_standing_order(&mut begun.tx, &buyer, None, body.0.into()).await?;
                let told = shown::standing_detail(&begun.tx, made).await?;
                begun.created(told).await
            }
        }
    }

    /// What a standing order would bring, before it is made
    #[oai(path = "/buyer/standing-order-previews", method = "post", operation_id = "preview_standing_order")]
    async fn preview_standing_order(
        &self,
        app: Data<&App>,
        caller: Buyer,
        /// How many dates to show.
        #[oai(default = "eight", validator(minimum(value = "1"), maximum(value = "26")))]
        count: Query<u16>,
        body: Json<PutStandingOrder>,
    ) -> Result<List<UpcomingDate>> {
        let tx = app.read(caller.actor()).await?;
        let buyer = buyer_of(&tx, &caller).await?;
        let terms: StandingTerms = body.0.into();
        let recurrence = check(&tx, &buyer, &terms).await?;
        let previewed = Previewed { recurrence: &recurrence, lines: &terms.lines, id: None };
        previews(&tx, &buyer, previewed, count.0).await
    }

    /// One of my standing orders
    #[oai(path = "/buyer/standing-orders/:id", method = "get", operation_id = "get_standing_order")]
    async fn get_standing_order(
        &self,
        app: Data<&App>,
        caller: Buyer,
        id: Path<StandingOrderId>,
    ) -> Result<Versioned<StandingOrderDetail>> {
        let tx = app.read(caller.actor()).await?;
        let buyer = buyer_of(&tx, &caller).await?;
        let row = store::standing::of(&tx, buyer.id, id.0).await?;
        let version = row.version;
        Ok(Versioned::of(shown::standing_detail(&tx, row).await?, version))
    }

    /// Change a standing order; dates that are ordered already stay
    #[oai(path = "/buyer/standing-orders/:id", method = "put", operation_id = "edit_standing_order")]
    async fn edit_standing_order(
        &self,
        app: Data<&App>,
        caller: Buyer,
        id: Path<StandingOrderId>,
        #[oai(name = "If-Match")] if_match: Header<Option<String>>,
        body: Json<PutStandingOrder>,
    ) -> Result<Versioned<StandingOrderDetail>> {
        let mut tx = app.begin(caller.actor()).await?;
        let buyer = buyer_of(&tx, &caller).await?;
        let row = store::standing::lock(&tx, buyer.id, id.0).await?;
        check_version(if_match.as_deref(), row.version)?;
        edit_standing_order(&mut tx, &buyer, row, body.0.into()).await?;
        finish(tx, &buyer, id.0).await
    }

    /// End a standing order; orders that are placed stay
    #[oai(path = "/buyer/standing-orders/:id/end", method = "post", operation_id = "end_standing_order")]
    async fn end_standing_order(
        &self,
        app: Data<&App>,
        caller: Buyer,
        id: Path<StandingOrderId>,
    ) -> Result<Versioned<StandingOrderDetail>> {
        let mut tx = app.begin(caller.actor()).await?;
        let buyer = buyer_of(&tx, &caller).await?;
        let row = store::standing::lock(&tx, buyer.id, id.0).await?;
        end_standing_order(&mut tx, row).await?;
        finish(tx, &buyer, id.0).await
    }

    /// Let a standing order rest from one day to another
    #[oai(path = "/buyer/standing-orders/:id/pauses", method = "post", operation_id = "pause_standing_order")]
    async fn pause_standing_order(
        &self,
        app: Data<&App>,
        caller: Buyer,
        id: Path<StandingOrderId>,
        #[oai(name = "Idempotency-Key")] key: Header<Option<String>>,
        body: Json<NewPause>,
    ) -> Result<Created<StandingOrderDetail>> {
        let operation = "pause_standing_order";
        let owner = format!("{}:{}", caller.key_owner(), id.0);
        match once(&app, caller.actor(), &owner, operation, &key.0, &body.0).await? {
            Once::Replay(replay) => Ok(replay),
            Once::Begin(mut begun) => {
                let buyer = buyer_of(&begun.tx, &caller).await?;
                let row = store::standing::lock(&begun.tx, buyer.id, id.0).await?;
                pause(&mut begun.tx, &row, body.0.from_date, body.0.until_date).await?;
                let row = store::standing::get(&begun.tx, id.0).await?;
                let told = shown::standing_detail(&begun.tx, row).await?;
                begun.created(told).await
            }
        }
    }

    /// End a pause today
    #[oai(
        path = "/buyer/standing-orders/:id/pauses/:pause/end",
        method = "post",
        operation_id = "resume_standing_order"
    )]
    async fn resume_standing_order(
        &self,
        app: Data<&App>,
        caller: Buyer,
        id: Path<StandingOrderId>,
        pause: Path<Uuid>,
    ) -> Result<Versioned<StandingOrderDetail>> {
        let mut tx = app.begin(caller.actor()).await?;
        let buyer = buyer_of(&tx, &caller).await?;
        let row = store::standing::lock(&tx, buyer.id, id.0).await?;
        resume(&mut tx, &row, pause.0).await?;
        finish(tx, &buyer, id.0).await
    }

    /// The next dates of a standing order: delivery, price, and what may keep them from coming whole
    #[oai(path = "/buyer/standing-orders/:id/preview", method = "get", operation_id = "list_upcoming_dates")]
    async fn list_upcoming_dates(
        &self,
        app: Data<&App>,
        caller: Buyer,
        id: Path<StandingOrderId>,
        /// How many dates to show.
        #[oai(default = "eight", validator(minimum(value = "1"), maximum(value = "26")))]
        count: Query<u16>,
    ) -> Result<List<UpcomingDate>> {
        let tx = app.read(caller.actor()).await?;
        let buyer = buyer_of(&tx, &caller).await?;
        let row = store::standing::of(&tx, buyer.id, id.0).await?;
        if row.ended_at.is_some() {
            return Ok(List::all(Vec::new()));
        }
        let recurrence = recurrence_of(&row.rule, row.starts_on, row.ends_on)?;
        let lines = wants(&store::standing::lines(&tx, &[row.id]).await?);
        let previewed = Previewed { recurrence: &recurrence, lines: &lines, id: Some(row.id) };
        previews(&tx, &buyer, previewed, count.0).await
    }

    /// What became of the dates of a standing order, the latest first
    #[oai(path = "/buyer/standing-orders/:id/occurrences", method = "get", operation_id = "list_occurrences")]
    async fn list_occurrences(
        &self,
        app: Data<&App>,
        caller: Buyer,
        id: Path<StandingOrderId>,
        #[oai(default)] limit: Query<Limit>,
        after: Query<Option<Cursor>>,
        uri: RequestUri,
    ) -> Result<List<Occurrence>> {
        let page = Page::new(limit.0, after.0);
        let tx = app.read(caller.actor()).await?;
        let buyer = buyer_of(&tx, &caller).await?;
        let row = store::standing::of(&tx, buyer.id, id.0).await?;
        let rows = store::occurrences::page(&tx, row.id, page.key()?, page.fetch()).await?;
        Ok(List::page(rows, &page, &uri, |row| Cursor::of(&row.date), shown::occurrence))
    }

    /// Leave one date out, or change it for that date only
    #[oai(path = "/buyer/standing-orders/:id/occurrences/:date", method = "put", operation_id = "change_occurrence")]
    async fn change_occurrence(
        &self,
        app: Data<&App>,
        caller: Buyer,
        id: Path<StandingOrderId>,
        date: Path<NaiveDate>,
        body: Json<PutOccurrence>,
    ) -> Result<Json<Occurrence>> {
        let mut tx = app.begin(caller.actor()).await?;
        let buyer = buyer_of(&tx, &caller).await?;
        let row = store::standing::lock(&tx, buyer.id, id.0).await?;
        let changed = change_date(&mut tx, &row, buyer.zone_id, date.0, body.0.into()).await?;
        tx.commit().await?;
        Ok(Json(shown::occurrence(changed)))
    }
}

fn eight() -> u16 {
    8
}

async fn finish(tx: UnitOfWork, buyer: &buyer::Model, id: StandingOrderId) -> Result<Versioned<StandingOrderDetail>> {
    let row = store::standing::of(&tx, buyer.id, id).await?;
    let version = row.version;
    let told = shown::standing_detail(&tx, row).await?;
    tx.commit().await?;
    Ok(Versioned::of(told, version))
}

async fn previews(
    tx: &UnitOfWork,
    buyer: &buyer::Model,
    previewed: Previewed<'_>,
    count: u16,
) -> Result<List<UpcomingDate>> {
    let currency = tx.currency();
    let dates = preview(tx, buyer, previewed, count).await?;
    Ok(List::all(dates.into_iter().map(|date| shown::upcoming(date, currency)).collect()))
}
