//! The trait of the card processor, and what is exchanged with it.

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use entities::values::{CardPaymentId, Money, RefundId};

/// A request for a page on which a buyer pays one invoice.
#[derive(Clone, Debug)]
pub struct Checkout {
    /// The processor names it in every event about the page.
    pub id: CardPaymentId,
    /// What is to be paid.
    pub amount: Money,
    /// What it is paid for, as the buyer reads it.
    pub title: String,
    /// When the page expires: 30 minutes to 24 hours after its creation.
    pub expires_at: DateTime<Utc>,
    /// Where the buyer is sent after paying.
    pub success_url: String,
    /// Where the buyer is sent when leaving the page without paying.
    pub cancel_url: String,
}

/// A checkout page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CheckoutPage {
    /// The processor's id of the page.
    pub id: String,
    /// The address at which the buyer pays.
    pub url: String,
}

/// The state of a checkout page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CheckoutStatus {
    /// It may still be paid.
    Open,
    /// This amount was paid.
    Paid(Money),
    /// It expired without a payment.
    Expired,
}

/// A refund to a card, as the processor knows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CardRefund {
    /// The processor's id.
    pub id: String,
    /// The refund that asked for it; none where it was made at the processor itself.
    pub refund_id: Option<RefundId>,
    /// How much.
    pub amount: Money,
    /// Where it stands.
    pub status: CardRefundStatus,
}

/// Where a refund to a card stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CardRefundStatus {
    /// Not decided.
    Pending,
    /// Carried out.
    Succeeded,
    /// Not carried out, for this reason.
    Failed(String),
}

/// The refunds of one checkout page that was paid.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CardRefunds {
    /// The processor's id of the payment.
    pub payment_intent: String,
    /// All of them.
    pub refunds: Vec<CardRefund>,
}

/// A request to return money to the card that paid.
#[derive(Clone, Debug)]
pub struct NewCardRefund {
    /// The processor names it in every event about the refund.
    pub id: RefundId,
    /// The card payment, which the events name too.
    pub card_payment_id: CardPaymentId,
    /// The processor's id of the payment.
    pub payment_intent: String,
    /// How much.
    pub amount: Money,
}

/// Why a call to the processor failed.
#[derive(Debug, thiserror::Error)]
pub enum CardProcessorError {
    /// The processor will not accept this request however often it is repeated.
    #[error("the card processor refuses the request: {0}")]
    Refused(String),
    /// The processor does not accept the installation's key.
    #[error("the card processor does not accept STRIPE_SECRET_KEY: {0}")]
    KeyRefused(String),
    /// No usable response, so that it is unknown whether the request took effect.
    #[error("the card processor did not answer: {0}")]
    Unavailable(String),
}

/// Accepts payments by card.
#[async_trait]
pub trait CardProcessor: Send + Sync {
    /// Creates a checkout page. Within a day, the same `idempotency_key` returns the same page.
    async fn create_checkout(
        &self,
        idempotency_key: &str,
        checkout: &Checkout,
    ) -> Result<CheckoutPage, CardProcessorError>;

    /// The refunds of a page that was paid; `page_id` is its [`CheckoutPage::id`].
    async fn list_refunds(&self, page_id: &str) -> Result<CardRefunds, CardProcessorError>;

    /// Returns money to the card. Within a day, the same `idempotency_key` returns the same refund.
    async fn create_refund(
        &self,
        idempotency_key: &str,
        refund: &NewCardRefund,
    ) -> Result<CardRefund, CardProcessorError>;

    /// The state of a page; `page_id` is its [`CheckoutPage::id`].
    async fn get_checkout_status(&self, page_id: &str) -> Result<CheckoutStatus, CardProcessorError>;
}
