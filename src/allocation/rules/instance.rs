//! The input of a split in the two forms of the crate `fair_split`: the instance that the engine reads, and the JSON
//! that is stored with the run and that anyone can check with `minga allocate`.

use std::collections::{BTreeMap, HashMap};

use anyhow::Context;
use entities::values::{BoundBy, ProductId, WorkshopId};
use fair_split::{Decimal, Instance, Offer, Product, Quota, UnavailableReason, Workshop};
use serde_json::{Value, json};

use super::{QuotaLots, SplitInput, decimal};

/// The codes by which the instance names workshops and products.
struct Codes<'a> {
    workshops: HashMap<WorkshopId, &'a str>,
    products: HashMap<ProductId, &'a str>,
}

impl<'a> Codes<'a> {
    fn of(input: &'a SplitInput) -> Self {
        Self {
            workshops: input.participants.iter().map(|row| (row.workshop_id, row.code.as_str())).collect(),
            products: input.demand.iter().map(|row| (row.product_id, row.code.as_str())).collect(),
        }
    }

    /// The rows whose workshop takes part and whose product is in demand. The others mean nothing in this split: a pin
    /// or an earlier quota of a product that nobody orders any more.
    fn quotas(&self, rows: &[QuotaLots]) -> Vec<Quota> {
        let rows = rows.iter().filter_map(|row| {
            let (workshop, product) = (self.workshops.get(&row.workshop_id)?, self.products.get(&row.product_id)?);
            Some(Quota { workshop: (*workshop).to_owned(), product: (*product).to_owned(), lots: row.lots })
        });
        rows.collect()
    }
}

/// The instance that the engine reads.
///
/// # Errors
/// Where a carried value is not a decimal number of the engine.
pub fn engine_instance(input: &SplitInput) -> anyhow::Result<Instance> {
    let codes = Codes::of(input);
    let workshops = input.participants.iter().map(|participant| {
        let carried_value = decimal(participant.carried).parse();
        Ok(Workshop {
            id: participant.code.clone(),
            share: Decimal::from(participant.weight),
            limit: participant.limit.map(|limit| Decimal::from(limit.0)),
            carried_value: carried_value.with_context(|| format!("carried value of {}", participant.code))?,
        })
    });
    let products = input.demand.iter().map(|demand| Product {
        id: demand.code.clone(),
        lot_value: Decimal::from(demand.lot_value.0),
        demand: demand.lots(),
    });
    let offers = input.offers.iter().filter_map(|offer| {
        Some(Offer {
            workshop: (*codes.workshops.get(&offer.workshop_id)?).to_owned(),
            product: (*codes.products.get(&offer.product_id)?).to_owned(),
            capacity: offer.capacity_lots,
            min_batch: offer.min_batch_lots.unwrap_or(0),
            unavailable: offer.blocked_by.and_then(unavailable_reason),
        })
    });
    Ok(Instance {
        workshops: workshops.collect::<anyhow::Result<_>>()?,
        products: products.collect(),
        offers: offers.collect(),
        pins: codes.quotas(&input.pins),
        previous: codes.quotas(&input.previous),
    })
}

fn unavailable_reason(blocked_by: BoundBy) -> Option<UnavailableReason> {
    match blocked_by {
        BoundBy::Certificate => Some(UnavailableReason::Certificate),
        BoundBy::Authorisation => Some(UnavailableReason::Authorisation),
        BoundBy::Harvest => Some(UnavailableReason::Harvest),
        BoundBy::Pause => Some(UnavailableReason::Pause),
        BoundBy::Level
        | BoundBy::ProductCapacity
        | BoundBy::WorkshopLimit
        | BoundBy::MinimumBatch
        | BoundBy::Pin
        | BoundBy::NoDemand => None,
    }
}

/// The JSON form of the instance, as `minga allocate` reads it.
///
/// Values are values of a lot, so the lot size is 1 there. Offers that are blocked are left out, because they receive
/// nothing.
///
/// # Errors
/// Where a carried value cannot be written as a JSON number.
pub fn instance_json(input: &SplitInput) -> anyhow::Result<Value> {
    let codes = Codes::of(input);
    let members = input.participants.iter().map(|participant| {
        let mut member = json!({ "id": participant.code, "target_share": participant.weight });
        if let (Some(limit), Some(row)) = (participant.limit, member.as_object_mut()) {
            row.insert("capacity_value".to_owned(), limit.0.into());
        }
        member
    });
    let products = input.demand.iter().map(|demand| {
        json!({
            "id": demand.code, "lot_size": 1, "unit_value": demand.lot_value.0, "demand_lots": demand.lots(),
        })
    });
    let eligible = input.offers.iter().filter(|offer| offer.blocked_by.is_none()).filter_map(|offer| {
        Some(json!({
            "member": codes.workshops.get(&offer.workshop_id)?, "product": codes.products.get(&offer.product_id)?,
            "capacity_lots": offer.capacity_lots, "min_batch_lots": offer.min_batch_lots.unwrap_or(0),
        }))
    });
    let mut history = serde_json::Map::new();
    for participant in &input.participants {
        history.insert(participant.code.clone(), serde_json::from_str(&decimal(participant.carried))?);
    }
    let rows = |rows: &[QuotaLots]| -> Vec<Value> {
        let rows = codes.quotas(rows);
        rows.iter().map(|row| json!({ "member": row.workshop, "product": row.product, "lots": row.lots })).collect()
    };
    Ok(json!({
        "members": members.collect::<Vec<_>>(),
        "products": products.collect::<Vec<_>>(),
        "eligibility": eligible.collect::<Vec<_>>(),
        "history": history,
        "pins": rows(&input.pins),
        "previous": rows(&input.previous),
    }))
}

/// The JSON form with each workshop's code replaced by its pseudonym, so that a member can check the split without
/// learning the figures of the others. A code without a pseudonym becomes `?`.
pub fn with_pseudonyms(instance: &Value, pseudonyms: &HashMap<String, String>) -> Value {
    let pseudonym = |code: &str| pseudonyms.get(code).cloned().unwrap_or_else(|| "?".to_owned());
    let mut instance = instance.clone();
    for (list, field) in [("members", "id"), ("eligibility", "member"), ("pins", "member"), ("previous", "member")] {
        let Some(rows) = instance.get_mut(list).and_then(Value::as_array_mut) else { continue };
        for row in rows.iter_mut() {
            if let Some(Value::String(code)) = row.get_mut(field) {
                *code = pseudonym(code);
            }
        }
        // The rows are in the order of the codes, which would reveal them.
        let key = |row: &Value| (row.get(field).map(Value::to_string), row.get("product").map(Value::to_string));
        rows.sort_by_cached_key(key);
    }
    if let Some(Value::Object(history)) = instance.get_mut("history") {
        let renamed: BTreeMap<String, Value> =
            std::mem::take(history).into_iter().map(|(code, value)| (pseudonym(&code), value)).collect();
        *history = renamed.into_iter().collect();
    }
    instance
}
