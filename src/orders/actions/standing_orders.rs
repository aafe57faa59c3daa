//! Creates, updates and ends standing orders. A change applies to dates that are not assigned to a cycle yet.

use chrono::NaiveDate;
use entities::{
    buyers::buyer,
    orders::{standing_order, standing_order_line},
    values::{BuyerId, DeliveryPointId, ProductId, StandingOrderId, StandingOrderState},
};
use sea_orm::{ActiveValue::Set, IntoActiveModel};
use serde_json::json;
use uuid::Uuid;

use super::{
    order_lines::{check_items, check_no_baskets, check_products},
    schedule_occurrences::reschedule_occurrences,
};
use crate::{
    buyers, catalogue,
    orders::{
        OrderError,
        rules::{OrderItem, Recurrence, short_code},
        store,
    },
    platform::{
        http::{api_error::ApiError, etag::IfMatch, problem::Result},
        unit_of_work::UnitOfWork,
    },
};

/// The terms of a standing order.
#[derive(Clone, Debug)]
pub struct StandingOrderTerms {
    /// What the buyer calls it.
    pub name: String,
    /// Where its orders are delivered.
    pub delivery_point_id: DeliveryPointId,
    /// RFC 5545 rule on dates, such as `FREQ=WEEKLY;BYDAY=TU`.
    pub rule: String,
    /// The first possible day; intervals of the rule count from it.
    pub starts_on: NaiveDate,
    /// The last possible day.
    pub ends_on: Option<NaiveDate>,
    /// Products and quantities of each date.
    pub items: Vec<OrderItem>,
}

/// Days from today within which changed dates are kept when the rule changes.
const LOOK_AHEAD_DAYS: u64 = 800;

/// Creates a standing order. A job orders its dates in cycles that are open already.
///
/// # Errors
/// 404 for a delivery point that is not the buyer's; `EndsBeforeStart`, the `Rule…` variants, `CodeTaken`, and those of
/// the items of an order.
pub async fn create_standing_order(
    tx: &mut UnitOfWork,
    buyer: &buyer::Model,
    code: Option<String>,
    terms: StandingOrderTerms,
) -> Result<standing_order::Model> {
    check_terms(tx, buyer, &terms, None).await?;
    let code = code.unwrap_or_else(|| short_code(tx.app().ids.bytes()));
    if store::standing_orders::find_by_code(tx, &code).await?.is_some() {
        return Err(OrderError::CodeTaken { code }.at("/code"));
    }
    let created = insert_standing_order(tx, buyer, code, terms).await?;
    tx.audit("standing_order", created.id.0, "made", json!({ "code": created.code, "rule": created.rule }));
    reschedule_occurrences(tx, &created, buyer.zone_id).await?;
    Ok(created)
}

/// Stores a new standing order with its lines.
pub async fn insert_standing_order(
    tx: &UnitOfWork,
    buyer: &buyer::Model,
    code: String,
    terms: StandingOrderTerms,
) -> Result<standing_order::Model> {
    let row = standing_order::ActiveModel {
        id: Set(tx.new_id()),
        code: Set(code),
        buyer_id: Set(buyer.id),
        delivery_point_id: Set(terms.delivery_point_id),
        name: Set(terms.name),
        rule: Set(terms.rule),
        starts_on: Set(terms.starts_on),
        ends_on: Set(terms.ends_on),
        state: Set(StandingOrderState::Active),
        ended_at: Set(None),
        predecessor_id: Set(None),
        successor_id: Set(None),
        created_at: Set(tx.now()),
        version: Set(1),
    };
    let created = store::standing_orders::insert(tx, row).await?;
    let lines = line_rows(tx, created.id, &terms.items);
    store::standing_orders::replace_lines(tx, created.id, lines).await?;
    Ok(created)
}

/// Updates a standing order of this buyer. Orders that are placed stay. Changes of single dates are kept where the new
/// rule still has the date.
///
/// # Errors
/// As [`create_standing_order`], 412 where `if_match` names another version, `StandingOrderEnded`, and `DatesLeftOut` where
/// one that has begun would begin later.
pub async fn update_standing_order(
    tx: &mut UnitOfWork,
    buyer: &buyer::Model,
    id: StandingOrderId,
    if_match: &IfMatch,
    terms: StandingOrderTerms,
) -> Result<standing_order::Model> {
    let stored = lock_to_change(tx, buyer, id, if_match).await?;
    let recurrence = check_terms(tx, buyer, &terms, Some(&stored)).await?;
    let row = stored.row;
    let today = tx.today();
    check_no_date_left_out(&row, terms.starts_on, today)?;
    check_continuation(&row, &terms)?;
    let until = today.checked_add_days(chrono::Days::new(LOOK_AHEAD_DAYS)).unwrap_or(NaiveDate::MAX);
    let kept = recurrence.dates(today, until, u16::MAX);
    store::occurrences::delete_undecided(tx, row.id, today, &kept).await?;
    let version = row.version + 1;
    let row = standing_order::ActiveModel {
        delivery_point_id: Set(terms.delivery_point_id),
        name: Set(terms.name),
        rule: Set(terms.rule),
        starts_on: Set(terms.starts_on),
        ends_on: Set(terms.ends_on),
        version: Set(version),
        ..row.into_active_model()
    };
    let updated = store::standing_orders::update(tx, row).await?;
    let lines = line_rows(tx, updated.id, &terms.items);
    store::standing_orders::replace_lines(tx, updated.id, lines).await?;
    tx.audit("standing_order", updated.id.0, "changed", json!({ "rule": updated.rule, "version": version }));
    reschedule_occurrences(tx, &updated, buyer.zone_id).await?;
    Ok(updated)
}

/// Ends a standing order of this buyer: it orders no further dates; orders that are placed stay. One that has ended stays
/// as it is.
pub async fn end_standing_order(
    tx: &mut UnitOfWork,
    buyer: BuyerId,
    id: StandingOrderId,
) -> Result<standing_order::Model> {
    let row = store::standing_orders::lock(tx, buyer, id).await?;
    if row.state == StandingOrderState::Ended {
        return Ok(row);
    }
    store::occurrences::delete_undecided(tx, row.id, tx.today(), &[]).await?;
    let version = row.version + 1;
    let row = standing_order::ActiveModel {
        state: Set(StandingOrderState::Ended),
        ended_at: Set(Some(tx.now())),
        version: Set(version),
        ..row.into_active_model()
    };
    let ended = store::standing_orders::update(tx, row).await?;
    tx.audit("standing_order", ended.id.0, "ended", json!({}));
    Ok(ended)
}

/// Refuses a later first day of a standing order that has begun where dates to come would be left out unsaid.
fn check_no_date_left_out(row: &standing_order::Model, starts_on: NaiveDate, today: NaiveDate) -> Result<()> {
    let before = parse_recurrence(&row.rule, row.starts_on, row.ends_on)?;
    let left_out = before.dates(today, starts_on, 1).first().copied();
    match left_out.filter(|_| row.starts_on <= today && row.starts_on < starts_on) {
        Some(first_date) => Err(OrderError::DatesLeftOut { first_date, starts_on }.at("/starts_on")),
        None => Ok(()),
    }
}

/// Refuses days that another standing order of the same chain has: one that is continued ends before its successor begins,
/// and one that continues another does not begin earlier.
fn check_continuation(row: &standing_order::Model, terms: &StandingOrderTerms) -> Result<()> {
    let last_day = row.ends_on.filter(|_| row.successor_id.is_some());
    if let Some(last_day) = last_day.filter(|last_day| terms.ends_on.is_none_or(|ends_on| ends_on > *last_day)) {
        return Err(OrderError::ContinuedAfter { last_day }.at("/ends_on"));
    }
    if row.predecessor_id.is_some() && terms.starts_on < row.starts_on {
        return Err(OrderError::ContinuesFrom { first_day: row.starts_on }.at("/starts_on"));
    }
    Ok(())
}

/// A stored standing order with what it orders.
pub struct StoredStandingOrder {
    /// The standing order.
    pub row: standing_order::Model,
    /// Products and quantities of each date.
    pub items: Vec<OrderItem>,
}

/// Locks a standing order of this buyer that is about to change.
///
/// # Errors
/// 404, 412 where `if_match` names another version, `StandingOrderEnded`.
pub async fn lock_to_change(
    tx: &UnitOfWork,
    buyer: &buyer::Model,
    id: StandingOrderId,
    if_match: &IfMatch,
) -> Result<StoredStandingOrder> {
    let row = store::standing_orders::lock(tx, buyer.id, id).await?;
    if_match.check(row.version)?;
    check_not_ended(&row)?;
    with_items(tx, row).await
}

/// A standing order with what it orders.
pub async fn with_items(tx: &UnitOfWork, row: standing_order::Model) -> Result<StoredStandingOrder> {
    let lines = store::standing_orders::list_lines(tx, &[row.id]).await?;
    Ok(StoredStandingOrder { row, items: lines.iter().map(OrderItem::from).collect() })
}

/// Refuses a standing order that has ended.
pub fn check_not_ended(row: &standing_order::Model) -> Result<()> {
    if row.state == StandingOrderState::Ended {
        return Err(OrderError::StandingOrderEnded { ended_at: row.ended_at }.into());
    }
    Ok(())
}

/// Parses the rule of a standing order; the error names the field `/rule`.
pub fn parse_recurrence(rule: &str, starts_on: NaiveDate, ends_on: Option<NaiveDate>) -> Result<Recurrence> {
    Recurrence::parse(rule, starts_on, ends_on).map_err(|error| error.at("/rule"))
}

/// Checks the terms of a standing order, stored or not, and returns its dates.
///
/// The delivery point and the items that a stored standing order has already may stay, although the point was retired and
/// products are no longer sold: its dates say so.
pub async fn check_terms(
    tx: &UnitOfWork,
    buyer: &buyer::Model,
    terms: &StandingOrderTerms,
    stored: Option<&StoredStandingOrder>,
) -> Result<Recurrence> {
    if let Some(ends_on) = terms.ends_on.filter(|ends_on| *ends_on < terms.starts_on) {
        return Err(OrderError::EndsBeforeStart { starts_on: terms.starts_on, ends_on }.at("/ends_on"));
    }
    let recurrence = parse_recurrence(&terms.rule, terms.starts_on, terms.ends_on)?;
    check_items(&terms.items)?;
    let point = stored.map(|stored| stored.row.delivery_point_id);
    buyers::get_delivery_point_or_stored(tx, buyer.id, terms.delivery_point_id, point).await?;
    let stored = stored.map_or(&[][..], |stored| &stored.items);
    let products: Vec<ProductId> = terms.items.iter().map(|item| item.product_id).collect();
    let quotes = catalogue::get_quotes(tx, buyer.segment_id, &products).await?;
    let kept = stored.iter().map(|item| (item.product_id, item.into())).collect();
    check_no_baskets(products, &quotes)?;
    check_products(buyer.id, &terms.items, &quotes, &kept)?;
    Ok(recurrence)
}

fn line_rows(tx: &UnitOfWork, id: StandingOrderId, items: &[OrderItem]) -> Vec<standing_order_line::ActiveModel> {
    let positions = 1..;
    let rows = positions.zip(items).map(|(position, item)| standing_order_line::ActiveModel {
        id: Set(tx.new_id::<Uuid>()),
        standing_order_id: Set(id),
        position: Set(position),
        product_id: Set(item.product_id),
        quantity: Set(item.quantity),
        per_guest: Set(item.per_guest),
    });
    rows.collect()
}
