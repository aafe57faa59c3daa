//! Buyers, and anyone, list the cycles that take orders.

use chrono::{DateTime, NaiveDate, Utc};
use entities::values::{CycleId, ZoneId};
use poem::web::Data;
use poem_openapi::{Object, OpenApi};

use super::tag::Tag;
use crate::{
    buyers,
    cycles::store::{self, ZoneCycle},
    identity::{Buyer, Caller},
    platform::{
        app::App,
        http::{paging::List, problem::Result},
        unit_of_work::Actor,
    },
};

/// A cycle that takes orders.
#[derive(Clone, Debug, Object)]
pub struct OpenCycle {
    /// Identifies the cycle.
    pub id: CycleId,
    /// Stable code.
    pub code: String,
    /// The zone.
    pub zone_id: ZoneId,
    /// Name of the zone.
    pub zone: String,
    /// When it is delivered.
    pub delivery_date: NaiveDate,
    /// It takes orders before this instant.
    pub cut_off_at: DateTime<Utc>,
}

impl From<ZoneCycle> for OpenCycle {
    fn from(row: ZoneCycle) -> Self {
        let ZoneCycle { cycle, zone } = row;
        Self {
            id: cycle.id,
            code: cycle.code,
            zone_id: zone.id,
            zone: zone.name,
            delivery_date: cycle.delivery_date,
            cut_off_at: cycle.cut_off_at,
        }
    }
}

/// Operations of buyers, and public ones.
pub struct OpenCycles;

#[OpenApi(prefix_path = "/api/v1", tag = "Tag::Cycles")]
impl OpenCycles {
    /// List the open cycles of all zones, next delivery first
    #[oai(path = "/public/cycles", method = "get", operation_id = "list_public_cycles")]
    async fn list_public_cycles(&self, app: Data<&App>) -> Result<List<OpenCycle>> {
        let tx = app.read(Actor::System).await?;
        let rows = store::list_open_cycles(&tx, None).await?;
        Ok(List::all(rows.into_iter().map(Into::into).collect()))
    }

    /// List the open cycles of the caller's zone, next delivery first
    #[oai(path = "/buyer/cycles", method = "get", operation_id = "list_open_cycles")]
    async fn list_open_cycles(&self, app: Data<&App>, caller: Buyer) -> Result<List<OpenCycle>> {
        let tx = app.read(caller.actor()).await?;
        let buyer = buyers::get_own_open_buyer(&tx, &caller).await?;
        let rows = store::list_open_cycles(&tx, Some(buyer.zone_id)).await?;
        Ok(List::all(rows.into_iter().map(Into::into).collect()))
    }
}
