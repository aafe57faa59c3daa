//! The sort key among equally relevant products: how much value their makers have been given per share.

use std::collections::HashMap;

use entities::values::WorkshopId;

/// Precision of the key: thousandths of value per unit of share.
const PRECISION: i64 = 1_000;

/// Value per share of each workshop, in thousandths, from sums of carried value `(workshop, weight, sum)`.
pub fn value_per_share(sums: Vec<(WorkshopId, i64, i64)>) -> HashMap<WorkshopId, i64> {
    let mut values = HashMap::new();
    for (workshop, weight, sum) in sums {
        *values.entry(workshop).or_insert(0) += sum.saturating_mul(PRECISION) / weight.max(1);
    }
    values
}
