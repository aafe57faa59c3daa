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
        http::problem::{Answer, Problem},
        work::Work,
    },
};

async fn zones(work: &Work) -> Answer<HashMap<ZoneId, zone::Model>> {
    Ok(buyers::zones(work).await?.into_iter().map(|zone| (zone.id, zone)).collect())
}

/// Cycles that take orders now, next delivery first: of one zone, or of all.
pub async fn taking_orders(work: &Work, zone: Option<ZoneId>) -> Answer<Vec<OpenCycle>> {
    let zones = zones(work).await?;
    let rows = store::taking_orders(work, zone).await?;
    let wire = |row: cycle::Model| {
        let zone = zones.get(&row.zone_id).ok_or_else(Problem::internal)?;
        Ok(OpenCycle::of(row, zone))
    };
    rows.into_iter().map(wire).collect()
}

/// Cycles as staff see them.
pub async fn listed(work: &Work, rows: Vec<cycle::Model>) -> Answer<Vec<Cycle>> {
    let zones = zones(work).await?;
    let wire = |row: cycle::Model| {
        let zone = zones.get(&row.zone_id).ok_or_else(Problem::internal)?;
        Ok(Cycle::of(row, zone))
    };
    rows.into_iter().map(wire).collect()
}

/// One cycle as staff see it.
pub async fn detail(work: &Work, row: cycle::Model) -> Answer<Cycle> {
    let zone = buyers::zone(work, row.zone_id).await?;
    Ok(Cycle::of(row, &zone))
}
