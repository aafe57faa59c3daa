//! Pauses: days on which a standing order rests. A pause has an end, and passes by itself.

use chrono::NaiveDate;
use entities::orders::{standing_order, standing_order_pause};
use sea_orm::{ActiveValue::Set, IntoActiveModel};
use serde_json::json;
use uuid::Uuid;

use crate::{
    orders::{actions::standing::refuse_ended, store},
    platform::{
        http::problem::{Answer, Problem},
        work::Work,
    },
};

/// Days of one pause at most.
const LONGEST: i64 = 366;

/// Lets a standing order that was locked rest from one day to another, both included. Orders that are placed already
/// stay.
///
/// # Errors
/// 409 `standing_order_ended`, `pause_days`.
pub async fn pause(work: &mut Work, row: &standing_order::Model, from: NaiveDate, until: NaiveDate) -> Answer<()> {
    refuse_ended(row)?;
    if until < from || (until - from).num_days() >= LONGEST {
        let detail = "A pause ends on its first day or later, and lasts a year at most.";
        return Err(Problem::refused("pause_days", detail).at("/until_date", "pause_days", detail));
    }
    let made = standing_order_pause::ActiveModel {
        id: Set(work.new_id::<Uuid>()),
        standing_order_id: Set(row.id),
        from_date: Set(from),
        until_date: Set(until),
        created_at: Set(work.now()),
    };
    store::standing::insert_pause(work, made).await?;
    work.audit("standing_order", row.id.0, "paused", json!({ "from": from, "until": until }));
    touch(work, row).await
}

/// Ends a pause today: one that has not begun is forgotten, one that runs ended yesterday. Repeated, or after it has
/// passed, it changes nothing.
pub async fn resume(work: &mut Work, row: &standing_order::Model, pause: Uuid) -> Answer<()> {
    let pause = store::standing::pause(work, row.id, pause).await?;
    let today = work.today();
    if pause.until_date < today {
        return Ok(());
    }
    if pause.from_date >= today {
        store::standing::delete_pause(work, pause.id).await?;
    } else {
        let yesterday = today.pred_opt().unwrap_or(today);
        let ended = standing_order_pause::ActiveModel { until_date: Set(yesterday), ..pause.into_active_model() };
        store::standing::update_pause(work, ended).await?;
    }
    work.audit("standing_order", row.id.0, "resumed", json!({}));
    touch(work, row).await
}

async fn touch(work: &Work, row: &standing_order::Model) -> Answer<()> {
    let changed = standing_order::ActiveModel { version: Set(row.version + 1), ..row.clone().into_active_model() };
    store::standing::update(work, changed).await.map(drop)
}
