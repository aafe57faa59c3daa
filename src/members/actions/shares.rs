//! A unit agrees to a share of the group's work.

use chrono::NaiveDate;
use entities::{
    members::share,
    values::{DecisionId, UnitId},
};
use serde_json::json;
use uuid::Uuid;

use crate::{
    members::store,
    platform::{
        http::problem::{Answer, Problem},
        rows::insert_if_new,
        work::Work,
    },
};

/// Gives a unit the weight that it has from `from_date` on. The history is kept: a new share begins after all older
/// ones, and not before today. The same share again changes nothing.
///
/// Refuses 409 `share_before_joining`, `share_not_newest`, `share_in_past`.
pub async fn add_share(
    work: &mut Work,
    unit_id: UnitId,
    weight: i64,
    from_date: NaiveDate,
    decision_id: Option<DecisionId>,
) -> Answer<share::Model> {
    let today = work.today();
    put(work, unit_id, weight, (from_date, decision_id), Some(today)).await
}

/// As [`add_share`], for a unit that is only now written down and brings what it had agreed to before: such a share
/// may begin in the past.
///
/// Refuses 409 `share_before_joining`, `share_not_newest`.
pub async fn bring_share(
    work: &mut Work,
    unit_id: UnitId,
    weight: i64,
    from_date: NaiveDate,
    decision_id: Option<DecisionId>,
) -> Answer<share::Model> {
    put(work, unit_id, weight, (from_date, decision_id), None).await
}

/// A share in force changes from `earliest` on; none = whenever it says.
async fn put(
    work: &mut Work,
    unit_id: UnitId,
    weight: i64,
    (from_date, decision_id): (NaiveDate, Option<DecisionId>),
    earliest: Option<NaiveDate>,
) -> Answer<share::Model> {
    let unit = store::lock_unit(work, unit_id).await?;
    if weight <= 0 {
        let detail = "The weight of a share must be greater than zero.";
        return Err(Problem::malformed("invalid_body", detail).at("/weight", "out_of_range", detail));
    }
    if let Some(id) = decision_id {
        store::decision(work, id).await?;
    }
    let stored = store::shares_of(work, unit_id).await?;
    if let Some(same) = stored.iter().find(|s| s.from_date == from_date && s.weight == weight) {
        return Ok(same.clone());
    }
    if let Some(newest) = stored.first() {
        if from_date <= newest.from_date {
            return Err(at_date("share_not_newest", "A new share begins after the one before it."));
        }
        if earliest.is_some_and(|earliest| from_date < earliest) {
            return Err(at_date("share_in_past", "A share in force changes from today on, not in the past."));
        }
    }
    if from_date < unit.joined_on {
        return Err(at_date("share_before_joining", "A share begins on or after the day the unit joined."));
    }
    let made =
        share::Model { id: work.new_id::<Uuid>(), unit_id, weight, from_date, decision_id, created_at: work.now() };
    if !insert_if_new(work, made.clone()).await? {
        return Err(at_date("share_not_newest", "A new share begins after the one before it."));
    }
    work.audit("production_unit", unit_id, "share_agreed", json!({ "weight": weight, "from_date": from_date }));
    Ok(made)
}

fn at_date(code: &'static str, detail: &'static str) -> Problem {
    Problem::refused(code, detail).at("/from_date", code, detail)
}
