//! Pauses standing orders: a pause is a range of days without orders. It ends by itself.

use chrono::NaiveDate;
use entities::{
    orders::{standing_order, standing_order_pause},
    values::{BuyerId, StandingOrderId},
};
use sea_orm::{ActiveValue::Set, IntoActiveModel};
use serde_json::json;
use uuid::Uuid;

use super::standing_orders::check_not_ended;
use crate::{
    orders::{OrderError, store},
    platform::{
        http::{api_error::ApiError, problem::Result},
        unit_of_work::UnitOfWork,
    },
};

/// Days of the longest pause.
const MAX_DAYS: i64 = 366;

/// Pauses a standing order of this buyer from one day to another, both included. Orders that are placed stay.
///
/// # Errors
/// 404 for a standing order of another buyer; `StandingOrderEnded`, `PauseDays`.
pub async fn pause_standing_order(
    tx: &mut UnitOfWork,
    buyer: BuyerId,
    id: StandingOrderId,
    from: NaiveDate,
    until: NaiveDate,
) -> Result<standing_order::Model> {
    let row = store::standing_orders::lock(tx, buyer, id).await?;
    check_not_ended(&row)?;
    if until < from || (until - from).num_days() >= MAX_DAYS {
        return Err(OrderError::PauseDays { maximum_days: MAX_DAYS }.at("/until_date"));
    }
    let pause = standing_order_pause::ActiveModel {
        id: Set(tx.new_id::<Uuid>()),
        standing_order_id: Set(row.id),
        from_date: Set(from),
        until_date: Set(until),
        created_at: Set(tx.now()),
    };
    store::standing_orders::insert_pause(tx, pause).await?;
    tx.audit("standing_order", row.id.0, "paused", json!({ "from": from, "until": until }));
    increase_version(tx, row).await
}

/// Ends a pause of a standing order of this buyer: deletes one that has not begun, and lets one that runs end yesterday.
/// A pause that has ended stays as it is.
///
/// # Errors
/// 404 for a standing order of another buyer and for an unknown pause.
pub async fn resume_standing_order(
    tx: &mut UnitOfWork,
    buyer: BuyerId,
    id: StandingOrderId,
    pause: Uuid,
) -> Result<standing_order::Model> {
    let row = store::standing_orders::lock(tx, buyer, id).await?;
    let pause = store::standing_orders::get_pause(tx, row.id, pause).await?;
    let today = tx.today();
    if pause.until_date < today {
        return Ok(row);
    }
    if pause.from_date >= today {
        store::standing_orders::delete_pause(tx, pause.id).await?;
    } else {
        let yesterday = today.pred_opt().unwrap_or(today);
        let ended = standing_order_pause::ActiveModel { until_date: Set(yesterday), ..pause.into_active_model() };
        store::standing_orders::update_pause(tx, ended).await?;
    }
    tx.audit("standing_order", row.id.0, "resumed", json!({}));
    increase_version(tx, row).await
}

async fn increase_version(tx: &UnitOfWork, row: standing_order::Model) -> Result<standing_order::Model> {
    let version = row.version + 1;
    let row = standing_order::ActiveModel { version: Set(version), ..row.into_active_model() };
    store::standing_orders::update(tx, row).await
}
