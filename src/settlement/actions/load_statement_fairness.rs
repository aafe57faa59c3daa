//! Loads the figures of fairness that stand beside the money of a statement.

use chrono::NaiveDate;
use entities::values::{CycleId, WorkshopId};

use crate::{
    platform::{http::problem::Result, unit_of_work::UnitOfWork},
    settlement::{
        rules::CycleFairness,
        store::{cycle_fairness, statement_deliveries::StatementDelivery},
    },
};

/// The figures of a workshop in the cycle of one delivery.
#[derive(Clone, Copy, Debug)]
pub struct DeliveryFairness {
    /// The cycle.
    pub cycle_id: CycleId,
    /// Its day of delivery.
    pub delivery_date: NaiveDate,
    /// The figures.
    pub figures: CycleFairness,
}

/// The figures of a workshop in each cycle of these deliveries, by their days.
pub async fn load_statement_fairness(
    tx: &UnitOfWork,
    workshop: WorkshopId,
    deliveries: &[StatementDelivery],
) -> Result<Vec<DeliveryFairness>> {
    let mut cycles: Vec<(NaiveDate, CycleId)> =
        deliveries.iter().map(|delivery| (delivery.delivery_date, delivery.cycle_id)).collect();
    cycles.sort();
    cycles.dedup();
    let mut fairness = Vec::with_capacity(cycles.len());
    for (delivery_date, cycle_id) in cycles {
        let figures = cycle_fairness::get_cycle_fairness(tx, cycle_id, workshop).await?;
        fairness.push(DeliveryFairness { cycle_id, delivery_date, figures });
    }
    Ok(fairness)
}
