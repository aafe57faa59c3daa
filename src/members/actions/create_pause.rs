//! Creates a pause of a workshop.

use chrono::NaiveDate;
use entities::{members::pause, values::WorkshopId};
use serde_json::json;
use uuid::Uuid;

use crate::{
    members::{Event, errors::MemberError, rules::Days, store},
    platform::{
        http::{api_error::ApiError, problem::Result},
        unit_of_work::UnitOfWork,
    },
};

/// A pause to create.
#[derive(Clone, Debug)]
pub struct NewPause {
    /// First day.
    pub from_date: NaiveDate,
    /// Last day; none = no end is agreed yet.
    pub until_date: Option<NaiveDate>,
    /// The reason that was given.
    pub reason: String,
}

/// Pauses a workshop. Repeated with the same days, it changes nothing.
///
/// # Errors
/// 404 (workshop); 409 `ends_before_start`, `pause_overlaps`.
pub async fn create_pause(tx: &mut UnitOfWork, workshop_id: WorkshopId, new: NewPause) -> Result<pause::Model> {
    store::lock_workshop(tx, workshop_id).await?;
    let days = Days { first: new.from_date, last: new.until_date };
    check_end(days)?;
    let existing = store::list_pauses(tx, workshop_id).await?;
    if let Some(same) = existing.iter().find(|pause| days_of(pause) == days) {
        return Ok(same.clone());
    }
    check_no_overlap(&existing, days)?;
    let row = pause::Model {
        id: tx.new_id::<Uuid>(),
        workshop_id,
        from_date: new.from_date,
        until_date: new.until_date,
        reason: new.reason,
        created_at: tx.now(),
        changed_at: tx.now(),
    };
    store::insert_pause(tx, &row).await?;
    let detail = json!({ "from_date": row.from_date, "until_date": row.until_date, "reason": row.reason });
    tx.audit("workshop", workshop_id, "paused", detail);
    tx.emit(Event::SupplyChanged { workshop_id });
    Ok(row)
}

/// Checks that the last day does not come before the first.
///
/// # Errors
/// 409 `ends_before_start`.
pub fn check_end(days: Days) -> Result<()> {
    match days.last {
        Some(last) if last < days.first => {
            Err(MemberError::EndsBeforeStart { starts_on: days.first, ends_on: last }.at("/until_date"))
        }
        _ => Ok(()),
    }
}

/// Checks that none of the other pauses has a day in common with `days`.
///
/// # Errors
/// 409 `pause_overlaps`.
pub fn check_no_overlap(others: &[pause::Model], days: Days) -> Result<()> {
    match others.iter().find(|other| days_of(other).overlap(days)) {
        Some(other) => {
            let (from_date, until_date) = (other.from_date, other.until_date);
            Err(MemberError::PauseOverlaps { from_date, until_date }.at("/from_date"))
        }
        None => Ok(()),
    }
}

fn days_of(pause: &pause::Model) -> Days {
    Days { first: pause.from_date, last: pause.until_date }
}
