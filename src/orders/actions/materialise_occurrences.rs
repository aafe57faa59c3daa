//! Turns the dates of one standing order in one cycle into orders. Every date ends as placed, reduced, skipped or blocked,
//! with a reason. Until the cut-off a date without an order is tried again where its reason may end. A second run changes
//! nothing.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use entities::{
    cycles::cycle,
    orders::{occurrence, standing_order},
    values::{CycleId, OccurrenceReason, OccurrenceState, OrderId, ProductId, StandingOrderId},
};
use serde_json::json;

use super::{
    batch_waits::record_batch_waits,
    occurrence_context::{OccurrenceContext, unwanted_outcome},
    place_order::{PricedOrder, insert_order},
    schedule_retry::schedule_retry,
    standing_orders::parse_recurrence,
};
use crate::{
    buyers, catalogue,
    cycles::{self, CycleError},
    orders::{
        Event, MaterialiseOccurrences,
        rules::{
            AccountTerms, GuestBounds, OccurrenceGroup, OrderItem, Outcome, Recurrence, apply_overrides, cut_line,
            decide, group_dates, holds, is_retried,
        },
        store,
    },
    platform::{app::App, http::problem::Result, jobs::Claim, unit_of_work::UnitOfWork},
};

/// Runs a job of [`MaterialiseOccurrences`].
pub async fn run_materialise_occurrences(app: &App, claim: &Claim) -> Result<()> {
    let job: MaterialiseOccurrences = claim.read()?;
    let mut tx = claim.begin(app).await?;
    materialise_occurrences(&mut tx, job.standing_order_id, job.cycle_id).await?;
    tx.commit().await
}

/// Decides the dates of a standing order in a cycle that are due, or that are tried again.
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
    let recurrence = parse_recurrence(&standing_order.rule, standing_order.starts_on, standing_order.ends_on)?;
    decide_dates(tx, standing_order, &recurrence, &cycle).await?;
    schedule_retry(tx, &cycle).await
}

/// Tries the dates without an order for the last time, in the transaction that closes their cycle.
pub async fn retry_occurrences_at_close(
    tx: &mut UnitOfWork,
    standing_order: StandingOrderId,
    cycle: &cycle::Model,
) -> Result<()> {
    let standing_order = lock_standing_order(tx, standing_order).await?;
    // A rule that can no longer be parsed does not keep the cycle from closing.
    match parse_recurrence(&standing_order.rule, standing_order.starts_on, standing_order.ends_on) {
        Ok(recurrence) => decide_dates(tx, standing_order, &recurrence, cycle).await,
        Err(_) => Ok(()),
    }
}

/// Decides the dates of a standing order that are still due in a cycle that has closed, or closes in this transaction.
/// Dates that the buyer did not want are skipped, the others are blocked.
pub async fn close_occurrences(tx: &mut UnitOfWork, standing_order: StandingOrderId, cycle: CycleId) -> Result<()> {
    let standing_order = lock_standing_order(tx, standing_order).await?;
    let pauses = store::standing_orders::list_pauses(tx, &[standing_order.id]).await?;
    for row in store::occurrences::list_open(tx, standing_order.id, cycle).await? {
        if row.state == OccurrenceState::Due {
            let unwanted = unwanted_outcome(&standing_order, &pauses, row.date);
            let outcome = unwanted.unwrap_or(Outcome::blocked(OccurrenceReason::CycleClosed));
            record_outcome(tx, &standing_order, &row, outcome, None).await?;
        }
    }
    Ok(())
}

/// Locks the standing order, because its buyer may be changing its dates at the same time.
async fn lock_standing_order(tx: &UnitOfWork, id: StandingOrderId) -> Result<standing_order::Model> {
    let buyer = store::standing_orders::get(tx, id).await?.buyer_id;
    store::standing_orders::lock(tx, buyer, id).await
}

/// Stores the outcome of a date, unless it is the one that the date has. Its buyer hears of it.
async fn record_outcome(
    tx: &mut UnitOfWork,
    standing_order: &standing_order::Model,
    row: &occurrence::Model,
    outcome: Outcome,
    order: Option<OrderId>,
) -> Result<()> {
    if (row.state, row.reason) == (outcome.state, outcome.reason) {
        return Ok(());
    }
    let Outcome { state, reason } = outcome;
    store::occurrences::update_outcome(tx, row.id, row.state, (state, reason), order).await?;
    let detail = json!({ "date": row.date, "reason": reason, "order_id": order });
    tx.audit("occurrence", row.id.0, state.word(), detail);
    let was_blocked = row.state == OccurrenceState::Blocked;
    let buyer_id = standing_order.buyer_id;
    tx.emit(Event::OccurrenceDecided { occurrence_id: row.id, buyer_id, was_blocked });
    Ok(())
}

async fn decide_dates(
    tx: &mut UnitOfWork,
    standing_order: standing_order::Model,
    recurrence: &Recurrence,
    cycle: &cycle::Model,
) -> Result<()> {
    let mut rows = store::occurrences::list_open(tx, standing_order.id, cycle.id).await?;
    rows.retain(|row| row.state == OccurrenceState::Due || is_retried(row.state, row.reason));
    if rows.is_empty() {
        return Ok(());
    }
    let context = OccurrenceContext::load(tx, standing_order, cycle, &rows).await?;
    let mut wanted: Vec<(NaiveDate, Vec<OrderItem>)> = Vec::with_capacity(rows.len());
    for row in &rows {
        let items = apply_overrides(&context.items, &row.overrides.0);
        let left_out = items.is_empty() || !recurrence.has(row.date);
        match context.rejected(row.date).or(left_out.then_some(Outcome::skipped(OccurrenceReason::LeftOut))) {
            Some(outcome) => record_outcome(tx, &context.standing_order, row, outcome, None).await?,
            None => wanted.push((row.date, items)),
        }
    }
    let guest_days = GuestBounds::of(&context.standing_order).within(context.window);
    let by_date: BTreeMap<NaiveDate, &occurrence::Model> = rows.iter().map(|row| (row.date, row)).collect();
    for group in group_dates(&wanted, guest_days) {
        let of_group: Vec<&occurrence::Model> =
            group.dates.iter().filter_map(|date| by_date.get(date).copied()).collect();
        let Some(first) = of_group.first() else { continue };
        let (outcome, order) = order_group(tx, &context, first, &group).await?;
        for row in of_group {
            record_outcome(tx, &context.standing_order, row, outcome, order).await?;
        }
    }
    Ok(())
}

/// Orders a group of dates, as far as its lines can be made and the account allows. Capacity is locked before the
/// account, as where orders are placed, and what decides is read under these locks.
async fn order_group(
    tx: &mut UnitOfWork,
    context: &OccurrenceContext,
    first: &occurrence::Model,
    group: &OccurrenceGroup,
) -> Result<(Outcome, Option<OrderId>)> {
    let mut lines = context.price(tx, group);
    let reserved = catalogue::reserve_available(tx, cycles::delivery_slot(&context.cycle), &holds(&lines)).await?;
    for (line, reserved) in lines.iter_mut().zip(reserved) {
        if let Some(limit) = reserved.limit {
            *line = cut_line(line.clone(), reserved.quantity, limit, &context.quotes);
        }
    }
    let account = buyers::lock_buyers(tx, [context.buyer.id]).await?.pop();
    let account = account.as_ref().unwrap_or(&context.buyer);
    let terms = AccountTerms {
        order_minimum: account.order_minimum,
        remaining_credit: account.credit_limit.map(|limit| limit - account.exposure),
    };
    let outcome = decide(&lines, terms);
    if !outcome.is_ordered() {
        catalogue::release(tx, &lines.iter().map(|line| line.id).collect::<Vec<_>>()).await?;
        return Ok((outcome, None));
    }
    let order = PricedOrder {
        buyer_id: context.buyer.id,
        cycle: &context.cycle,
        delivery_point_id: context.standing_order.delivery_point_id,
        code: None,
        occurrence_id: Some(first.id),
        details: Default::default(),
        price_list: context.quotes.price_list,
        guest_days: group.guest_days,
        lines: &lines,
        baskets: &[],
        enforce_credit: true,
    };
    let order = insert_order(tx, order).await?.order;
    let products: Vec<ProductId> = lines.iter().map(|line| line.product_id).collect();
    record_batch_waits(tx, &context.cycle, order.id, &products).await?;
    Ok((outcome, Some(order.id)))
}
