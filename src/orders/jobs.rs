//! What follows from the opening of a cycle, later and by any node.

use entities::values::{CycleId, StandingOrderId};
use serde::{Deserialize, Serialize};

use super::materialise;
use crate::platform::{app::App, http::problem::Result, jobs::Claim, unit_of_work::Job};

/// Turns the due dates of one standing order in one cycle into orders.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Materialise {
    /// The standing order.
    pub standing_order_id: StandingOrderId,
    /// The cycle.
    pub cycle_id: CycleId,
    /// What made it due: the opening, or a later change at its instant.
    pub cause: String,
}

impl Job for Materialise {
    const KIND: &'static str = "orders.materialise";

    fn key(&self) -> String {
        format!("{}:{}:{}", self.standing_order_id, self.cycle_id, self.cause)
    }
}

/// Runs one job of [`Materialise`].
pub async fn run_materialise(app: &App, claim: &Claim) -> Result<()> {
    let job: Materialise = claim.read()?;
    let mut tx = claim.begin(app).await?;
    materialise(&mut tx, job.standing_order_id, job.cycle_id).await?;
    tx.commit().await
}
