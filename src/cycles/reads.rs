//! What is shown of cycles: the rows together with their zones.

use std::collections::HashMap;

use entities::{buyers::zone, cycles::cycle, values::ZoneId};

use super::{
    api::wire::{Cycle, OpenCycle},
    store,
};
use crate::{
    buyers,
    platform::{
        http::problem::{Problem, Result},
        unit_of_work::UnitOfWork,
    },
};

async fn zones(tx: &UnitOfWork) -> Result<HashMap<ZoneId, zone::Model>> {
    Ok(buyers::zones(tx).await?.into_iter().map(|zone| (zone.id, zone)).collect())
}

/// Cycles that take orders now, next delivery first: of one zone, or of all.
pub async fn taking_orders(tx: &UnitOfWork, zone: Option<ZoneId>) -> Result<Vec<OpenCycle>> {
    let zones = zones(tx).await?;
    let rows = store::taking_orders(tx, zone).await?;
    let wire = |row: cycle::Model| {
        let zone = zones.get(&row.zone_id).ok_or_else(Problem::internal)?;
        Ok(OpenCycle::of(row, zone))
    };
    rows.into_iter().map(wire).collect()
}

/// Cycles as staff see them.
pub async fn listed(tx: &UnitOfWork, rows: Vec<cycle::Model>) -> Result<Vec<Cycle>> {
    let zones = zones(tx).await?;
    let wire = |row: cycle::Model| {
        let zone = zones.get(&row.zone_id).ok_or_else(Problem::internal)?;
        Ok(Cycle::of(row, zone))
    };
    rows.into_iter().map(wire).collect()
}

/// One cycle as staff see it.
pub async fn detail(tx: &UnitOfWork, row: cycle::Model) -> Result<Cycle> {
    let zone = buyers::zone(tx, row.zone_id).await?;
    Ok(Cycle::of(row, &zone))
}
