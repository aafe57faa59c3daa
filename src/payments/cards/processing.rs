//! The card processor of this process, chosen by the settings. Without `STRIPE_SECRET_KEY` there is none, and buyers pay
//! by bank transfer.

use std::sync::Arc;

use super::{processor::CardProcessor, stripe::StripeProcessor};
use crate::{
    payments::errors::PaymentError,
    platform::{
        config::{Config, Secret},
        http::problem::Result,
        unit_of_work::UnitOfWork,
    },
};

/// The card processor and the secret with which it signs its events.
pub struct CardProcessing {
    /// The processor.
    pub processor: Arc<dyn CardProcessor>,
    /// The secret of its signatures.
    pub webhook_secret: Secret,
}

impl CardProcessing {
    /// The processor that the settings choose; `None` where buyers pay by bank transfer only.
    ///
    /// # Errors
    /// Where a setting cannot be used.
    pub fn from_config(config: &Config) -> anyhow::Result<Option<Self>> {
        let Some(access) = &config.stripe else { return Ok(None) };
        let processor = Arc::new(StripeProcessor::new(access)?);
        Ok(Some(Self { processor, webhook_secret: access.webhook_secret.clone() }))
    }

    /// The processor of this process.
    ///
    /// # Errors
    /// `NoCardPayments` where there is none.
    pub fn get(tx: &UnitOfWork) -> Result<Arc<Self>> {
        tx.app().part().ok_or_else(|| PaymentError::NoCardPayments.into())
    }
}
