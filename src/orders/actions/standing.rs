//! Standing orders: made, changed and ended by their buyer. A change holds for dates that no cycle has taken up yet.

use std::collections::HashMap;

use chrono::NaiveDate;
use entities::{
    buyers::buyer,
    orders::{standing_order, standing_order_line},
    values::{DeliveryPointId, ProductId, StandingOrderId, StandingOrderState},
};
use sea_orm::{ActiveValue::Set, IntoActiveModel};
use serde_json::json;
use uuid::Uuid;

use crate::{
    buyers, catalogue,
    orders::{
        OrderError,
        actions::cover::cover_now,
        draft::{Want, check_products, check_wants},
        rules::Recurrence,
        store,
    },
    platform::{
        http::{api_error::ApiError, problem::Result},
        unit_of_work::UnitOfWork,
    },
};

/// What a standing order says.
#[derive(Clone, Debug)]
pub struct StandingTerms {
    /// What the buyer calls it.
    pub name: String,
    /// Where its orders go.
    pub delivery_point_id: DeliveryPointId,
    /// RFC 5545 rule on dates, such as `FREQ=WEEKLY;BYDAY=TU`.
    pub rule: String,
    /// The first day it may fall on; the pace of its rule is counted from here.
    pub starts_on: NaiveDate,
    /// The last day it may fall on.
    pub ends_on: Option<NaiveDate>,
    /// What each of its dates orders.
    pub lines: Vec<Want>,
}

/// Dates far ahead that an edit still looks at.
const LOOK_AHEAD_DAYS: u64 = 800;

/// Makes a standing order. Dates that fall to cycles which are open already are ordered soon after, by a job.
///
/// # Errors
/// 404 for a delivery point of another; 409 for a rule that is refused (`rule_…`), `ends_before_start`, `code_taken`,
/// and what is refused of an order's lines.
pub async fn create_standing_order(
    tx: &mut UnitOfWork,
    buyer: &buyer::Model,
    code: Option<String>,
    terms: StandingTerms,
) -> Result<standing_order::Model> {
    check(tx, buyer, &terms).await?;
    let code = code.unwrap_or_else(|| crate::orders::rules::short_code(tx.app().ids.bytes()));
    if store::standing::by_code(tx, &code).await?.is_some() {
        return Err(OrderError::CodeTaken { code }.at("/code"));
    }
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
        created_at: Set(tx.now()),
        version: Set(1),
    };
    let made = store::standing::insert(tx, row).await?;
    store::standing::replace_lines(tx, made.id, rows(tx, made.id, &terms.lines)).await?;
    tx.audit("standing_order", made.id.0, "made", json!({ "code": made.code, "rule": made.rule }));
    cover_now(tx, &made, buyer.zone_id).await?;
    Ok(made)
}

/// Changes a standing order that was locked: dates that are ordered already stay as they are, those to come follow the
/// new terms. What was changed for a single date is kept where the new rule still has that date.
///
/// # Errors
/// As making one, and 409 `standing_order_ended`.
pub async fn edit_standing_order(
    tx: &mut UnitOfWork,
    buyer: &buyer::Model,
    row: standing_order::Model,
    terms: StandingTerms,
) -> Result<standing_order::Model> {
    refuse_ended(&row)?;
    let recurrence = check(tx, buyer, &terms).await?;
    let today = tx.today();
    let until = today.checked_add_days(chrono::Days::new(LOOK_AHEAD_DAYS)).unwrap_or(NaiveDate::MAX);
    let kept = recurrence.dates(today, until, u16::MAX);
    store::occurrences::forget(tx, row.id, today, &kept).await?;
    let version = row.version + 1;
    let changed = standing_order::ActiveModel {
        delivery_point_id: Set(terms.delivery_point_id),
        name: Set(terms.name),
        rule: Set(terms.rule),
        starts_on: Set(terms.starts_on),
        ends_on: Set(terms.ends_on),
        version: Set(version),
        ..row.into_active_model()
    };
    let changed = store::standing::update(tx, changed).await?;
    store::standing::replace_lines(tx, changed.id, rows(tx, changed.id, &terms.lines)).await?;
    tx.audit("standing_order", changed.id.0, "changed", json!({ "rule": changed.rule, "version": version }));
    cover_now(tx, &changed, buyer.zone_id).await?;
    Ok(changed)
}

/// Ends a standing order that was locked: it makes no more orders; those that are placed stay. Repeated, it changes
/// nothing.
pub async fn end_standing_order(tx: &mut UnitOfWork, row: standing_order::Model) -> Result<standing_order::Model> {
    if row.state == StandingOrderState::Ended {
        return Ok(row);
    }
    store::occurrences::forget(tx, row.id, tx.today(), &[]).await?;
    let version = row.version + 1;
    let ended = standing_order::ActiveModel {
        state: Set(StandingOrderState::Ended),
        ended_at: Set(Some(tx.now())),
        version: Set(version),
        ..row.into_active_model()
    };
    let ended = store::standing::update(tx, ended).await?;
    tx.audit("standing_order", ended.id.0, "ended", json!({}));
    Ok(ended)
}

/// Refuses what is asked of a standing order that has ended.
pub fn refuse_ended(row: &standing_order::Model) -> Result<()> {
    if row.state == StandingOrderState::Ended {
        return Err(OrderError::StandingOrderEnded { ended_at: row.ended_at }.into());
    }
    Ok(())
}

/// The rule of a standing order, read.
pub fn recurrence_of(rule: &str, starts_on: NaiveDate, ends_on: Option<NaiveDate>) -> Result<Recurrence> {
    Recurrence::read(rule, starts_on, ends_on).map_err(|error| error.at("/rule"))
}

/// Checks what a standing order says, whether or not it is stored, and reads its rule.
pub async fn check(tx: &UnitOfWork, buyer: &buyer::Model, terms: &StandingTerms) -> Result<Recurrence> {
    if let Some(ends_on) = terms.ends_on.filter(|ends_on| *ends_on < terms.starts_on) {
        return Err(OrderError::EndsBeforeStart { starts_on: terms.starts_on, ends_on }.at("/ends_on"));
    }
    let recurrence = recurrence_of(&terms.rule, terms.starts_on, terms.ends_on)?;
    check_wants(&terms.lines)?;
    buyers::delivery_point_of(tx, buyer.id, terms.delivery_point_id).await?;
    let products: Vec<ProductId> = terms.lines.iter().map(|want| want.product_id).collect();
    let quotes = catalogue::quotes(tx, buyer.segment_id, &products).await?;
    check_products(&terms.lines, &quotes, &HashMap::new())?;
    Ok(recurrence)
}

fn rows(tx: &UnitOfWork, id: StandingOrderId, lines: &[Want]) -> Vec<standing_order_line::ActiveModel> {
    let positions = 1..;
    let rows = positions.zip(lines).map(|(position, want)| standing_order_line::ActiveModel {
        id: Set(tx.new_id::<Uuid>()),
        standing_order_id: Set(id),
        position: Set(position),
        product_id: Set(want.product_id),
        quantity: Set(want.quantity),
        per_guest: Set(want.per_guest),
    });
    rows.collect()
}

/// The wants of stored lines.
pub fn wants(lines: &[standing_order_line::Model]) -> Vec<Want> {
    let wants = lines.iter().map(|line| Want {
        product_id: line.product_id,
        quantity: line.quantity,
        per_guest: line.per_guest,
    });
    wants.collect()
}
