//! Creates a season.

use chrono::NaiveDate;
use entities::members::season;
use serde_json::json;

use crate::{
    members::{errors::MemberError, store},
    platform::{
        counter,
        http::{api_error::ApiError, problem::Result},
        unit_of_work::UnitOfWork,
    },
};

/// A season to create.
#[derive(Clone, Debug)]
pub struct NewSeason {
    /// Its code, such as `2026-27`.
    pub code: String,
    /// What people call it.
    pub name: String,
    /// First day.
    pub starts_on: NaiveDate,
    /// Last day.
    pub ends_on: NaiveDate,
}

/// Creates a season, in which every workshop's carried value begins at zero. Two seasons have no day in common.
///
/// # Errors
/// 409 `season_overlaps`, `ends_before_start`, `code_taken`.
pub async fn create_season(tx: &mut UnitOfWork, new: NewSeason) -> Result<season::Model> {
    let NewSeason { code, name, starts_on, ends_on } = new;
    if ends_on < starts_on {
        return Err(MemberError::EndsBeforeStart { starts_on, ends_on }.at("/ends_on"));
    }
    // Seasons created at the same time are created one after the other, so that each sees those before it.
    counter::hold(tx, "season").await?;
    if let Some(other) = store::find_overlapping_season(tx, starts_on, ends_on).await? {
        let (season, starts_on, ends_on) = (other.code, other.starts_on, other.ends_on);
        return Err(MemberError::SeasonOverlaps { season, starts_on, ends_on }.at("/starts_on"));
    }
    let row = season::Model { id: tx.new_id(), code, name, starts_on, ends_on };
    if !store::insert_season(tx, &row).await? {
        return Err(MemberError::CodeTaken { resource: "season", code: row.code }.at("/code"));
    }
    tx.audit("season", row.id, "opened", json!({ "code": row.code, "from": row.starts_on, "to": row.ends_on }));
    Ok(row)
}
