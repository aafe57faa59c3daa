//! Events of the members.

use chrono::NaiveDate;
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
    /// A workshop leaves the group. Refused where business of it is open.
    WorkshopLeft {
        /// The workshop.
        workshop_id: WorkshopId,
        /// Its last day.
        left_on: NaiveDate,
        /// Whether what it is still to be paid, or owes, may stay open.
        debts_stay: bool,
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
