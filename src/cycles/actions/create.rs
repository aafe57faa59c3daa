//! Cycles are made: by hand, by an import, by a calendar.

use chrono::{DateTime, NaiveDate, Utc};
use entities::{
    cycles::{calendar, cycle},
    values::{CycleState, ZoneId, production_week},
};
use serde_json::json;

use super::times::order;
use crate::{
    buyers,
    cycles::{
        errors::CycleError,
        jobs,
        rules::{self, Times},
        store,
    },
    members,
    platform::{
        http::{api_error::ApiError, problem::Result},
        rows::insert_if_new,
        unit_of_work::UnitOfWork,
    },
};

/// A cycle to be made.
#[derive(Clone, Debug)]
pub struct NewCycle {
    /// Stable code; none = `{zone}-{date}`.
    pub code: Option<String>,
    /// Where.
    pub zone_id: ZoneId,
    /// When.
    pub delivery_date: NaiveDate,
    /// Orders are taken from here on.
    pub opens_at: DateTime<Utc>,
    /// And until before here.
    pub cut_off_at: DateTime<Utc>,
    /// Until before here workshops answer their quotas.
    pub respond_by: DateTime<Utc>,
}

/// Makes a cycle as a draft; it opens and closes by itself. Refuses with 404 (zone), `CycleExists` (of this zone and
/// date), `CodeTaken` and `TimesOutOfOrder`.
pub async fn create(tx: &mut UnitOfWork, new: NewCycle) -> Result<cycle::Model> {
    let zone = buyers::zone(tx, new.zone_id).await?;
    let times = Times { opens_at: new.opens_at, cut_off_at: new.cut_off_at, respond_by: new.respond_by };
    order(tx, &times, new.delivery_date)?;
    let code = new.code.unwrap_or_else(|| code(&zone.code, new.delivery_date));
    let (zone_id, delivery_date) = (new.zone_id, new.delivery_date);
    if let Some(made) = insert(tx, code.clone(), zone_id, delivery_date, times).await? {
        return Ok(made);
    }
    if store::on_date(tx, zone_id, delivery_date).await?.is_some() {
        return Err(CycleError::CycleExists { delivery_date }.at("/delivery_date"));
    }
    Err(CycleError::CodeTaken { code }.at("/code"))
}

/// Makes a cycle that staff enter by hand: its cut-off lies ahead. Refuses with `CutOffInPast` and as `create` does.
pub(in crate::cycles) async fn create_ahead(tx: &mut UnitOfWork, new: NewCycle) -> Result<cycle::Model> {
    if new.cut_off_at <= tx.now() {
        return Err(CycleError::CutOffInPast { cut_off_at: new.cut_off_at }.at("/times/cut_off_at"));
    }
    create(tx, new).await
}

/// Makes the next cycles of a calendar that do not exist yet and whose cut-off is still to come; says how many.
pub(in crate::cycles) async fn prepare(tx: &mut UnitOfWork, calendar: &calendar::Model) -> Result<usize> {
    let zone = buyers::zone(tx, calendar.zone_id).await?;
    let hours = members::get_settings(tx, tx.today()).await?.respond_hours;
    let mut made = 0;
    for (delivery_date, times) in rules::ahead(calendar, tx.now(), tx.zone(), hours) {
        let code = code(&zone.code, delivery_date);
        made += usize::from(insert(tx, code, zone.id, delivery_date, times).await?.is_some());
    }
    Ok(made)
}

async fn insert(
    tx: &mut UnitOfWork,
    code: String,
    zone_id: ZoneId,
    delivery_date: NaiveDate,
    times: Times,
) -> Result<Option<cycle::Model>> {
    let made = cycle::Model {
        id: tx.new_id(),
        code,
        zone_id,
        delivery_date,
        production_week: production_week(delivery_date),
        opens_at: times.opens_at,
        cut_off_at: times.cut_off_at,
        respond_by: times.respond_by,
        state: CycleState::Draft,
        opened_at: None,
        closed_at: None,
        allocated_at: None,
        published_at: None,
        delivering_at: None,
        delivered_at: None,
        created_at: tx.now(),
        version: 1,
    };
    if !insert_if_new(tx, made.clone()).await? {
        return Ok(None);
    }
    tx.audit("cycle", made.id, "made", json!({ "code": made.code, "delivery_date": delivery_date }));
    jobs::schedule(tx, &made)?;
    Ok(Some(made))
}

fn code(zone: &str, date: NaiveDate) -> String {
    format!("{zone}-{date}")
}
