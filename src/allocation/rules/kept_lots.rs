//! What each quota keeps after the demand for its product fell.

use std::collections::HashMap;

use entities::{
    allocation::quota,
    values::{ProductId, WorkshopId},
};

use super::{ProductDemand, units_of_quotas};

/// A quota with the lots and units that it keeps.
pub struct KeptLots<'a> {
    /// The quota before the reduction.
    pub quota: &'a quota::Model,
    /// Lots that it keeps.
    pub lots: i64,
    /// Units that it keeps.
    pub units: i64,
}

/// The quotas of one product that change, with what they keep. `lots` is what the split gave to each workshop.
///
/// The latest re-offers are reduced first. A quota that needs its last lot only in part remains the last one, so that
/// the partial lot does not move to another workshop.
pub fn kept_lots<'a>(
    quotas: &[&'a quota::Model],
    demand: &ProductDemand,
    lots: &HashMap<(WorkshopId, ProductId), i64>,
) -> Vec<KeptLots<'a>> {
    let mut left: HashMap<WorkshopId, i64> = HashMap::new();
    let mut oldest_first: Vec<&quota::Model> = quotas.to_vec();
    oldest_first.sort_by_key(|quota| (quota.round, quota.id));
    let mut kept: Vec<(&quota::Model, i64)> = Vec::with_capacity(oldest_first.len());
    for quota in oldest_first {
        let given = || lots.get(&(quota.workshop_id, demand.product_id)).copied().unwrap_or(0);
        let left = left.entry(quota.workshop_id).or_insert_with(given);
        let lots = quota.lots.min(*left);
        *left -= lots;
        kept.push((quota, lots));
    }
    kept.sort_by_key(|(quota, lots)| (*lots == quota.lots && quota.units < lots * demand.lot_size, quota.id));
    let kept_lots: Vec<i64> = kept.iter().map(|(_, lots)| *lots).collect();
    let units = units_of_quotas(&kept_lots, demand.units, demand.lot_size);
    let kept = kept.into_iter().zip(units).map(|((quota, lots), units)| KeptLots { quota, lots, units });
    kept.filter(|kept| (kept.lots, kept.units) != (kept.quota.lots, kept.quota.units)).collect()
}
