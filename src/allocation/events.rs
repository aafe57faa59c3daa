//! What allocation tells.

use entities::values::{CycleId, QuotaChangeCause, QuotaId, RunId};

use crate::platform::unit_of_work;

/// A fact of allocation.
#[derive(Debug)]
pub enum Event {
    /// The demand of a cycle was split.
    RunMade {
        /// The cycle.
        cycle_id: CycleId,
        /// The run.
        run_id: RunId,
    },
    /// Quotas are with their workshops and wait for an answer; those offered again too.
    QuotasPublished {
        /// The cycle.
        cycle_id: CycleId,
        /// The quotas.
        quota_ids: Vec<QuotaId>,
    },
    /// A workshop answered, or the cooperative did for it.
    QuotaAnswered {
        /// The cycle.
        cycle_id: CycleId,
        /// The quota.
        quota_id: QuotaId,
    },
    /// Nobody answered these quotas in time.
    QuotasExpired {
        /// The cycle.
        cycle_id: CycleId,
        /// The quotas.
        quota_ids: Vec<QuotaId>,
    },
    /// The cooperative took quotas back, because their workshop may no longer supply.
    QuotasWithdrawn {
        /// The cycle.
        cycle_id: CycleId,
        /// The quotas.
        quota_ids: Vec<QuotaId>,
    },
    /// Less is made of these quotas, or nothing: an order was cancelled, or their workshop lowered its offer.
    QuotasReduced {
        /// The cycle.
        cycle_id: CycleId,
        /// The quotas.
        quota_ids: Vec<QuotaId>,
        /// Which of the two.
        cause: QuotaChangeCause,
    },
    /// What each workshop makes is fixed; the cycle is ready for receiving.
    QuotasFrozen {
        /// The cycle.
        cycle_id: CycleId,
    },
}

impl unit_of_work::Event for Event {}
