//! What the members tell.

use entities::values::WorkshopId;

use crate::platform::unit_of_work;

/// A fact of the members.
#[derive(Debug)]
pub enum Event {
    /// What a workshop may supply changed: it joined or left, was paused, or got an authorisation.
    SupplyChanged {
        /// The workshop.
        workshop_id: WorkshopId,
    },
    /// A workshop's payouts go to another account from now on; its people should hear of it.
    BankAccountChanged {
        /// The workshop.
        workshop_id: WorkshopId,
    },
}

impl unit_of_work::Event for Event {}
