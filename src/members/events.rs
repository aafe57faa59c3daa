//! What the members tell.

use entities::values::UnitId;

use crate::platform::work::Fact;

/// A fact of the members.
#[derive(Debug)]
pub enum Event {
    /// What a unit may supply changed: it joined or left, was paused, or got an authorisation.
    SupplyChanged {
        /// The unit.
        unit_id: UnitId,
    },
    /// A unit's payouts go to another account from now on; its people should hear of it.
    BankAccountChanged {
        /// The unit.
        unit_id: UnitId,
    },
}

impl Fact for Event {}
