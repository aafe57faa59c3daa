//! What each quota keeps after less is wanted.

use std::collections::HashMap;

use entities::{allocation::quota, values::WorkshopId};
use fair_split::SplitResult;

use crate::allocation::{
    actions::gather::{Participant, Wanted},
    rules,
};

/// Lots and units that each quota of a product keeps, where that is not what it has. What was offered last is taken
/// back first; a quota that needs a lot only in part keeps its place as the last one.
pub fn left<'a>(
    quotas: &[&'a quota::Model],
    wanted: &Wanted,
    participants: &[Participant],
    result: &SplitResult,
) -> Vec<(&'a quota::Model, i64, i64)> {
    let mut keeps: HashMap<WorkshopId, i64> = HashMap::new();
    for row in result.quotas.iter().filter(|row| row.product == wanted.code) {
        if let Some(workshop) = participants.iter().find(|workshop| workshop.code == row.workshop) {
            *keeps.entry(workshop.workshop_id).or_default() += row.lots;
        }
    }
    let mut in_order: Vec<&quota::Model> = quotas.to_vec();
    in_order.sort_by_key(|quota| (quota.round, quota.id));
    let mut kept: Vec<(&quota::Model, i64)> = Vec::with_capacity(in_order.len());
    for quota in in_order {
        let rest = keeps.entry(quota.workshop_id).or_default();
        let lots = quota.lots.min(*rest);
        *rest -= lots;
        kept.push((quota, lots));
    }
    kept.sort_by_key(|(quota, lots)| (*lots == quota.lots && quota.units < lots * wanted.lot_size, quota.id));
    let lots: Vec<i64> = kept.iter().map(|(_, lots)| *lots).collect();
    let units = rules::units_of_quotas(&lots, wanted.units, wanted.lot_size);
    let rows = kept.into_iter().zip(units).map(|((quota, lots), units)| (quota, lots, units));
    rows.filter(|(quota, lots, units)| (*lots, *units) != (quota.lots, quota.units)).collect()
}
