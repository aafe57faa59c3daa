//! What the cycles tell.

use entities::values::CycleId;

use crate::platform::unit_of_work;

/// A fact of the cycles.
#[derive(Debug)]
pub enum Event {
    /// Orders are taken from now on; standing orders come first.
    CycleOpened {
        /// The cycle.
        cycle_id: CycleId,
    },
    /// No order comes in any more; what is wanted is known.
    CycleClosed {
        /// The cycle.
        cycle_id: CycleId,
    },
}

impl unit_of_work::Event for Event {}
