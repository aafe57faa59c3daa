//! A season opens: a new balance of fairness, from zero.

use chrono::NaiveDate;
use entities::members::season;
use serde_json::json;

use crate::{
    members::store,
    platform::{
        counter,
        http::problem::{Problem, Result},
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
pub async fn open_season(tx: &mut UnitOfWork, new: NewSeason) -> Result<season::Model> {
    if new.ends_on < new.starts_on {
        let detail = "The last day cannot come before the first.";
        return Err(Problem::refused("ends_before_start", detail).at("/ends_on", "ends_before_start", detail));
    }
    counter::hold(tx, "season").await?;
    if let Some(other) = store::season_between(tx, new.starts_on, new.ends_on).await? {
        let detail = format!("The season {} covers some of these days.", other.code);
        return Err(Problem::refused("season_overlaps", detail.clone()).at("/starts_on", "season_overlaps", detail));
    }
    let made = season::Model {
        id: tx.new_id(),
        code: new.code,
        name: new.name,
        starts_on: new.starts_on,
        ends_on: new.ends_on,
    };
    if !insert_if_new(tx, made.clone()).await? {
        let detail = "Another season has this code.";
        return Err(Problem::refused("code_taken", detail).at("/code", "code_taken", detail));
    }
    tx.audit("season", made.id, "opened", json!({ "code": made.code, "from": made.starts_on, "to": made.ends_on }));
    Ok(made)
}
