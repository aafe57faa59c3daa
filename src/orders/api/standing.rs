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
            paging::{Cursor, Here, Limit, List, Page},
            problem::Answer,
        },
        work::Work,
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
        here: Here,
    ) -> Answer<List<StandingOrder>> {
        let page = Page::new(limit.0, after.0);
        let work = app.read(caller.actor()).await?;
        let buyer = buyer_of(&work, &caller).await?;
        let told = shown::standing_orders(&work, Some(buyer.id), &page).await?;
        Ok(List::page(told, &page, &here, |row| Cursor::of(&row.id), |row| row))
    }

    /// Make a standing order
    #[oai(path = "/buyer/standing-orders", method = "post", operation_id = "create_standing_order")]
    async fn create_standing_order(
        &self,
        app: Data<&App>,
        caller: Buyer,
        #[oai(name = "Idempotency-Key")] key: Header<Option<String>>,
        body: Json<PutStandingOrder>,
    ) -> Answer<Created<StandingOrderDetail>> {
        match once(&app, caller.actor(), &caller.key_owner(), "create_standing_order", &key.0, &body.0).await? {
            Once::Replay(replay) => Ok(replay),
            Once::Begin(mut begun) => {
                let buyer = buyer_of(&begun.work, &caller).await?;
                let made = create_standing_order(&mut begun.work, &buyer, None, body.0.into()).await?;
                let told = shown::standing_detail(&begun.work, made).await?;
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
    ) -> Answer<List<UpcomingDate>> {
        let work = app.read(caller.actor()).await?;
        let buyer = buyer_of(&work, &caller).await?;
        let terms: StandingTerms = body.0.into();
        let recurrence = check(&work, &buyer, &terms).await?;
        let previewed = Previewed { recurrence: &recurrence, lines: &terms.lines, id: None };
        previews(&work, &buyer, previewed, count.0).await
    }

    /// One of my standing orders
    #[oai(path = "/buyer/standing-orders/:id", method = "get", operation_id = "get_standing_order")]
    async fn get_standing_order(
        &self,
        app: Data<&App>,
        caller: Buyer,
        id: Path<StandingOrderId>,
    ) -> Answer<Versioned<StandingOrderDetail>> {
        let work = app.read(caller.actor()).await?;
        let buyer = buyer_of(&work, &caller).await?;
        let row = store::standing::of(&work, buyer.id, id.0).await?;
        let version = row.version;
        Ok(Versioned::of(shown::standing_detail(&work, row).await?, version))
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
    ) -> Answer<Versioned<StandingOrderDetail>> {
        let mut work = app.begin(caller.actor()).await?;
        let buyer = buyer_of(&work, &caller).await?;
        let row = store::standing::lock(&work, buyer.id, id.0).await?;
        check_version(if_match.as_deref(), row.version)?;
        edit_standing_order(&mut work, &buyer, row, body.0.into()).await?;
        finish(work, &buyer, id.0).await
    }

    /// End a standing order; orders that are placed stay
    #[oai(path = "/buyer/standing-orders/:id/end", method = "post", operation_id = "end_standing_order")]
    async fn end_standing_order(
        &self,
        app: Data<&App>,
        caller: Buyer,
        id: Path<StandingOrderId>,
    ) -> Answer<Versioned<StandingOrderDetail>> {
        let mut work = app.begin(caller.actor()).await?;
        let buyer = buyer_of(&work, &caller).await?;
        let row = store::standing::lock(&work, buyer.id, id.0).await?;
        end_standing_order(&mut work, row).await?;
        finish(work, &buyer, id.0).await
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
    ) -> Answer<Created<StandingOrderDetail>> {
        let operation = "pause_standing_order";
        let owner = format!("{}:{}", caller.key_owner(), id.0);
        match once(&app, caller.actor(), &owner, operation, &key.0, &body.0).await? {
            Once::Replay(replay) => Ok(replay),
            Once::Begin(mut begun) => {
                let buyer = buyer_of(&begun.work, &caller).await?;
                let row = store::standing::lock(&begun.work, buyer.id, id.0).await?;
                pause(&mut begun.work, &row, body.0.from_date, body.0.until_date).await?;
                let row = store::standing::get(&begun.work, id.0).await?;
                let told = shown::standing_detail(&begun.work, row).await?;
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
    ) -> Answer<Versioned<StandingOrderDetail>> {
        let mut work = app.begin(caller.actor()).await?;
        let buyer = buyer_of(&work, &caller).await?;
        let row = store::standing::lock(&work, buyer.id, id.0).await?;
        resume(&mut work, &row, pause.0).await?;
        finish(work, &buyer, id.0).await
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
    ) -> Answer<List<UpcomingDate>> {
        let work = app.read(caller.actor()).await?;
        let buyer = buyer_of(&work, &caller).await?;
        let row = store::standing::of(&work, buyer.id, id.0).await?;
        if row.ended_at.is_some() {
            return Ok(List::all(Vec::new()));
        }
        let recurrence = recurrence_of(&row.rule, row.starts_on, row.ends_on)?;
        let lines = wants(&store::standing::lines(&work, &[row.id]).await?);
        let previewed = Previewed { recurrence: &recurrence, lines: &lines, id: Some(row.id) };
        previews(&work, &buyer, previewed, count.0).await
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
        here: Here,
    ) -> Answer<List<Occurrence>> {
        let page = Page::new(limit.0, after.0);
        let work = app.read(caller.actor()).await?;
        let buyer = buyer_of(&work, &caller).await?;
        let row = store::standing::of(&work, buyer.id, id.0).await?;
        let rows = store::occurrences::page(&work, row.id, page.key()?, page.fetch()).await?;
        Ok(List::page(rows, &page, &here, |row| Cursor::of(&row.date), shown::occurrence))
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
    ) -> Answer<Json<Occurrence>> {
        let mut work = app.begin(caller.actor()).await?;
        let buyer = buyer_of(&work, &caller).await?;
        let row = store::standing::lock(&work, buyer.id, id.0).await?;
        let changed = change_date(&mut work, &row, buyer.zone_id, date.0, body.0.into()).await?;
        work.commit().await?;
        Ok(Json(shown::occurrence(changed)))
    }
}

fn eight() -> u16 {
    8
}

async fn finish(work: Work, buyer: &buyer::Model, id: StandingOrderId) -> Answer<Versioned<StandingOrderDetail>> {
    let row = store::standing::of(&work, buyer.id, id).await?;
    let version = row.version;
    let told = shown::standing_detail(&work, row).await?;
    work.commit().await?;
    Ok(Versioned::of(told, version))
}

async fn previews(
    work: &Work,
    buyer: &buyer::Model,
    previewed: Previewed<'_>,
    count: u16,
) -> Answer<List<UpcomingDate>> {
    let currency = work.currency();
    let dates = preview(work, buyer, previewed, count).await?;
    Ok(List::all(dates.into_iter().map(|date| shown::upcoming(date, currency)).collect()))
}
