//! Changes one date of a standing order: skips it, or changes its quantities.

use std::collections::HashMap;

use chrono::NaiveDate;
use entities::{
    buyers::buyer,
    orders::occurrence,
    values::{OccurrenceReason, OccurrenceState, OverrideLine, Overrides, ProductId, StandingOrderId},
};
use sea_orm::{ActiveValue::Set, IntoActiveModel};
use serde_json::json;

use super::{
    order_lines::{KeptLine, check_items, check_no_baskets, check_products},
    schedule_occurrences::reschedule_occurrences,
    settled_dates::check_delivery_open,
    standing_orders::{check_not_ended, parse_recurrence},
};
use crate::{
    catalogue,
    orders::{
        OrderError,
        rules::{OrderItem, is_retried},
        store,
    },
    platform::{
        http::problem::{Problem, Result},
        unit_of_work::UnitOfWork,
    },
};

/// A change of one date of a standing order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct OccurrenceChange {
    /// Skips the date.
    pub skip: bool,
    /// Quantities that differ from the standing order's.
    pub overrides: Vec<OverrideLine>,
}

/// Changes one future date of a standing order of this buyer; products that the change does not name stay as in the
/// standing order. An empty change undoes an earlier one.
///
/// # Errors
/// 404 for a standing order of another buyer and for a past date or one that the rule does not have;
/// `StandingOrderEnded`, and `OccurrenceDecided` where the date is ordered already; `CycleClosed` where its delivery has
/// closed and the date is not skipped; `DuplicateProduct`,
/// `ProductUnavailable` and `NotAMultiple`, each with its line.
pub async fn update_occurrence(
    tx: &mut UnitOfWork,
    buyer: &buyer::Model,
    id: StandingOrderId,
    date: NaiveDate,
    change: OccurrenceChange,
) -> Result<occurrence::Model> {
    let row = store::standing_orders::lock(tx, buyer.id, id).await?;
    check_not_ended(&row)?;
    let on_rule = parse_recurrence(&row.rule, row.starts_on, row.ends_on)?.has(date);
    if !on_rule || date < tx.today() {
        return Err(Problem::not_found("date of this standing order"));
    }
    let stored = store::occurrences::find(tx, row.id, date).await?;
    let before = stored.as_ref().map_or(&[][..], |stored| &stored.overrides.0);
    check_overrides(tx, buyer, row.id, &change.overrides, before).await?;
    let (state, reason) = match change.skip {
        true => (OccurrenceState::Skipped, Some(OccurrenceReason::LeftOut)),
        false => (OccurrenceState::Due, None),
    };
    let stored = match stored {
        Some(stored) => update_undecided(tx, stored, state, reason, change.overrides).await?,
        None => {
            let row = occurrence::ActiveModel {
                id: Set(tx.new_id()),
                standing_order_id: Set(row.id),
                date: Set(date),
                cycle_id: Set(None),
                state: Set(state),
                reason: Set(reason),
                overrides: Set(Overrides(change.overrides)),
                order_id: Set(None),
                created_at: Set(tx.now()),
                decided_at: Set(change.skip.then_some(tx.now())),
            };
            store::occurrences::insert(tx, row).await?
        }
    };
    if !change.skip {
        check_delivery_open(tx, buyer.zone_id, date).await?;
    }
    tx.audit("standing_order", row.id.0, "date_changed", json!({ "date": date, "skip": change.skip }));
    reschedule_occurrences(tx, &row, buyer.zone_id).await?;
    Ok(stored)
}

/// Checks that each changed product is sold to the buyer, or is in the standing order or was changed on this date before:
/// then it may have left the catalogue and does not grow.
async fn check_overrides(
    tx: &UnitOfWork,
    buyer: &buyer::Model,
    id: StandingOrderId,
    overrides: &[OverrideLine],
    before: &[OverrideLine],
) -> Result<()> {
    if overrides.is_empty() {
        return Ok(());
    }
    let lines = store::standing_orders::list_lines(tx, &[id]).await?;
    let is_per_guest = |product| lines.iter().any(|line| line.product_id == product && line.per_guest);
    let item = |&OverrideLine { product_id, quantity }: &OverrideLine| OrderItem {
        product_id,
        quantity,
        per_guest: is_per_guest(product_id),
    };
    let items: Vec<OrderItem> = overrides.iter().map(item).collect();
    check_items(&items)?;
    let products: Vec<ProductId> = items.iter().map(|item| item.product_id).collect();
    let quotes = catalogue::get_quotes(tx, buyer.segment_id, &products).await?;
    let of_standing_order = lines.iter().map(|line| (line.product_id, KeptLine::from(&OrderItem::from(line))));
    let mut kept: HashMap<ProductId, KeptLine> = of_standing_order.collect();
    for item in before.iter().map(item) {
        if kept.get(&item.product_id).is_none_or(|kept| kept.is_raised_by(&item)) {
            kept.insert(item.product_id, KeptLine::from(&item));
        }
    }
    check_no_baskets(products, &quotes)?;
    check_products(buyer.id, &items, &quotes, &kept)
}

async fn update_undecided(
    tx: &UnitOfWork,
    stored: occurrence::Model,
    state: OccurrenceState,
    reason: Option<OccurrenceReason>,
    overrides: Vec<OverrideLine>,
) -> Result<occurrence::Model> {
    let open = stored.state == OccurrenceState::Due
        || stored.reason == Some(OccurrenceReason::LeftOut)
        || is_retried(stored.state, stored.reason);
    if !open {
        return Err(OrderError::OccurrenceDecided { date: stored.date, state: stored.state }.into());
    }
    let decided_at = (state != OccurrenceState::Due).then_some(tx.now());
    let changed = occurrence::ActiveModel {
        // Rescheduling assigns the cycle again and enqueues a new job.
        cycle_id: Set(None),
        state: Set(state),
        reason: Set(reason),
        overrides: Set(Overrides(overrides)),
        decided_at: Set(decided_at),
        ..stored.into_active_model()
    };
    store::occurrences::update(tx, changed).await
}
