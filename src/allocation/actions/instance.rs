//! A split as the engine reads it, and as the file that anyone may check with `minga allocate`.

use std::collections::{BTreeMap, HashMap};

use entities::values::{BoundBy, ProductId, WorkshopId};
use fair_split::{Decimal, Instance, Offer, Product, Quota, UnavailableReason, Workshop};
use serde_json::{Value, json};

use super::gather::{Gathered, Row};
use crate::{allocation::rules, platform::http::problem::Result};

/// Codes of everyone who is named in a split.
struct Codes<'a> {
    workshops: HashMap<WorkshopId, &'a str>,
    products: HashMap<ProductId, &'a str>,
}

impl<'a> Codes<'a> {
    fn of(gathered: &'a Gathered) -> Self {
        Self {
            workshops: gathered.workshops.iter().map(|u| (u.workshop_id, u.code.as_str())).collect(),
            products: gathered.wanted.iter().map(|w| (w.product_id, w.code.as_str())).collect(),
        }
    }

    /// Rows of which both are known. A pin or quota of a product that is not wanted any more says nothing.
    fn lots(&self, rows: &[Row]) -> Vec<Quota> {
        let named = rows.iter().filter_map(|(workshop, product, lots)| {
            let (workshop, product) = (self.workshops.get(workshop)?, self.products.get(product)?);
            Some(Quota { workshop: (*workshop).to_owned(), product: (*product).to_owned(), lots: *lots })
        });
        named.collect()
    }
}

/// The split as the engine reads it.
pub fn instance(gathered: &Gathered) -> Result<Instance> {
    let codes = Codes::of(gathered);
    let workshops = gathered.workshops.iter().map(|workshop| {
        Ok(Workshop {
            id: workshop.code.clone(),
            share: Decimal::from(workshop.weight),
            limit: workshop.limit.map(|limit| Decimal::from(limit.0)),
            carried_value: rules::decimal(workshop.carried)
                .parse()
                .map_err(|error| anyhow::anyhow!("carried value of {}: {error}", workshop.code))?,
        })
    });
    let products = gathered.wanted.iter().map(|wanted| Product {
        id: wanted.code.clone(),
        lot_value: Decimal::from(wanted.lot_value.0),
        demand: wanted.lots(),
    });
    let offers = gathered.offers.iter().filter_map(|offer| {
        Some(Offer {
            workshop: (*codes.workshops.get(&offer.workshop_id)?).to_owned(),
            product: (*codes.products.get(&offer.product_id)?).to_owned(),
            capacity: offer.capacity_lots,
            min_batch: offer.min_batch_lots.unwrap_or(0),
            unavailable: offer.blocked_by.and_then(unavailable),
        })
    });
    Ok(Instance {
        workshops: workshops.collect::<Result<_>>()?,
        products: products.collect(),
        offers: offers.collect(),
        pins: codes.lots(&gathered.pins),
        previous: codes.lots(&gathered.previous),
    })
}

fn unavailable(by: BoundBy) -> Option<UnavailableReason> {
    match by {
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

/// The same as the file that `minga allocate` reads. Values are those of a lot, so a lot counts as one workshop there;
/// who may not supply is left out, for it receives nothing.
pub fn file(gathered: &Gathered) -> Result<Value> {
    let codes = Codes::of(gathered);
    let members = gathered.workshops.iter().map(|workshop| {
        let mut member = json!({ "id": workshop.code, "target_share": workshop.weight });
        if let (Some(limit), Some(row)) = (workshop.limit, member.as_object_mut()) {
            row.insert("capacity_value".to_owned(), limit.0.into());
        }
        member
    });
    let products = gathered
        .wanted
        .iter()
        .map(|w| json!({ "id": w.code, "lot_size": 1, "unit_value": w.lot_value.0, "demand_lots": w.lots() }));
    let able = gathered.offers.iter().filter(|offer| offer.blocked_by.is_none()).filter_map(|offer| {
        Some(json!({
            "member": codes.workshops.get(&offer.workshop_id)?, "product": codes.products.get(&offer.product_id)?,
            "capacity_lots": offer.capacity_lots, "min_batch_lots": offer.min_batch_lots.unwrap_or(0),
        }))
    });
    let mut history = serde_json::Map::new();
    for workshop in &gathered.workshops {
        let written = serde_json::from_str(&rules::decimal(workshop.carried)).map_err(anyhow::Error::from)?;
        history.insert(workshop.code.clone(), written);
    }
    let rows = |rows: &[Row]| -> Vec<Value> {
        let named = codes.lots(rows);
        named.iter().map(|row| json!({ "member": row.workshop, "product": row.product, "lots": row.lots })).collect()
    };
    Ok(json!({
        "members": members.collect::<Vec<_>>(),
        "products": products.collect::<Vec<_>>(),
        "eligibility": able.collect::<Vec<_>>(),
        "history": history,
        "pins": rows(&gathered.pins),
        "previous": rows(&gathered.previous),
    }))
}

/// The file with each workshop under its name of this run, so that a member can check the split and not its neighbours.
/// A name that is not known is shown as nobody's.
pub fn under_pseudonyms(file: &Value, pseudonyms: &HashMap<String, String>) -> Value {
    let hidden = |code: &str| pseudonyms.get(code).cloned().unwrap_or_else(|| "?".to_owned());
    let mut shown = file.clone();
    for (list, field) in [("members", "id"), ("eligibility", "member"), ("pins", "member"), ("previous", "member")] {
        let Some(rows) = shown.get_mut(list).and_then(Value::as_array_mut) else { continue };
        for row in rows.iter_mut() {
            if let Some(Value::String(code)) = row.get_mut(field) {
                *code = hidden(code);
            }
        }
        // The old order would tell the names.
        let key = |row: &Value| (row.get(field).map(Value::to_string), row.get("product").map(Value::to_string));
        rows.sort_by_cached_key(key);
    }
    if let Some(Value::Object(history)) = shown.get_mut("history") {
        let renamed: BTreeMap<String, Value> =
            std::mem::take(history).into_iter().map(|(code, value)| (hidden(&code), value)).collect();
        *history = renamed.into_iter().collect();
    }
    shown
}
