//! A buyer previews and changes single dates of its standing orders.

use chrono::{DateTime, NaiveDate, Utc};
use entities::{
    buyers::buyer,
    orders::occurrence,
    values::{
        Currency, CycleId, Money, OccurrenceId, OccurrenceReason, OccurrenceState, OrderId, OverrideLine, ProductId,
        StandingOrderId,
    },
};
use poem::web::Data;
use poem_openapi::{
    Object, OpenApi,
    param::{Path, Query},
    payload::Json,
};

use super::{standing_orders::StandingOrderInput, tag::Tag};
use crate::{
    buyers::{get_own_buyer, get_own_open_buyer},
    identity::{Buyer, Caller},
    orders::{
        StandingOrderTerms,
        actions::{
            preview_occurrences::{OccurrencePreview, PreviewSource, preview_occurrences},
            standing_orders::{StoredStandingOrder, check_terms, parse_recurrence, with_items},
            update_occurrence::{OccurrenceChange, update_occurrence},
        },
        rules::GuestBounds,
        store,
    },
    platform::{
        app::App,
        http::{dates::PlannedDate, page_request::PageRequest, paging::List, problem::Result},
        unit_of_work::UnitOfWork,
    },
};

/// One date of a standing order and its outcome.
#[derive(Clone, Debug, Object)]
#[oai(skip_serializing_if_is_none)]
pub struct Occurrence {
    /// Identifies the occurrence.
    pub id: OccurrenceId,
    /// The date.
    pub date: NaiveDate,
    /// The cycle that it belongs to.
    pub cycle_id: Option<CycleId>,
    /// Its state.
    pub state: OccurrenceState,
    /// Why it is reduced, skipped or blocked.
    pub reason: Option<OccurrenceReason>,
    /// The changes for this date only.
    pub changes: Vec<OverrideLine>,
    /// Its order.
    pub order_id: Option<OrderId>,
    /// When its outcome was decided.
    pub decided_at: Option<DateTime<Utc>>,
}

impl From<occurrence::Model> for Occurrence {
    fn from(row: occurrence::Model) -> Self {
        Self {
            id: row.id,
            date: row.date,
            cycle_id: row.cycle_id,
            state: row.state,
            reason: row.reason,
            changes: row.overrides.0,
            order_id: row.order_id,
            decided_at: row.decided_at,
        }
    }
}

/// A change of one date of a standing order. An empty change undoes an earlier one.
#[derive(Clone, Debug, Object)]
#[oai(deny_unknown_fields)]
pub struct OccurrenceInput {
    /// Skip the date.
    #[oai(default)]
    pub skip: bool,
    /// Quantities that differ on this date. 0 removes a product; a product that the standing order does not have is added.
    #[oai(default, validator(max_items = 200))]
    pub lines: Vec<OverrideLine>,
}

impl From<OccurrenceInput> for OccurrenceChange {
    fn from(input: OccurrenceInput) -> Self {
        Self { skip: input.skip, overrides: input.lines }
    }
}

/// A future date of a standing order.
#[derive(Clone, Debug, Object)]
#[oai(skip_serializing_if_is_none)]
pub struct UpcomingDate {
    /// The date.
    pub date: NaiveDate,
    /// The cycle that it belongs to; none = no delivery is planned for it yet.
    pub cycle_id: Option<CycleId>,
    /// The day of delivery, also where the calendar only plans it; none = no delivery serves the date.
    pub delivery_date: Option<NaiveDate>,
    /// The cut-off of the cycle.
    pub cut_off_at: Option<DateTime<Utc>>,
    /// Its state: `due` until its cycle opens.
    pub state: OccurrenceState,
    /// What became of it, or will as things stand now; `due` where no delivery is planned yet.
    pub outcome: OccurrenceState,
    /// The first cause, where it is, or would be now, reduced, skipped or blocked.
    pub reason: Option<OccurrenceReason>,
    /// The first date of the order that it belongs to, where that is another date: the lines and the total are there.
    pub ordered_with: Option<NaiveDate>,
    /// Its order.
    pub order_id: Option<OrderId>,
    /// Whether it has changes for this date only.
    pub changed: bool,
    /// The lines that would be ordered; empty where the date is decided.
    pub lines: Vec<UpcomingLine>,
    /// Net at today's prices.
    pub net: Money,
    /// Net and taxes.
    pub total: Money,
}

impl UpcomingDate {
    fn new(preview: OccurrencePreview, currency: Currency) -> Self {
        let occurrence = preview.occurrence.as_ref();
        let cycle = preview.cycle.as_ref();
        let lines = preview.lines.iter().map(|line| UpcomingLine {
            product_id: line.product_id,
            quantity: line.price.quantity,
            wanted: line.shortfall.map(|shortfall| shortfall.wanted),
            warning: line.shortfall.map(|shortfall| shortfall.reason),
            unit_price: line.price.unit_price.of(currency),
            net: line.price.net().of(currency),
        });
        Self {
            date: preview.date,
            cycle_id: cycle.map(|cycle| cycle.id),
            delivery_date: preview.delivery_date,
            cut_off_at: cycle.map(|cycle| cycle.cut_off_at),
            state: occurrence.map_or(OccurrenceState::Due, |row| row.state),
            outcome: preview.outcome.state,
            reason: preview.outcome.reason,
            ordered_with: preview.ordered_with,
            order_id: occurrence.and_then(|row| row.order_id),
            changed: occurrence.is_some_and(|row| !row.overrides.0.is_empty()),
            lines: lines.collect(),
            net: preview.total.net.of(currency),
            total: preview.total.gross().of(currency),
        }
    }
}

/// A line of a future date.
#[derive(Clone, Debug, Object)]
#[oai(skip_serializing_if_is_none)]
pub struct UpcomingLine {
    /// The product.
    pub product_id: ProductId,
    /// Units that could be ordered now.
    pub quantity: i64,
    /// Units of the standing order, where fewer could be ordered.
    pub wanted: Option<i64>,
    /// Why fewer could be ordered.
    pub warning: Option<OccurrenceReason>,
    /// Net, per unit, at today's prices.
    pub unit_price: Money,
    /// Net of the line.
    pub net: Money,
}

/// Operations of buyers on the dates of their standing orders.
pub struct Occurrences;

#[OpenApi(prefix_path = "/api/v1/buyer", tag = "Tag::Orders")]
impl Occurrences {
    /// Preview the next dates of a standing order before it is created
    #[oai(path = "/standing-order-previews", method = "post", operation_id = "preview_standing_order")]
    async fn preview_standing_order(
        &self,
        app: Data<&App>,
        caller: Buyer,
        /// Number of dates.
        #[oai(default = "eight", validator(minimum(value = "1"), maximum(value = "26")))]
        count: Query<u16>,
        /// The standing order that would be changed to this: the changes of its single dates and its pauses count.
        standing_order_id: Query<Option<StandingOrderId>>,
        body: Json<StandingOrderInput>,
    ) -> Result<List<UpcomingDate>> {
        let tx = app.read(caller.actor()).await?;
        let buyer = get_own_open_buyer(&tx, &caller).await?;
        let terms: StandingOrderTerms = body.0.into();
        let stored = match standing_order_id.0 {
            Some(id) => {
                let row = store::standing_orders::get_of_buyer(&tx, buyer.id, id).await?;
                Some(with_items(&tx, row).await?)
            }
            None => None,
        };
        let recurrence = check_terms(&tx, &buyer, &terms, stored.as_ref()).await?;
        // A change from a date on counts the guests of its own days.
        let from = standing_order_id.0.map(|_| terms.starts_on).filter(|starts_on| *starts_on > tx.today());
        let guest_bounds = GuestBounds { from, until: None };
        let (items, id) = (&terms.items[..], standing_order_id.0);
        let delivery_point_id = terms.delivery_point_id;
        let source = PreviewSource { recurrence: &recurrence, items, delivery_point_id, id, guest_bounds };
        list_previews(&tx, &buyer, source, count.0).await
    }

    /// List the next dates of a standing order. Each has its delivery, today's prices and the reasons for fewer units.
    #[oai(path = "/standing-orders/:id/preview", method = "get", operation_id = "list_upcoming_dates")]
    async fn list_upcoming_dates(
        &self,
        app: Data<&App>,
        caller: Buyer,
        id: Path<StandingOrderId>,
        /// Number of dates.
        #[oai(default = "eight", validator(minimum(value = "1"), maximum(value = "26")))]
        count: Query<u16>,
    ) -> Result<List<UpcomingDate>> {
        let tx = app.read(caller.actor()).await?;
        let buyer = get_own_buyer(&tx, &caller).await?;
        let row = store::standing_orders::get_of_buyer(&tx, buyer.id, id.0).await?;
        if row.ended_at.is_some() {
            return Ok(List::all(Vec::new()));
        }
        let recurrence = parse_recurrence(&row.rule, row.starts_on, row.ends_on)?;
        let StoredStandingOrder { row, items } = with_items(&tx, row).await?;
        let source = PreviewSource {
            recurrence: &recurrence,
            items: &items,
            delivery_point_id: row.delivery_point_id,
            id: Some(row.id),
            guest_bounds: GuestBounds::of(&row),
        };
        list_previews(&tx, &buyer, source, count.0).await
    }

    /// List the dates of a standing order with their outcomes, the latest first
    #[oai(path = "/standing-orders/:id/occurrences", method = "get", operation_id = "list_occurrences")]
    async fn list_occurrences(
        &self,
        app: Data<&App>,
        caller: Buyer,
        id: Path<StandingOrderId>,
        page: PageRequest,
    ) -> Result<List<Occurrence>> {
        let tx = app.read(caller.actor()).await?;
        let buyer = get_own_buyer(&tx, &caller).await?;
        let row = store::standing_orders::get_of_buyer(&tx, buyer.id, id.0).await?;
        Ok(store::occurrences::list(&tx, row.id, &page).await?.map(Occurrence::from).into())
    }

    /// Skip one date of a standing order, or change its quantities
    #[oai(path = "/standing-orders/:id/occurrences/:date", method = "put", operation_id = "update_occurrence")]
    async fn update_occurrence(
        &self,
        app: Data<&App>,
        caller: Buyer,
        id: Path<StandingOrderId>,
        date: Path<PlannedDate>,
        body: Json<OccurrenceInput>,
    ) -> Result<Json<Occurrence>> {
        let mut tx = app.begin(caller.actor()).await?;
        let buyer = get_own_open_buyer(&tx, &caller).await?;
        let row = update_occurrence(&mut tx, &buyer, id.0, date.0.into(), body.0.into()).await?;
        tx.commit().await?;
        Ok(Json(row.into()))
    }
}

fn eight() -> u16 {
    8
}

async fn list_previews(
    tx: &UnitOfWork,
    buyer: &buyer::Model,
    source: PreviewSource<'_>,
    count: u16,
) -> Result<List<UpcomingDate>> {
    let previews = preview_occurrences(tx, buyer, source, count).await?;
    Ok(List::all(previews.into_iter().map(|preview| UpcomingDate::new(preview, tx.currency())).collect()))
}
