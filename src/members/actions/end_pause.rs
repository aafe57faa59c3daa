//! Sets the last day of a pause.

use chrono::NaiveDate;
use entities::{members::pause, values::WorkshopId};
use serde_json::json;
use uuid::Uuid;

use super::create_pause::{check_end, check_no_overlap};
use crate::{
    members::{Event, rules::Days, store},
    platform::{
        http::problem::{Problem, Result},
        unit_of_work::UnitOfWork,
    },
};

/// Sets the last day of a pause, earlier or later than it was. Repeated with the same day, it changes nothing.
///
/// # Errors
/// 404 (workshop, pause); 409 `ends_before_start`, `pause_overlaps`.
pub async fn end_pause(
    tx: &mut UnitOfWork,
    workshop_id: WorkshopId,
    id: Uuid,
    until_date: NaiveDate,
) -> Result<pause::Model> {
    store::lock_workshop(tx, workshop_id).await?;
    let pauses = store::list_pauses(tx, workshop_id).await?;
    let (mut found, others): (Vec<_>, Vec<_>) = pauses.into_iter().partition(|pause| pause.id == id);
    let before = found.pop().ok_or_else(|| Problem::not_found("pause"))?;
    if before.until_date == Some(until_date) {
        return Ok(before);
    }
    let days = Days { first: before.from_date, last: Some(until_date) };
    check_end(days)?;
    check_no_overlap(&others, days)?;
    let updated = store::update_pause_end(tx, id, until_date).await?;
    tx.audit("workshop", workshop_id, "pause_ended", json!({ "pause": id, "until_date": until_date }));
    tx.emit(Event::SupplyChanged { workshop_id });
    Ok(updated)
}
