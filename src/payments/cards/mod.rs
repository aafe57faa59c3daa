//! The card processor, as a part that is handed in: it shows the buyer a page of its own to pay on, and tells later
//! what became of it. Card numbers never come here. Without `STRIPE_SECRET_KEY` there is none, and buyers pay by bank
//! transfer.

pub mod event;
mod stripe;

use std::sync::Arc;

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use entities::values::{CardPaymentId, Money};

use super::errors::PaymentError;
use crate::platform::{
    config::{Config, Secret},
    http::problem::Result,
    unit_of_work::UnitOfWork,
};

/// A page to pay one invoice on.
#[derive(Clone, Debug)]
pub struct Checkout {
    /// What the processor names in everything that it tells of the page.
    pub id: CardPaymentId,
    /// What is paid.
    pub amount: Money,
    /// What it is paid for, as the buyer reads it.
    pub title: String,
    /// When the page closes: 30 minutes to 24 hours from its making.
    pub expires_at: DateTime<Utc>,
    /// Where the buyer goes on after paying.
    pub paid_to: String,
    /// Where the buyer goes on without paying.
    pub left_to: String,
}

/// A page that was made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Session {
    /// The processor's name of it.
    pub id: String,
    /// Where the buyer pays.
    pub url: String,
}

/// What the processor says of a page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// It may still be paid.
    Open,
    /// It was paid.
    Paid(Money),
    /// It closed without a payment.
    Expired,
}

/// Why the processor did not do what it was asked.
#[derive(Debug, thiserror::Error)]
pub enum CardError {
    /// It never will as it was asked.
    #[error("the card processor refuses: {0}")]
    Refused(String),
    /// It does not know the installation's key.
    #[error("the card processor does not take STRIPE_SECRET_KEY: {0}")]
    KeyRefused(String),
    /// Whether it did is not known.
    #[error("the card processor did not answer: {0}")]
    Unavailable(String),
}

/// Takes money from buyers' cards.
#[async_trait]
pub trait CardProcessor: Send + Sync {
    /// Makes a page to pay on. The same `key` makes the same page, however often it is asked for within a day.
    async fn open(&self, key: &str, checkout: &Checkout) -> Result<Session, CardError>;

    /// What became of a page; `session` as it was named at its making.
    async fn look(&self, session: &str) -> Result<Standing, CardError>;
}

/// The processor that the settings choose, and what it signs its events with.
pub struct Cards {
    /// The processor.
    pub processor: Arc<dyn CardProcessor>,
    /// The secret of its signatures.
    pub webhook_secret: Secret,
}

impl Cards {
    /// What the settings choose; none = bank transfer only.
    ///
    /// # Errors
    /// Where a setting cannot be used.
    pub fn open(config: &Config) -> anyhow::Result<Option<Self>> {
        let Some(access) = &config.stripe else { return Ok(None) };
        let processor = Arc::new(stripe::Stripe::new(access)?);
        Ok(Some(Self { processor, webhook_secret: access.webhook_secret.clone() }))
    }

    /// The processor of this process, or the refusal where there is none.
    pub fn of(tx: &UnitOfWork) -> Result<Arc<Self>> {
        tx.app().part().ok_or_else(|| PaymentError::NoCardPayments.into())
    }
}
