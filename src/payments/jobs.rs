//! Jobs of card payments. [`OpenCheckout`] and [`PollCheckout`] call the card processor.

use entities::values::{CardEventId, CardPaymentId, RefundId};
use serde::{Deserialize, Serialize};

use crate::platform::unit_of_work::Job;

/// Creates the checkout page of a card payment at the card processor.
#[derive(Debug, Serialize, Deserialize)]
pub struct OpenCheckout {
    /// The card payment.
    pub card_payment_id: CardPaymentId,
}

impl Job for OpenCheckout {
    const KIND: &'static str = "payments.open_checkout";

    fn key(&self) -> String {
        self.card_payment_id.to_string()
    }
}

/// Asks the card processor for the state of a checkout page, in case its event was lost.
///
/// The kind and the field `looks` are stored with jobs that are pending, so they keep the names they have there.
#[derive(Debug, Serialize, Deserialize)]
pub struct PollCheckout {
    /// The card payment.
    pub card_payment_id: CardPaymentId,
    /// How many polls came before this one.
    #[serde(rename = "looks")]
    pub earlier_polls: u32,
}

impl Job for PollCheckout {
    const KIND: &'static str = "payments.look_at_checkout";

    fn key(&self) -> String {
        format!("{}:{}", self.card_payment_id, self.earlier_polls)
    }
}

/// Asks the card processor to return money to a card.
#[derive(Debug, Serialize, Deserialize)]
pub struct RefundCard {
    /// The refund.
    pub refund_id: RefundId,
}

impl Job for RefundCard {
    const KIND: &'static str = "payments.refund_card";

    fn key(&self) -> String {
        self.refund_id.to_string()
    }
}

/// Asks the card processor for the refunds of a card payment, and records what changed.
#[derive(Debug, Serialize, Deserialize)]
pub struct ReviewCardRefunds {
    /// The card payment.
    pub card_payment_id: CardPaymentId,
    /// The event that says that something changed, or the poll of a refund that is not decided.
    pub cause: String,
}

impl ReviewCardRefunds {
    /// What the cause of a poll begins with; its number follows.
    pub const POLL: &'static str = "poll:";

    /// How many polls came before this review, it included.
    pub fn polls(&self) -> u32 {
        let number = self.cause.strip_prefix(Self::POLL).and_then(|poll| poll.split(':').next());
        number.and_then(|number| number.parse().ok()).unwrap_or(0)
    }
}

impl Job for ReviewCardRefunds {
    const KIND: &'static str = "payments.review_card_refunds";

    fn key(&self) -> String {
        format!("{}:{}", self.card_payment_id, self.cause)
    }
}

/// Reads a stored event of the card processor and records what it reports.
#[derive(Debug, Serialize, Deserialize)]
pub struct ReadCardEvent {
    /// The event.
    pub card_event_id: CardEventId,
}

impl Job for ReadCardEvent {
    const KIND: &'static str = "payments.read_card_event";

    fn key(&self) -> String {
        self.card_event_id.to_string()
    }
}
