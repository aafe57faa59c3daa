//! Events of the buyers.

use entities::values::{ApplicationId, BuyerId};

use crate::platform::unit_of_work;

/// An event of the buyers.
#[derive(Debug)]
pub enum Event {
    /// A buyer has an account and may order.
    BuyerApproved {
        /// The account.
        buyer_id: BuyerId,
    },
    /// An account was closed. Refused where business of it is open.
    BuyerClosed {
        /// The account.
        buyer_id: BuyerId,
        /// Whether unpaid documents and the buyer's balance may stay open.
        debts_stay: bool,
    },
    /// An application is in another state, of which the applicant is notified.
    ApplicationChanged {
        /// The application.
        application_id: ApplicationId,
    },
    /// An application was approved: the applicant has an account, a delivery point and a first person.
    ApplicationApproved {
        /// The application.
        application_id: ApplicationId,
    },
}

impl unit_of_work::Event for Event {}
