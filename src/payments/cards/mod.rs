//! Payments by card: the card processor behind its trait, and Stripe, which implements it.
//!
//! The processor is an external service that shows the buyer a checkout page of its own and reports later whether it was
//! paid. Card numbers never reach Minga.

mod processing;
mod processor;
mod stripe;

pub use processing::CardProcessing;
pub use processor::{
    CardProcessor, CardProcessorError, CardRefund, CardRefundStatus, CardRefunds, Checkout, CheckoutPage,
    CheckoutStatus, NewCardRefund,
};
pub use stripe::webhook::{CardEvent, event_key, is_signed, parse_event};
