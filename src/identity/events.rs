//! Events of identity.

use entities::values::PersonId;

use crate::platform::unit_of_work;

/// An event of identity.
#[derive(Debug)]
pub enum Event {
    /// A person can do less than before: was disabled, or lost roles. Refused where nobody else can act for something.
    PersonRightsReduced {
        /// The person.
        person_id: PersonId,
    },
}

impl unit_of_work::Event for Event {}
