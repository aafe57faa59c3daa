//! A season opens: a new balance of fairness, from zero.

use chrono::NaiveDate;
use entities::members::season;
use serde_json::json;

use crate::{
    members::{MemberError, store},
    platform::{
        counter,
        http::{api_error::ApiError, problem::Result},
        rows::insert_if_new,
        unit_of_work::UnitOfWork,
    },
};

/// A season.
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

/// Opens a season. A day lies in one season at most: refuses 409 `season_overlaps`, `ends_before_start`, `code_taken`.
pub async fn create_season(tx: &mut UnitOfWork, new: NewSeason) -> Result<season::Model> {
    if new.ends_on < new.starts_on {
        let (starts_on, ends_on) = (new.starts_on, new.ends_on);
        return Err(MemberError::EndsBeforeStart { starts_on, ends_on }.at("/ends_on"));
    }
    counter::hold(tx, "season").await?;
    if let Some(other) = store::season_between(tx, new.starts_on, new.ends_on).await? {
        let (season, starts_on, ends_on) = (other.code, other.starts_on, other.ends_on);
        return Err(MemberError::SeasonOverlaps { season, starts_on, ends_on }.at("/starts_on"));
    }
    let made = season::Model {
        id: tx.new_id(),
        code: new.code,
        name: new.name,
        starts_on: new.starts_on,
        ends_on: new.ends_on,
    };
    if !insert_if_new(tx, made.clone()).await? {
        return Err(MemberError::CodeTaken { resource: "season", code: made.code }.at("/code"));
    }
    tx.audit("season", made.id, "opened", json!({ "code": made.code, "from": made.starts_on, "to": made.ends_on }));
    Ok(made)
}
