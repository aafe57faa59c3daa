//! Jobs of settlement.

use entities::values::{CycleId, StatementId};
use serde::{Deserialize, Serialize};

use crate::platform::unit_of_work::Job;

/// Renders the PDF of an issued statement.
#[derive(Debug, Serialize, Deserialize)]
pub struct RenderStatement {
    /// The statement.
    pub statement_id: StatementId,
}

impl Job for RenderStatement {
    const KIND: &'static str = "settlement.render_statement";

    fn key(&self) -> String {
        self.statement_id.to_string()
    }
}

/// Closes the pools of a cycle whose deliveries have ended.
#[derive(Debug, Serialize, Deserialize)]
pub struct ClosePools {
    /// The cycle.
    pub cycle_id: CycleId,
    /// The fact after which some of them may close: a delivery that ended or lost goods, or an invoice.
    pub cause: String,
}

impl Job for ClosePools {
    const KIND: &'static str = "settlement.close_pools";

    fn key(&self) -> String {
        format!("{}:{}", self.cycle_id, self.cause)
    }
}
