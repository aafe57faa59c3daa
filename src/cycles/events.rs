//! Events of the cycles.

use entities::values::CycleId;

use crate::platform::unit_of_work;

/// An event of the cycles.
#[derive(Debug)]
pub enum Event {
    /// A cycle takes orders from now on.
    CycleOpened {
        /// The cycle.
        cycle_id: CycleId,
    },
    /// A cycle takes no more orders; its demand is final.
    CycleClosed {
        /// The cycle.
        cycle_id: CycleId,
    },
}

impl unit_of_work::Event for Event {}
