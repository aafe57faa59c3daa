//! What each unit carries into a split, and the credit of those who are new or back from a pause: it lifts them to the
//! median ratio of the active units, once.

use std::collections::{HashMap, HashSet};

use chrono::NaiveDate;
use entities::{
    allocation::carried_value,
    cycles::cycle,
    members::season,
    values::{CarriedKind, UnitId},
};
use serde_json::json;

use crate::{
    allocation::{laws, store},
    catalogue::OfferSupply,
    members,
    platform::{http::problem::Answer, work::Work},
};

/// A member of the group on the day of delivery.
#[derive(Clone, Copy, Debug)]
pub struct Member {
    /// Its unit.
    pub unit_id: UnitId,
    /// Its share.
    pub weight: i64,
    /// The day it joined.
    pub joined_on: NaiveDate,
}

/// What each member carries, in millionths, after credits were given to those whom this split of `supply` meets for
/// the first time.
pub async fn carried(
    work: &mut Work,
    season: &season::Model,
    cycle: &cycle::Model,
    members: &[Member],
    supply: &[OfferSupply],
) -> Answer<HashMap<UnitId, i128>> {
    let parts = store::carried::parts(work, season.id).await?;
    let mut carried: HashMap<UnitId, i128> = members
        .iter()
        .map(|m| (m.unit_id, laws::carried(m.weight, parts.get(&m.unit_id).into_iter().flatten().copied())))
        .collect();
    let arriving = arriving(work, season, cycle, members, supply).await?;
    if arriving.is_empty() {
        return Ok(carried);
    }
    let all: Vec<UnitId> = members.iter().map(|m| m.unit_id).collect();
    let blocked = members::blocked_on(work, cycle.delivery_date, &all).await?;
    let others: Vec<(i128, i64)> = members
        .iter()
        .filter(|m| !arriving.contains_key(&m.unit_id) && !blocked.contains_key(&m.unit_id))
        .map(|m| (carried.get(&m.unit_id).copied().unwrap_or(0), m.weight))
        .collect();
    let mut rows = Vec::with_capacity(arriving.len());
    for member in members {
        let Some(causes) = arriving.get(&member.unit_id) else { continue };
        let own = carried.entry(member.unit_id).or_insert(0);
        let mut credit = laws::credit(member.weight, *own, &others);
        *own += i128::from(credit.0) * laws::MILLION;
        work.audit("production_unit", member.unit_id, "credited", json!({ "amount": credit, "cycle_id": cycle.id }));
        for cause in causes {
            rows.push(carried_value::Model {
                id: work.new_id(),
                season_id: season.id,
                unit_id: member.unit_id,
                cycle_id: Some(cycle.id),
                product_id: None,
                kind: CarriedKind::Credit,
                amount: std::mem::take(&mut credit),
                weight: member.weight,
                cause: cause.clone(),
                at: work.now(),
            });
        }
    }
    store::carried::insert(work, rows).await?;
    Ok(carried)
}

/// Who may make something for the first time since it joined in mid-season, or since it came back from a pause, with
/// the causes of its credit. Who was there when the season began starts from zero like everybody.
async fn arriving(
    work: &Work,
    season: &season::Model,
    cycle: &cycle::Model,
    members: &[Member],
    supply: &[OfferSupply],
) -> Answer<HashMap<UnitId, Vec<String>>> {
    let able: HashSet<UnitId> = supply.iter().filter(|s| s.blocked_by.is_none()).map(|s| s.offer.unit_id).collect();
    let mut causes: Vec<(UnitId, String)> = members
        .iter()
        .filter(|m| m.joined_on > season.starts_on)
        .map(|m| (m.unit_id, format!("credit:{}:joined:{}", season.id, m.unit_id)))
        .collect();
    let back = store::carried::pauses_ended(work, season, cycle.delivery_date).await?;
    causes.extend(back.into_iter().map(|(pause, unit)| (unit, format!("credit:{}:pause:{pause}", season.id))));
    causes.retain(|(unit, _)| able.contains(unit));
    let asked: Vec<String> = causes.iter().map(|(_, cause)| cause.clone()).collect();
    let known = store::carried::known(work, &asked).await?;
    let mut arriving: HashMap<UnitId, Vec<String>> = HashMap::new();
    for (unit, cause) in causes.into_iter().filter(|(_, cause)| !known.contains(cause)) {
        arriving.entry(unit).or_default().push(cause);
    }
    Ok(arriving)
}
