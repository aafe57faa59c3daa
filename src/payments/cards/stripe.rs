//! Stripe as the card processor, by its hosted checkout page. Retrying is the job's, with the key that its row stores:
//! each call here is made once, within a deadline.

use std::time::Duration;

use async_trait::async_trait;
use entities::values::{Currency, Money};
use stripe::{Client, ClientBuilder, IdempotencyKey, RequestStrategy, StripeError, StripeRequest};
use stripe_checkout::checkout_session::{
    CreateCheckoutSession, CreateCheckoutSessionAdaptivePricing, CreateCheckoutSessionAllowedPaymentMethodTypes,
    CreateCheckoutSessionLineItems, CreateCheckoutSessionLineItemsPriceData, CreateCheckoutSessionPaymentIntentData,
    ProductData, RetrieveCheckoutSession,
};
use stripe_shared::{CheckoutSession, CheckoutSessionMode, CheckoutSessionPaymentStatus, CheckoutSessionStatus};

use super::{CardError, CardProcessor, Checkout, Session, Standing, event::OURS};
use crate::platform::config::StripeAccess;

/// How long one call may take.
const DEADLINE: Duration = Duration::from_secs(10);

/// Stripe's API.
pub struct Stripe {
    client: Client,
}

impl Stripe {
    /// The account behind these settings; nothing is asked yet.
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
impl CardProcessor for Stripe {
    async fn open(&self, key: &str, checkout: &Checkout) -> Result<Session, CardError> {
        let key = IdempotencyKey::new(key).map_err(|e| CardError::Refused(e.to_string()))?;
        let asked = request(checkout).customize().request_strategy(RequestStrategy::Idempotent(key));
        let made = asked.send(&self.client).await.map_err(failed)?;
        // Only a page that is already closed has no address.
        let url = made.url.ok_or_else(|| CardError::Refused("the page is closed".to_owned()))?;
        Ok(Session { id: made.id.into_inner().into(), url })
    }

    async fn look(&self, session: &str) -> Result<Standing, CardError> {
        let found = RetrieveCheckoutSession::new(session).send(&self.client).await.map_err(failed)?;
        standing(&found)
    }
}

/// One line with the invoice's amount, in its own currency and by card alone.
fn request(checkout: &Checkout) -> CreateCheckoutSession {
    let mut price = CreateCheckoutSessionLineItemsPriceData::new(currency(checkout.amount.currency));
    price.unit_amount = Some(checkout.amount.amount);
    price.product_data = Some(ProductData::new(&checkout.title));
    let mut line = CreateCheckoutSessionLineItems::new();
    line.price_data = Some(price);
    line.quantity = Some(1);
    let ours = [(OURS.to_owned(), checkout.id.to_string())];
    let mut intent = CreateCheckoutSessionPaymentIntentData::new();
    intent.description = Some(checkout.title.clone());
    intent.metadata = Some(ours.clone().into());
    let mut as_invoiced = CreateCheckoutSessionAdaptivePricing::new();
    as_invoiced.enabled = Some(false);
    CreateCheckoutSession::new()
        .mode(CheckoutSessionMode::Payment)
        .allowed_payment_method_types([CreateCheckoutSessionAllowedPaymentMethodTypes::Card])
        .adaptive_pricing(as_invoiced)
        .client_reference_id(checkout.id.to_string())
        .metadata(ours)
        .line_items([line])
        .payment_intent_data(intent)
        .expires_at(checkout.expires_at.timestamp())
        .success_url(&checkout.paid_to)
        .cancel_url(&checkout.left_to)
}

fn currency(currency: Currency) -> stripe_types::Currency {
    match currency {
        Currency::Clp => stripe_types::Currency::CLP,
        Currency::Usd => stripe_types::Currency::USD,
        Currency::Eur => stripe_types::Currency::EUR,
    }
}

fn standing(session: &CheckoutSession) -> Result<Standing, CardError> {
    if session.payment_status == CheckoutSessionPaymentStatus::Paid {
        let code = session.currency.as_ref().map(|c| c.to_string().to_uppercase()).unwrap_or_default();
        let money = session.amount_total.zip(Currency::from_code(&code));
        let money = money.map(|(amount, currency)| Money { amount, currency });
        let unknown = || CardError::Unavailable(format!("what was paid is unclear: {:?} {code}", session.amount_total));
        return money.map(Standing::Paid).ok_or_else(unknown);
    }
    let expired = session.status == Some(CheckoutSessionStatus::Expired);
    Ok(if expired { Standing::Expired } else { Standing::Open })
}

/// What a failed call means. Of an answer that cannot be read it is not known what was done: it counts as none.
fn failed(error: StripeError) -> CardError {
    match error {
        StripeError::Stripe(why, status) => {
            let why = format!("{status} {}", why.message.unwrap_or_else(|| why.type_.as_str().to_owned()));
            match status {
                401 | 403 => CardError::KeyRefused(why),
                // Another try with the same key is under way, or too much is going on.
                409 | 424 | 429 | 500.. => CardError::Unavailable(why),
                _ => CardError::Refused(why),
            }
        }
        other => CardError::Unavailable(other.to_string()),
    }
}
