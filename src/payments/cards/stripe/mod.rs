//! Stripe as the card processor, by its hosted checkout page.
//!
//! Each call is made once, within a deadline. The jobs retry, with the idempotency key that the card payment stores.

use std::time::Duration;

use async_trait::async_trait;
use entities::values::{Currency, Money, RefundId};
use stripe::{Client, ClientBuilder, IdempotencyKey, RequestStrategy, StripeError, StripeRequest};
use stripe_checkout::checkout_session::{
    CreateCheckoutSession, CreateCheckoutSessionAdaptivePricing, CreateCheckoutSessionAllowedPaymentMethodTypes,
    CreateCheckoutSessionLineItems, CreateCheckoutSessionLineItemsPriceData, CreateCheckoutSessionPaymentIntentData,
    ProductData, RetrieveCheckoutSession,
};
use stripe_core::refund::{CreateRefund, ListRefund};
use stripe_shared::{
    CheckoutSession, CheckoutSessionMode, CheckoutSessionPaymentStatus, CheckoutSessionStatus, Refund,
};

use self::webhook::METADATA_KEY;
use super::processor::{
    CardProcessor, CardProcessorError, CardRefund, CardRefundStatus, CardRefunds, Checkout, CheckoutPage,
    CheckoutStatus, NewCardRefund,
};
use crate::platform::config::StripeAccess;

pub mod webhook;

/// How long one call may take.
const DEADLINE: Duration = Duration::from_secs(10);

/// The metadata key under which a refund carries our id.
const REFUND_METADATA_KEY: &str = "refund";
/// Refunds of one payment at most.
const REFUNDS: i64 = 100;

/// A client of Stripe's API.
pub struct StripeProcessor {
    client: Client,
}

impl StripeProcessor {
    /// A client with these settings. Makes no call.
    ///
    /// # Errors
    /// Where the key cannot be sent in a header.
    pub fn new(access: &StripeAccess) -> anyhow::Result<Self> {
        let mut builder = ClientBuilder::new(access.secret_key.expose()).timeout(DEADLINE).app_info(
            "Minga",
            Some(env!("CARGO_PKG_VERSION").to_owned()),
            None,
        );
        if let Some(url) = &access.url {
            builder = builder.url(url.as_str());
        }
        Ok(Self { client: builder.build()? })
    }
}

#[async_trait]
impl CardProcessor for StripeProcessor {
    async fn create_checkout(
        &self,
        idempotency_key: &str,
        checkout: &Checkout,
    ) -> Result<CheckoutPage, CardProcessorError> {
        let key = IdempotencyKey::new(idempotency_key).map_err(|e| CardProcessorError::Refused(e.to_string()))?;
        let request = checkout_request(checkout).customize().request_strategy(RequestStrategy::Idempotent(key));
        let session = request.send(&self.client).await.map_err(processor_error)?;
        // Only a session that has ended has no address.
        let url = session.url.ok_or_else(|| CardProcessorError::Refused("the page is closed".to_owned()))?;
        Ok(CheckoutPage { id: session.id.into_inner().into(), url })
    }

    async fn list_refunds(&self, page_id: &str) -> Result<CardRefunds, CardProcessorError> {
        let session = RetrieveCheckoutSession::new(page_id).send(&self.client).await.map_err(processor_error)?;
        let intent = session.payment_intent.map(|intent| intent.into_id().into_inner().into());
        let payment_intent: String =
            intent.ok_or_else(|| CardProcessorError::Unavailable("the page has no payment".to_owned()))?;
        let request = ListRefund::new().payment_intent(payment_intent.as_str()).limit(REFUNDS);
        let found = request.send(&self.client).await.map_err(processor_error)?;
        if found.has_more {
            return Err(CardProcessorError::Refused(format!("{payment_intent} has more than {REFUNDS} refunds")));
        }
        let refunds = found.data.into_iter().map(card_refund).collect::<Result<_, _>>()?;
        Ok(CardRefunds { payment_intent, refunds })
    }

    async fn create_refund(
        &self,
        idempotency_key: &str,
        refund: &NewCardRefund,
    ) -> Result<CardRefund, CardProcessorError> {
        let key = IdempotencyKey::new(idempotency_key).map_err(|e| CardProcessorError::Refused(e.to_string()))?;
        let metadata = [
            (REFUND_METADATA_KEY.to_owned(), refund.id.to_string()),
            (METADATA_KEY.to_owned(), refund.card_payment_id.to_string()),
        ];
        let request = CreateRefund::new()
            .payment_intent(refund.payment_intent.as_str())
            .amount(refund.amount.amount)
            .metadata(metadata)
            .customize()
            .request_strategy(RequestStrategy::Idempotent(key));
        card_refund(request.send(&self.client).await.map_err(processor_error)?)
    }

    async fn get_checkout_status(&self, page_id: &str) -> Result<CheckoutStatus, CardProcessorError> {
        let session = RetrieveCheckoutSession::new(page_id).send(&self.client).await.map_err(processor_error)?;
        checkout_status(&session)
    }
}

/// A session with one line: the invoice's amount in the invoice's currency, to be paid by card only.
fn checkout_request(checkout: &Checkout) -> CreateCheckoutSession {
    let mut price = CreateCheckoutSessionLineItemsPriceData::new(currency(checkout.amount.currency));
    price.unit_amount = Some(checkout.amount.amount);
    price.product_data = Some(ProductData::new(&checkout.title));
    let mut line = CreateCheckoutSessionLineItems::new();
    line.price_data = Some(price);
    line.quantity = Some(1);
    let metadata = [(METADATA_KEY.to_owned(), checkout.id.to_string())];
    let mut intent = CreateCheckoutSessionPaymentIntentData::new();
    intent.description = Some(checkout.title.clone());
    intent.metadata = Some(metadata.clone().into());
    let mut pricing = CreateCheckoutSessionAdaptivePricing::new();
    pricing.enabled = Some(false);
    CreateCheckoutSession::new()
        .mode(CheckoutSessionMode::Payment)
        .allowed_payment_method_types([CreateCheckoutSessionAllowedPaymentMethodTypes::Card])
        .adaptive_pricing(pricing)
        .client_reference_id(checkout.id.to_string())
        .metadata(metadata)
        .line_items([line])
        .payment_intent_data(intent)
        .expires_at(checkout.expires_at.timestamp())
        .success_url(&checkout.success_url)
        .cancel_url(&checkout.cancel_url)
}

fn card_refund(refund: Refund) -> Result<CardRefund, CardProcessorError> {
    let code = refund.currency.to_string().to_uppercase();
    let currency = Currency::from_code(&code)
        .ok_or_else(|| CardProcessorError::Unavailable(format!("a refund in {code} is unclear")))?;
    let status = match refund.status.as_deref() {
        Some("succeeded") => CardRefundStatus::Succeeded,
        Some(ended @ ("failed" | "canceled")) => {
            CardRefundStatus::Failed(refund.failure_reason.unwrap_or_else(|| ended.to_owned()))
        }
        _ => CardRefundStatus::Pending,
    };
    let refund_id = refund.metadata.as_ref().and_then(|metadata| metadata.get(REFUND_METADATA_KEY));
    Ok(CardRefund {
        id: refund.id.into_inner().into(),
        refund_id: refund_id.and_then(|id| id.parse().ok()).map(RefundId),
        amount: Money { amount: refund.amount, currency },
        status,
    })
}

fn currency(currency: Currency) -> stripe_types::Currency {
    match currency {
        Currency::Clp => stripe_types::Currency::CLP,
        Currency::Usd => stripe_types::Currency::USD,
        Currency::Eur => stripe_types::Currency::EUR,
    }
}

fn checkout_status(session: &CheckoutSession) -> Result<CheckoutStatus, CardProcessorError> {
    if session.payment_status == CheckoutSessionPaymentStatus::Paid {
        let code = session.currency.as_ref().map(|c| c.to_string().to_uppercase()).unwrap_or_default();
        let money = session.amount_total.zip(Currency::from_code(&code));
        let money = money.map(|(amount, currency)| Money { amount, currency });
        let unclear = || format!("the amount paid is unclear: {:?} {code}", session.amount_total);
        return money.map(CheckoutStatus::Paid).ok_or_else(|| CardProcessorError::Unavailable(unclear()));
    }
    let expired = session.status == Some(CheckoutSessionStatus::Expired);
    Ok(if expired { CheckoutStatus::Expired } else { CheckoutStatus::Open })
}

/// The error of a failed call. A response that cannot be read counts as none, because its effect is unknown.
fn processor_error(error: StripeError) -> CardProcessorError {
    match error {
        StripeError::Stripe(error, status) => {
            let message = format!("{status} {}", error.message.unwrap_or_else(|| error.type_.as_str().to_owned()));
            match status {
                401 | 403 => CardProcessorError::KeyRefused(message),
                // Another request with the same key is running, or Stripe limits the rate or has failed.
                409 | 424 | 429 | 500.. => CardProcessorError::Unavailable(message),
                _ => CardProcessorError::Refused(message),
            }
        }
        other => CardProcessorError::Unavailable(other.to_string()),
    }
}
