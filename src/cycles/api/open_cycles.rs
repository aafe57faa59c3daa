//! Which deliveries take orders now: of the buyer's zone, or of all.

use chrono::{DateTime, NaiveDate, Utc};
use entities::{
    buyers::zone,
    cycles::cycle,
    values::{CycleId, ZoneId},
};
use poem::web::Data;
use poem_openapi::{Object, OpenApi};

use super::{Tag, zones};
use crate::{
    buyers,
    cycles::store,
    identity::{Buyer, Caller},
    platform::{
        app::App,
        http::{
            paging::List,
            problem::{Problem, Result},
        },
        unit_of_work::{Actor, UnitOfWork},
    },
};

/// A cycle, for those who order in it or look at it.
#[derive(Clone, Debug, Object)]
pub struct OpenCycle {
    /// Identifies the cycle.
    pub id: CycleId,
    /// Stable code.
    pub code: String,
    /// Where.
    pub zone_id: ZoneId,
    /// What people call that zone.
    pub zone: String,
    /// When it is delivered.
    pub delivery_date: NaiveDate,
    /// Orders are taken until before here.
    pub cut_off_at: DateTime<Utc>,
}

impl OpenCycle {
    fn of(row: cycle::Model, zone: &zone::Model) -> Self {
        Self {
            id: row.id,
            code: row.code,
            zone_id: row.zone_id,
            zone: zone.name.clone(),
            delivery_date: row.delivery_date,
            cut_off_at: row.cut_off_at,
        }
    }
}

/// Operations of buyers and of everybody.
pub struct OpenCycles;

#[OpenApi(prefix_path = "/api/v1", tag = "Tag::Cycles")]
impl OpenCycles {
    /// Deliveries that take orders now, in every zone
    #[oai(path = "/public/cycles", method = "get", operation_id = "list_public_cycles")]
    async fn list_public_cycles(&self, app: Data<&App>) -> Result<List<OpenCycle>> {
        let tx = app.read(Actor::System).await?;
        Ok(List::all(taking_orders(&tx, None).await?))
    }

    /// Deliveries to my zone that take orders now
    #[oai(path = "/buyer/cycles", method = "get", operation_id = "list_open_cycles")]
    async fn list_open_cycles(&self, app: Data<&App>, caller: Buyer) -> Result<List<OpenCycle>> {
        let tx = app.read(caller.actor()).await?;
        let buyer = buyers::buyer_of(&tx, &caller).await?;
        Ok(List::all(taking_orders(&tx, Some(buyer.zone_id)).await?))
    }
}

async fn taking_orders(tx: &UnitOfWork, zone: Option<ZoneId>) -> Result<Vec<OpenCycle>> {
    let zones = zones(tx).await?;
    let rows = store::taking_orders(tx, zone).await?;
    let response = |row: cycle::Model| {
        let zone = zones.get(&row.zone_id).ok_or_else(|| Problem::missing_reference("zone", row.zone_id))?;
        Ok(OpenCycle::of(row, zone))
    };
    rows.into_iter().map(response).collect()
}
