//! What each workshop carries into a split, and the credit of those who are new or back from a pause: it lifts them to the
//! median ratio of the active workshops, once.

use std::collections::{HashMap, HashSet};

use chrono::NaiveDate;
use entities::{
    allocation::carried_value,
    cycles::cycle,
    members::season,
    values::{CarriedKind, WorkshopId},
};
use serde_json::json;

use crate::{
    allocation::{rules, store},
    catalogue::OfferSupply,
    members,
    platform::{http::problem::Result, unit_of_work::UnitOfWork},
};

/// A member of the group on the day of delivery.
#[derive(Clone, Copy, Debug)]
pub struct Member {
    /// Its workshop.
    pub workshop_id: WorkshopId,
    /// Its share.
    pub weight: i64,
    /// The day it joined.
    pub joined_on: NaiveDate,
}

/// What each member carries, in millionths, after credits were given to those whom this split of `supply` meets for
/// the first time.
pub async fn carried(
    tx: &mut UnitOfWork,
    season: &season::Model,
    cycle: &cycle::Model,
    members: &[Member],
    supply: &[OfferSupply],
) -> Result<HashMap<WorkshopId, i128>> {
    let parts = store::carried::parts(tx, season.id).await?;
    let mut carried: HashMap<WorkshopId, i128> = members
        .iter()
        .map(|m| (m.workshop_id, rules::carried(m.weight, parts.get(&m.workshop_id).into_iter().flatten().copied())))
        .collect();
    let arriving = arriving(tx, season, cycle, members, supply).await?;
    if arriving.is_empty() {
        return Ok(carried);
    }
    let all: Vec<WorkshopId> = members.iter().map(|m| m.workshop_id).collect();
    let blocked = members::blocked_on(tx, cycle.delivery_date, &all).await?;
    let others: Vec<(i128, i64)> = members
        .iter()
        .filter(|m| !arriving.contains_key(&m.workshop_id) && !blocked.contains_key(&m.workshop_id))
        .map(|m| (carried.get(&m.workshop_id).copied().unwrap_or(0), m.weight))
        .collect();
    let mut rows = Vec::with_capacity(arriving.len());
    for member in members {
        let Some(causes) = arriving.get(&member.workshop_id) else { continue };
        let own = carried.entry(member.workshop_id).or_insert(0);
        let mut credit = rules::credit(member.weight, *own, &others);
        *own += i128::from(credit.0) * rules::MILLION;
        tx.audit("workshop", member.workshop_id, "credited", json!({ "amount": credit, "cycle_id": cycle.id }));
        for cause in causes {
            rows.push(carried_value::Model {
                id: tx.new_id(),
                season_id: season.id,
                workshop_id: member.workshop_id,
                cycle_id: Some(cycle.id),
                product_id: None,
                kind: CarriedKind::Credit,
                amount: std::mem::take(&mut credit),
                weight: member.weight,
                cause: cause.clone(),
                at: tx.now(),
            });
        }
    }
    store::carried::insert(tx, rows).await?;
    Ok(carried)
}

/// Who may make something for the first time since it joined in mid-season, or since it came back from a pause, with
/// the causes of its credit. Who was there when the season began starts from zero like everybody.
async fn arriving(
    tx: &UnitOfWork,
    season: &season::Model,
    cycle: &cycle::Model,
    members: &[Member],
    supply: &[OfferSupply],
) -> Result<HashMap<WorkshopId, Vec<String>>> {
    let able: HashSet<WorkshopId> =
        supply.iter().filter(|s| s.blocked_by.is_none()).map(|s| s.offer.workshop_id).collect();
    let mut causes: Vec<(WorkshopId, String)> = members
        .iter()
        .filter(|m| m.joined_on > season.starts_on)
        .map(|m| (m.workshop_id, format!("credit:{}:joined:{}", season.id, m.workshop_id)))
        .collect();
    let back = store::carried::pauses_ended(tx, season, cycle.delivery_date).await?;
    causes.extend(back.into_iter().map(|(pause, workshop)| (workshop, format!("credit:{}:pause:{pause}", season.id))));
    causes.retain(|(workshop, _)| able.contains(workshop));
    let asked: Vec<String> = causes.iter().map(|(_, cause)| cause.clone()).collect();
    let known = store::carried::known(tx, &asked).await?;
    let mut arriving: HashMap<WorkshopId, Vec<String>> = HashMap::new();
    for (workshop, cause) in causes.into_iter().filter(|(_, cause)| !known.contains(cause)) {
        arriving.entry(workshop).or_default().push(cause);
    }
    Ok(arriving)
}
