//! Events of the buyers.

use entities::values::BuyerId;

use crate::platform::unit_of_work;

/// An event of the buyers.
#[derive(Debug)]
pub enum Event {
    /// A buyer has an account and may order.
    BuyerApproved {
        /// The account.
        buyer_id: BuyerId,
    },
}

impl unit_of_work::Event for Event {}
