//! Events of the members.

use entities::values::WorkshopId;

use crate::platform::unit_of_work;

/// An event of the members.
#[derive(Debug)]
pub enum Event {
    /// What a workshop may supply has changed: it joined or left, was paused, or got an authorisation.
    SupplyChanged {
        /// The workshop.
        workshop_id: WorkshopId,
    },
    /// A workshop has another tax status.
    TaxStatusChanged {
        /// The workshop.
        workshop_id: WorkshopId,
    },
    /// A workshop has another bank account for its payouts. Its people are notified, because it may be fraud.
    BankAccountChanged {
        /// The workshop.
        workshop_id: WorkshopId,
    },
}

impl unit_of_work::Event for Event {}
