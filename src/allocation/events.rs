//! Events of allocation.

use entities::values::{CycleId, QuotaChangeCause, QuotaId, RunId};

use crate::platform::unit_of_work;

/// What happened in allocation.
#[derive(Debug)]
pub enum Event {
    /// The demand of a cycle was split.
    RunCreated {
        /// The cycle.
        cycle_id: CycleId,
        /// The run.
        run_id: RunId,
    },
    /// Quotas were published and wait for an answer; re-offered ones too.
    QuotasPublished {
        /// The cycle.
        cycle_id: CycleId,
        /// The quotas.
        quota_ids: Vec<QuotaId>,
    },
    /// A quota was answered by its workshop, or by staff for the workshop.
    QuotaAnswered {
        /// The cycle.
        cycle_id: CycleId,
        /// The quota.
        quota_id: QuotaId,
    },
    /// The deadline of quotas passed without an answer.
    QuotasExpired {
        /// The cycle.
        cycle_id: CycleId,
        /// The quotas.
        quota_ids: Vec<QuotaId>,
    },
    /// Quotas were withdrawn because their workshop may no longer supply them.
    QuotasWithdrawn {
        /// The cycle.
        cycle_id: CycleId,
        /// The quotas.
        quota_ids: Vec<QuotaId>,
    },
    /// Quotas were reduced or withdrawn, because an order was cancelled or their workshop reduced its offer.
    QuotasReduced {
        /// The cycle.
        cycle_id: CycleId,
        /// The quotas.
        quota_ids: Vec<QuotaId>,
        /// The cause.
        cause: QuotaChangeCause,
    },
    /// The quotas of a cycle were frozen, so that goods can be received.
    QuotasFrozen {
        /// The cycle.
        cycle_id: CycleId,
    },
}

impl unit_of_work::Event for Event {}
