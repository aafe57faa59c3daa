//! Turning the due dates of one standing order in one cycle into orders. Every date ends placed, reduced, skipped or
//! blocked, with its reason; run twice, it finds nothing left to decide.

use std::collections::HashMap;

use chrono::NaiveDate;
use entities::{
    buyers::buyer,
    cycles::cycle,
    orders::{arrival, occurrence, standing_order, standing_order_pause},
    values::{
        CycleId, OccurrenceReason, OccurrenceState, OrderId, OrderLineId, ProductId, StandingOrderId,
        StandingOrderState,
    },
};
use serde_json::json;

use crate::{
    buyers,
    catalogue::{self, Quotes, Sellable},
    cycles::{self, CycleError},
    orders::{
        Event,
        actions::{
            place::{Placing, check_minimum, put},
            standing::{recurrence_of, wants},
        },
        draft::{self, Line, Want},
        plan::{Known, at_quantity, comes_to_nothing, lines_of, wants_of},
        rules::Window,
        store,
    },
    platform::{
        http::problem::{Problem, Result},
        unit_of_work::UnitOfWork,
    },
};

/// What became of a date.
struct Outcome {
    state: OccurrenceState,
    reason: Option<OccurrenceReason>,
    order: Option<OrderId>,
}

impl Outcome {
    fn without_order(state: OccurrenceState, reason: OccurrenceReason) -> Self {
        Self { state, reason: Some(reason), order: None }
    }
}

/// What all dates of one job share.
struct Ground {
    standing: standing_order::Model,
    buyer: buyer::Model,
    point_served: bool,
    cycle: cycle::Model,
    window: Window,
    lines: Vec<Want>,
    pauses: Vec<standing_order_pause::Model>,
    arrivals: Vec<arrival::Model>,
    quotes: Quotes,
    sellable: HashMap<ProductId, Sellable>,
}

/// Decides what is due of a standing order in a cycle.
pub async fn materialise(tx: &mut UnitOfWork, standing: StandingOrderId, cycle: CycleId) -> Result<()> {
    let cycle = match cycles::lock_open(tx, cycle).await {
        Ok(cycle) => cycle,
        Err(problem) if matches!(problem.error(), Some(CycleError::CycleNotOpen { .. })) => {
            return too_late(tx, standing, cycle).await;
        }
        Err(problem) => return Err(problem),
    };
    let standing = store::standing::get(tx, standing).await?;
    let standing = store::standing::lock(tx, standing.buyer_id, standing.id).await?;
    // A rule that can no longer be read has no dates: the job fails, and is seen.
    recurrence_of(&standing.rule, standing.starts_on, standing.ends_on)?;
    let due = store::occurrences::due(tx, standing.id, cycle.id).await?;
    if due.is_empty() {
        return Ok(());
    }
    let mut ground = Ground::of(tx, standing, cycle, &due).await?;
    let dates: Vec<NaiveDate> = due.iter().map(|row| row.date).collect();
    for (i, row) in due.iter().enumerate() {
        let from = if i == 0 { ground.window.from } else { row.date };
        let outcome = decide(tx, &mut ground, row, (from, dates.get(i + 1).copied())).await?;
        record(tx, row, ground.buyer.id, outcome).await?;
    }
    Ok(())
}

/// Decides what is still due of a standing order in a cycle that is closed, or closes in this transaction: what the
/// buyer did not want is skipped, the rest is blocked.
pub async fn too_late(tx: &mut UnitOfWork, standing: StandingOrderId, cycle: CycleId) -> Result<()> {
    let standing = store::standing::get(tx, standing).await?;
    // The buyer may be deciding about these dates at this moment.
    let standing = store::standing::lock(tx, standing.buyer_id, standing.id).await?;
    let pauses = store::standing::pauses(tx, &[standing.id]).await?;
    for row in store::occurrences::due(tx, standing.id, cycle).await? {
        let outcome = unwanted(&standing, &pauses, row.date)
            .unwrap_or_else(|| Outcome::without_order(OccurrenceState::Blocked, OccurrenceReason::CycleClosed));
        record(tx, &row, standing.buyer_id, outcome).await?;
    }
    Ok(())
}

/// What becomes of a date that the buyer does not want: the standing order has ended, or is paused on that day.
fn unwanted(
    standing: &standing_order::Model,
    pauses: &[standing_order_pause::Model],
    date: NaiveDate,
) -> Option<Outcome> {
    let reason = if standing.state == StandingOrderState::Ended {
        OccurrenceReason::LeftOut
    } else if pauses.iter().any(|pause| (pause.from_date..=pause.until_date).contains(&date)) {
        OccurrenceReason::Paused
    } else {
        return None;
    };
    Some(Outcome::without_order(OccurrenceState::Skipped, reason))
}

async fn record(
    tx: &mut UnitOfWork,
    row: &occurrence::Model,
    buyer_id: entities::values::BuyerId,
    outcome: Outcome,
) -> Result<()> {
    let Outcome { state, reason, order } = outcome;
    store::occurrences::decide(tx, row.id, state, reason, order).await?;
    let detail = json!({ "date": row.date, "reason": reason, "order_id": order });
    tx.audit("occurrence", row.id.0, state.word(), detail);
    tx.emit(Event::OccurrenceDecided { occurrence_id: row.id, buyer_id });
    Ok(())
}

impl Ground {
    async fn of(
        tx: &UnitOfWork,
        standing: standing_order::Model,
        cycle: cycle::Model,
        due: &[occurrence::Model],
    ) -> Result<Self> {
        let buyer = buyers::buyers(tx, &[standing.buyer_id]).await?.remove(&standing.buyer_id);
        let buyer = buyer.ok_or_else(|| Problem::not_found("buyer"))?;
        let points = buyers::delivery_points(tx, &[standing.delivery_point_id]).await?;
        let lines = wants(&store::standing::lines(tx, &[standing.id]).await?);
        let overridden = due.iter().flat_map(|row| &row.overrides.0).map(|line| line.product_id);
        let mut products: Vec<ProductId> = lines.iter().map(|want| want.product_id).chain(overridden).collect();
        products.sort_unstable();
        products.dedup();
        let window = store::cycles::window(tx, &cycle).await?;
        let last = due.last().map_or(window.until, |row| row.date.max(window.until));
        let arrivals = match lines.iter().any(|want| want.per_guest) {
            true => store::arrivals::expected(tx, &[buyer.id], window.from, last).await?,
            false => Vec::new(),
        };
        Ok(Self {
            point_served: points.get(&standing.delivery_point_id).is_some_and(|point| point.retired_at.is_none()),
            quotes: catalogue::quotes(tx, buyer.segment_id, &products).await?,
            sellable: catalogue::sellable(tx, cycle.delivery_date, &products).await?,
            pauses: store::standing::pauses(tx, &[standing.id]).await?,
            standing,
            buyer,
            cycle,
            window,
            lines,
            arrivals,
        })
    }

    fn guests(&self, (from, until): (NaiveDate, Option<NaiveDate>)) -> i64 {
        let until = until.unwrap_or(self.window.until);
        self.arrivals.iter().filter(|a| (from..until).contains(&a.date)).map(|a| i64::from(a.guests)).sum()
    }

    /// What keeps the whole date from being ordered, before its lines are looked at.
    fn hindrance(&self, date: NaiveDate) -> Option<Outcome> {
        if let Some(outcome) = unwanted(&self.standing, &self.pauses, date) {
            return Some(outcome);
        }
        let reason = if !self.point_served {
            OccurrenceReason::DeliveryPoint
        } else if self.buyer.closed_at.is_some() || self.buyer.zone_id != self.cycle.zone_id {
            OccurrenceReason::NotSold
        } else {
            return None;
        };
        Some(Outcome::without_order(OccurrenceState::Blocked, reason))
    }
}

async fn decide(
    tx: &mut UnitOfWork,
    ground: &mut Ground,
    row: &occurrence::Model,
    guests: (NaiveDate, Option<NaiveDate>),
) -> Result<Outcome> {
    if let Some(outcome) = ground.hindrance(row.date) {
        return Ok(outcome);
    }
    let known = Known {
        quotes: &ground.quotes,
        sellable: &ground.sellable,
        delivery_date: ground.cycle.delivery_date,
        today: tx.today(),
        guests: ground.guests(guests),
    };
    let wants = wants_of(&ground.lines, &row.overrides.0);
    let mut lines = lines_of(&wants, &known, || tx.new_id());
    if wants.is_empty() {
        return Ok(Outcome::without_order(OccurrenceState::Skipped, OccurrenceReason::LeftOut));
    }
    if comes_to_nothing(&lines) {
        return Ok(nothing(&lines));
    }
    if check_minimum(tx, ground.buyer.order_minimum, &lines).is_err() {
        return Ok(Outcome::without_order(OccurrenceState::Blocked, OccurrenceReason::OrderMinimum));
    }
    let (net, tax) = draft::sums(&lines);
    if ground.buyer.credit_limit.is_some_and(|limit| ground.buyer.exposure + net + tax > limit) {
        return Ok(Outcome::without_order(OccurrenceState::Blocked, OccurrenceReason::Credit));
    }
    take_what_there_is(tx, ground, &mut lines).await?;
    if comes_to_nothing(&lines) {
        let holders: Vec<OrderLineId> = lines.iter().map(|line| line.id).collect();
        catalogue::release(tx, &holders).await?;
        return Ok(nothing(&lines));
    }
    let placing = Placing {
        buyer_id: ground.buyer.id,
        cycle: &ground.cycle,
        delivery_point_id: ground.standing.delivery_point_id,
        code: None,
        occurrence_id: Some(row.id),
        note: None,
        price_list: ground.quotes.price_list,
        guests,
        lines: &lines,
        enforce_credit: true,
    };
    let (order, _) = put(tx, placing).await?;
    ground.buyer.exposure += order.net + order.tax;
    let reason = lines.iter().find_map(|line| line.short).map(|(_, reason)| reason);
    let state = if reason.is_some() { OccurrenceState::Reduced } else { OccurrenceState::Placed };
    Ok(Outcome { state, reason, order: Some(order.id) })
}

/// Takes capacity for each line as far as it goes.
async fn take_what_there_is(tx: &mut UnitOfWork, ground: &Ground, lines: &mut [Line]) -> Result<()> {
    let holds: Vec<_> = lines.iter().map(Line::hold).collect();
    let given = catalogue::reserve_up_to(tx, ground.cycle.delivery_date, &holds).await?;
    for (line, given) in lines.iter_mut().zip(given) {
        let wanted = line.priced.quantity;
        if given < wanted {
            let short = line.short.map_or(wanted, |(first, _)| first);
            *line = at_quantity(line, given, &ground.quotes);
            line.short = Some((short, OccurrenceReason::Capacity));
        }
    }
    Ok(())
}

/// The outcome of a date of which nothing comes: out of harvest it is skipped and returns by itself, else blocked.
fn nothing(lines: &[Line]) -> Outcome {
    let reasons: Vec<OccurrenceReason> = lines.iter().filter_map(|line| line.short).map(|(_, reason)| reason).collect();
    let harvest = OccurrenceReason::Harvest;
    if !reasons.is_empty() && reasons.iter().all(|reason| *reason == harvest) {
        return Outcome::without_order(OccurrenceState::Skipped, harvest);
    }
    let told = reasons.into_iter().find(|reason| *reason != harvest).unwrap_or(OccurrenceReason::NoMaker);
    Outcome::without_order(OccurrenceState::Blocked, told)
}
