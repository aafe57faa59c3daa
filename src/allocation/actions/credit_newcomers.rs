//! The carried value of each workshop before a split. A workshop that joined in mid-season or returned from a pause
//! receives a credit, once, that lifts it to the median ratio of the active workshops.

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
    allocation::{rules, store::carried_values},
    catalogue::OfferEligibility,
    members,
    platform::{http::problem::Result, unit_of_work::UnitOfWork},
};

/// A workshop with a share on the day of delivery.
#[derive(Clone, Copy, Debug)]
pub struct Shareholder {
    /// The workshop.
    pub workshop_id: WorkshopId,
    /// Its share, as a weight.
    pub weight: i64,
    /// The day on which it joined.
    pub joined_on: NaiveDate,
}

/// Credits the newcomers among the workshops and returns the carried value of each, in millionths.
///
/// `supply` are the offers for the products of the split. A credit is given at the first split in which its workshop may
/// supply something.
pub async fn credit_newcomers(
    tx: &mut UnitOfWork,
    season: &season::Model,
    cycle: &cycle::Model,
    workshops: &[Shareholder],
    supply: &[OfferEligibility],
) -> Result<HashMap<WorkshopId, i128>> {
    let parts = carried_values::sum_carried_parts(tx, season.id).await?;
    let carried_at_share = |workshop: &Shareholder| {
        let parts = parts.get(&workshop.workshop_id).into_iter().flatten().copied();
        (workshop.workshop_id, rules::carried_value(workshop.weight, parts))
    };
    let mut carried: HashMap<WorkshopId, i128> = workshops.iter().map(carried_at_share).collect();
    let newcomers = list_newcomers(tx, season, cycle, workshops, supply).await?;
    if newcomers.is_empty() {
        return Ok(carried);
    }
    let ids: Vec<WorkshopId> = workshops.iter().map(|workshop| workshop.workshop_id).collect();
    let blocked = members::list_supply_blocks(tx, cycle.delivery_date, &ids).await?;
    let others: Vec<(i128, i64)> = workshops
        .iter()
        .filter(|other| !newcomers.contains_key(&other.workshop_id) && !blocked.contains_key(&other.workshop_id))
        .map(|other| (carried.get(&other.workshop_id).copied().unwrap_or(0), other.weight))
        .collect();
    let mut rows = Vec::with_capacity(newcomers.len());
    for workshop in workshops {
        let Some(causes) = newcomers.get(&workshop.workshop_id) else { continue };
        let own = carried.entry(workshop.workshop_id).or_insert(0);
        let mut credit = rules::joining_credit(workshop.weight, *own, &others);
        *own += i128::from(credit.0) * rules::MILLION;
        tx.audit("workshop", workshop.workshop_id, "credited", json!({ "amount": credit, "cycle_id": cycle.id }));
        for cause in causes {
            rows.push(carried_value::Model {
                id: tx.new_id(),
                season_id: season.id,
                workshop_id: workshop.workshop_id,
                cycle_id: Some(cycle.id),
                product_id: None,
                kind: CarriedKind::Credit,
                // The first cause carries the whole credit; the others only mark that they have been credited.
                amount: std::mem::take(&mut credit),
                weight: workshop.weight,
                cause: cause.clone(),
                at: tx.now(),
            });
        }
    }
    carried_values::insert_carried_values(tx, rows).await?;
    Ok(carried)
}

/// The workshops that may supply something for the first time since they joined in mid-season or returned from a pause,
/// with the causes of their credits. A workshop that was there when the season began starts from zero like the others.
async fn list_newcomers(
    tx: &UnitOfWork,
    season: &season::Model,
    cycle: &cycle::Model,
    workshops: &[Shareholder],
    supply: &[OfferEligibility],
) -> Result<HashMap<WorkshopId, Vec<String>>> {
    let eligible: HashSet<WorkshopId> =
        supply.iter().filter(|supply| supply.blocked_by.is_none()).map(|supply| supply.offer.workshop_id).collect();
    let mut causes: Vec<(WorkshopId, String)> = workshops
        .iter()
        .filter(|workshop| workshop.joined_on > season.starts_on)
        .map(|joined| (joined.workshop_id, format!("credit:{}:joined:{}", season.id, joined.workshop_id)))
        .collect();
    let pauses = carried_values::list_ended_pauses(tx, season, cycle.delivery_date).await?;
    causes.extend(
        pauses.into_iter().map(|pause| (pause.workshop_id, format!("credit:{}:pause:{}", season.id, pause.id))),
    );
    causes.retain(|(workshop, _)| eligible.contains(workshop));
    let possible: Vec<String> = causes.iter().map(|(_, cause)| cause.clone()).collect();
    let recorded = carried_values::list_recorded_causes(tx, &possible).await?;
    let mut newcomers: HashMap<WorkshopId, Vec<String>> = HashMap::new();
    for (workshop, cause) in causes.into_iter().filter(|(_, cause)| !recorded.contains(cause)) {
        newcomers.entry(workshop).or_default().push(cause);
    }
    Ok(newcomers)
}
