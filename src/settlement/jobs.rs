//! Jobs of settlement.

use entities::values::StatementId;
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
