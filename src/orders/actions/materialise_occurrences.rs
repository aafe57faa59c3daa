//! Turns the due dates of one standing order in one cycle into orders. Every date ends as placed, reduced, skipped or
//! blocked, with a reason. A second run finds no due dates.

use std::collections::HashMap;

use chrono::NaiveDate;
use entities::{
    buyers::buyer,
    cycles::cycle,
    orders::{arrival, occurrence, standing_order, standing_order_pause},
    values::{
        BuyerId, CycleId, OccurrenceReason, OccurrenceState, OrderId, OrderLineId, ProductId, StandingOrderId,
        StandingOrderState,
    },
};
use serde_json::json;

use super::{
    order_lines::check_minimum,
    place_order::{PricedOrder, insert_order},
    standing_orders::parse_recurrence,
};
use crate::{
    buyers,
    catalogue::{self, Quotes, Reserved, SellableQuantity},
    cycles::{self, CycleError},
    orders::{
        Event, MaterialiseOccurrences,
        rules::{
            GuestDays, OrderItem, OrderTotal, PricedLine, PricingContext, Shortfall, Window, apply_overrides,
            comes_to_nothing, count_guests, limit_reason, price_items,
        },
        store,
    },
    platform::{
        app::App,
        http::problem::{Problem, Result},
        jobs::Claim,
        unit_of_work::UnitOfWork,
    },
};

/// What becomes of a date.
struct OccurrenceOutcome {
    state: OccurrenceState,
    reason: Option<OccurrenceReason>,
    order: Option<OrderId>,
}

impl OccurrenceOutcome {
    fn without_order(state: OccurrenceState, reason: OccurrenceReason) -> Self {
        Self { state, reason: Some(reason), order: None }
    }
}

/// What all dates of one job have in common.
struct OccurrenceContext {
    standing_order: standing_order::Model,
    buyer: buyer::Model,
    /// Whether the delivery point still receives deliveries.
    point_active: bool,
    cycle: cycle::Model,
    window: Window,
    items: Vec<OrderItem>,
    pauses: Vec<standing_order_pause::Model>,
    arrivals: Vec<arrival::Model>,
    quotes: Quotes,
    sellable: HashMap<ProductId, SellableQuantity>,
}

/// Runs a job of [`MaterialiseOccurrences`].
pub async fn run_materialise_occurrences(app: &App, claim: &Claim) -> Result<()> {
    let job: MaterialiseOccurrences = claim.read()?;
    let mut tx = claim.begin(app).await?;
    materialise_occurrences(&mut tx, job.standing_order_id, job.cycle_id).await?;
    tx.commit().await
}

/// Decides the due dates of a standing order in a cycle.
///
/// # Errors
/// That of the rule where it can no longer be parsed, so that the job fails and is reported.
pub async fn materialise_occurrences(
    tx: &mut UnitOfWork,
    standing_order: StandingOrderId,
    cycle: CycleId,
) -> Result<()> {
    let cycle = match cycles::lock_open(tx, cycle).await {
        Ok(cycle) => cycle,
        Err(problem) if matches!(problem.error(), Some(CycleError::CycleNotOpen { .. })) => {
            return close_occurrences(tx, standing_order, cycle).await;
        }
        Err(problem) => return Err(problem),
    };
    let standing_order = lock_standing_order(tx, standing_order).await?;
    parse_recurrence(&standing_order.rule, standing_order.starts_on, standing_order.ends_on)?;
    let due = store::occurrences::list_due(tx, standing_order.id, cycle.id).await?;
    if due.is_empty() {
        return Ok(());
    }
    let mut context = OccurrenceContext::load(tx, standing_order, cycle, &due).await?;
    let dates: Vec<NaiveDate> = due.iter().map(|row| row.date).collect();
    for (i, row) in due.iter().enumerate() {
        let from = if i == 0 { context.window.from } else { row.date };
        let guest_days = GuestDays { from, until: dates.get(i + 1).copied() };
        let outcome = decide_occurrence(tx, &mut context, row, guest_days).await?;
        record_outcome(tx, row, context.buyer.id, outcome).await?;
    }
    Ok(())
}

/// Decides the dates of a standing order that are still due in a cycle that has closed, or closes in this transaction.
/// Dates that the buyer did not want are skipped, the others are blocked.
pub async fn close_occurrences(tx: &mut UnitOfWork, standing_order: StandingOrderId, cycle: CycleId) -> Result<()> {
    let standing_order = lock_standing_order(tx, standing_order).await?;
    let pauses = store::standing_orders::list_pauses(tx, &[standing_order.id]).await?;
    for row in store::occurrences::list_due(tx, standing_order.id, cycle).await? {
        let outcome = skip_unwanted(&standing_order, &pauses, row.date).unwrap_or_else(|| {
            OccurrenceOutcome::without_order(OccurrenceState::Blocked, OccurrenceReason::CycleClosed)
        });
        record_outcome(tx, &row, standing_order.buyer_id, outcome).await?;
    }
    Ok(())
}

/// Locks the standing order, because its buyer may be changing its dates at the same time.
async fn lock_standing_order(tx: &UnitOfWork, id: StandingOrderId) -> Result<standing_order::Model> {
    let buyer = store::standing_orders::get(tx, id).await?.buyer_id;
    store::standing_orders::lock(tx, buyer, id).await
}

/// The outcome of a date that the buyer does not want: the standing order has ended, or is paused on that day.
fn skip_unwanted(
    standing_order: &standing_order::Model,
    pauses: &[standing_order_pause::Model],
    date: NaiveDate,
) -> Option<OccurrenceOutcome> {
    let reason = if standing_order.state == StandingOrderState::Ended {
        OccurrenceReason::LeftOut
    } else if pauses.iter().any(|pause| (pause.from_date..=pause.until_date).contains(&date)) {
        OccurrenceReason::Paused
    } else {
        return None;
    };
    Some(OccurrenceOutcome::without_order(OccurrenceState::Skipped, reason))
}

async fn record_outcome(
    tx: &mut UnitOfWork,
    row: &occurrence::Model,
    buyer_id: BuyerId,
    outcome: OccurrenceOutcome,
) -> Result<()> {
    let OccurrenceOutcome { state, reason, order } = outcome;
    store::occurrences::update_outcome(tx, row.id, row.state, (state, reason), order).await?;
    let detail = json!({ "date": row.date, "reason": reason, "order_id": order });
    tx.audit("occurrence", row.id.0, state.word(), detail);
    tx.emit(Event::OccurrenceDecided { occurrence_id: row.id, buyer_id });
    Ok(())
}

impl OccurrenceContext {
    async fn load(
        tx: &UnitOfWork,
        standing_order: standing_order::Model,
        cycle: cycle::Model,
        due: &[occurrence::Model],
    ) -> Result<Self> {
        let buyer = buyers::list_buyers_by_id(tx, &[standing_order.buyer_id]).await?.remove(&standing_order.buyer_id);
        let buyer = buyer.ok_or_else(|| Problem::missing_reference("buyer", standing_order.buyer_id))?;
        let points = buyers::list_delivery_points_by_id(tx, &[standing_order.delivery_point_id]).await?;
        let lines = store::standing_orders::list_lines(tx, &[standing_order.id]).await?;
        let items: Vec<OrderItem> = lines.iter().map(OrderItem::from).collect();
        let overridden = due.iter().flat_map(|row| &row.overrides.0).map(|line| line.product_id);
        let mut products: Vec<ProductId> = items.iter().map(|item| item.product_id).chain(overridden).collect();
        products.sort_unstable();
        products.dedup();
        let window = store::cycles::get_window(tx, &cycle).await?;
        let last = due.last().map_or(window.until, |row| row.date.max(window.until));
        let arrivals = match items.iter().any(|item| item.per_guest) {
            true => store::arrivals::list_expected(tx, &[buyer.id], window.from, last).await?,
            false => Vec::new(),
        };
        let point = points.get(&standing_order.delivery_point_id);
        Ok(Self {
            point_active: point.is_some_and(|point| point.retired_at.is_none()),
            quotes: catalogue::get_quotes(tx, buyer.segment_id, &products).await?,
            sellable: catalogue::list_sellable(tx, cycle.delivery_date, &products).await?,
            pauses: store::standing_orders::list_pauses(tx, &[standing_order.id]).await?,
            standing_order,
            buyer,
            cycle,
            window,
            items,
            arrivals,
        })
    }

    /// The outcome where the whole date cannot be ordered, whatever its lines.
    fn rejected(&self, date: NaiveDate) -> Option<OccurrenceOutcome> {
        if let Some(outcome) = skip_unwanted(&self.standing_order, &self.pauses, date) {
            return Some(outcome);
        }
        let reason = if !self.point_active {
            OccurrenceReason::DeliveryPoint
        } else if self.buyer.closed_at.is_some() || self.buyer.zone_id != self.cycle.zone_id {
            OccurrenceReason::NotSold
        } else {
            return None;
        };
        Some(OccurrenceOutcome::without_order(OccurrenceState::Blocked, reason))
    }

    /// The lines of a date, before the capacity is considered.
    fn price(&self, tx: &UnitOfWork, items: &[OrderItem], days: GuestDays) -> Vec<PricedLine> {
        let until = days.until.unwrap_or(self.window.until);
        let context = PricingContext {
            quotes: &self.quotes,
            sellable: &self.sellable,
            delivery_date: self.cycle.delivery_date,
            today: tx.today(),
            guests: count_guests(&self.arrivals, days.from, until),
        };
        price_items(items, &context, || tx.new_id())
    }
}

async fn decide_occurrence(
    tx: &mut UnitOfWork,
    context: &mut OccurrenceContext,
    row: &occurrence::Model,
    guest_days: GuestDays,
) -> Result<OccurrenceOutcome> {
    if let Some(outcome) = context.rejected(row.date) {
        return Ok(outcome);
    }
    let items = apply_overrides(&context.items, &row.overrides.0);
    if items.is_empty() {
        return Ok(OccurrenceOutcome::without_order(OccurrenceState::Skipped, OccurrenceReason::LeftOut));
    }
    let mut lines = context.price(tx, &items, guest_days);
    if comes_to_nothing(&lines) {
        return Ok(outcome_of_nothing(&lines));
    }
    if check_minimum(tx, context.buyer.order_minimum, &lines).is_err() {
        return Ok(OccurrenceOutcome::without_order(OccurrenceState::Blocked, OccurrenceReason::OrderMinimum));
    }
    let total = OrderTotal::of(&lines).gross();
    if context.buyer.credit_limit.is_some_and(|limit| context.buyer.exposure + total > limit) {
        return Ok(OccurrenceOutcome::without_order(OccurrenceState::Blocked, OccurrenceReason::Credit));
    }
    reserve_available(tx, context, &mut lines).await?;
    if comes_to_nothing(&lines) {
        let holders: Vec<OrderLineId> = lines.iter().map(|line| line.id).collect();
        catalogue::release(tx, &holders).await?;
        return Ok(outcome_of_nothing(&lines));
    }
    let order = PricedOrder {
        buyer_id: context.buyer.id,
        cycle: &context.cycle,
        delivery_point_id: context.standing_order.delivery_point_id,
        code: None,
        occurrence_id: Some(row.id),
        note: None,
        purchase_order_number: None,
        price_list: context.quotes.price_list,
        guest_days,
        lines: &lines,
        enforce_credit: true,
    };
    let (order, _) = insert_order(tx, order).await?;
    context.buyer.exposure += order.net + order.tax;
    let reason = lines.iter().find_map(|line| line.shortfall).map(|shortfall| shortfall.reason);
    let state = if reason.is_some() { OccurrenceState::Reduced } else { OccurrenceState::Placed };
    Ok(OccurrenceOutcome { state, reason, order: Some(order.id) })
}

/// Reserves as much capacity for each line as there is, up to its quantity.
async fn reserve_available(tx: &mut UnitOfWork, context: &OccurrenceContext, lines: &mut [PricedLine]) -> Result<()> {
    let holds: Vec<_> = lines.iter().map(PricedLine::hold).collect();
    let reserved = catalogue::reserve_available(tx, context.cycle.delivery_date, &holds).await?;
    for (line, Reserved { quantity, limit }) in lines.iter_mut().zip(reserved) {
        if let Some(limit) = limit {
            let shortfall = Some(Shortfall { wanted: line.ordered(), reason: limit_reason(limit) });
            let reduced = line.clone().at_quantity(quantity, Some(&context.quotes));
            *line = PricedLine { shortfall, ..reduced };
        }
    }
    Ok(())
}

/// The outcome of a date whose lines all have quantity 0: skipped where every product is out of harvest, because it
/// returns by itself; otherwise blocked with the first other reason.
fn outcome_of_nothing(lines: &[PricedLine]) -> OccurrenceOutcome {
    let reasons: Vec<OccurrenceReason> = lines.iter().filter_map(|line| line.shortfall).map(|s| s.reason).collect();
    let harvest = OccurrenceReason::Harvest;
    if !reasons.is_empty() && reasons.iter().all(|reason| *reason == harvest) {
        return OccurrenceOutcome::without_order(OccurrenceState::Skipped, harvest);
    }
    let reason = reasons.into_iter().find(|reason| *reason != harvest).unwrap_or(OccurrenceReason::NoMaker);
    OccurrenceOutcome::without_order(OccurrenceState::Blocked, reason)
}
