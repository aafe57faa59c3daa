//! Pauses: days on which a standing order rests. A pause has an end, and passes by itself.

use chrono::NaiveDate;
use entities::orders::{standing_order, standing_order_pause};
use sea_orm::{ActiveValue::Set, IntoActiveModel};
use serde_json::json;
use uuid::Uuid;

use crate::{
    orders::{OrderError, actions::standing::refuse_ended, store},
    platform::{
        http::{api_error::ApiError, problem::Result},
        unit_of_work::UnitOfWork,
    },
};

/// Days of one pause at most.
const LONGEST: i64 = 366;

/// Lets a standing order that was locked rest from one day to another, both included. Orders that are placed already
/// stay.
///
/// # Errors
/// 409 `standing_order_ended`, `pause_days`.
pub async fn pause(tx: &mut UnitOfWork, row: &standing_order::Model, from: NaiveDate, until: NaiveDate) -> Result<()> {
    refuse_ended(row)?;
    if until < from || (until - from).num_days() >= LONGEST {
        return Err(OrderError::PauseDays { maximum_days: LONGEST }.at("/until_date"));
    }
    let made = standing_order_pause::ActiveModel {
        id: Set(tx.new_id::<Uuid>()),
        standing_order_id: Set(row.id),
        from_date: Set(from),
        until_date: Set(until),
        created_at: Set(tx.now()),
    };
    store::standing::insert_pause(tx, made).await?;
    tx.audit("standing_order", row.id.0, "paused", json!({ "from": from, "until": until }));
    touch(tx, row).await
}

/// Ends a pause today: one that has not begun is forgotten, one that runs ended yesterday. Repeated, or after it has
/// passed, it changes nothing.
pub async fn resume(tx: &mut UnitOfWork, row: &standing_order::Model, pause: Uuid) -> Result<()> {
    let pause = store::standing::pause(tx, row.id, pause).await?;
    let today = tx.today();
    if pause.until_date < today {
        return Ok(());
    }
    if pause.from_date >= today {
        store::standing::delete_pause(tx, pause.id).await?;
    } else {
        let yesterday = today.pred_opt().unwrap_or(today);
        let ended = standing_order_pause::ActiveModel { until_date: Set(yesterday), ..pause.into_active_model() };
        store::standing::update_pause(tx, ended).await?;
    }
    tx.audit("standing_order", row.id.0, "resumed", json!({}));
    touch(tx, row).await
}

async fn touch(tx: &UnitOfWork, row: &standing_order::Model) -> Result<()> {
    let changed = standing_order::ActiveModel { version: Set(row.version + 1), ..row.clone().into_active_model() };
    store::standing::update(tx, changed).await.map(drop)
}
