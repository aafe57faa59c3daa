//! What the buyers tell.

use entities::values::BuyerId;

use crate::platform::work::Fact;

/// A fact of the buyers.
#[derive(Debug)]
pub enum Event {
    /// A buyer has an account and may order.
    BuyerApproved {
        /// The account.
        buyer_id: BuyerId,
    },
}

impl Fact for Event {}
