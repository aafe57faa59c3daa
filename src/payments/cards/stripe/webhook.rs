//! Webhook events of Stripe: their signature and their meaning.
//!
//! The signature is the scheme `v1` of the header `Stripe-Signature` (Stripe, "Receive events in your webhook
//! endpoint"): an HMAC-SHA256 over the time and the bytes of the body.

use chrono::{DateTime, TimeDelta, Utc};
use entities::values::{CardPaymentId, Currency, Money};
use hmac::{Hmac, KeyInit, Mac};
use serde::Deserialize;
use sha2::{Digest, Sha256};

/// The metadata key under which a session and its payment carry the id of the card payment.
pub const METADATA_KEY: &str = "card_payment";

/// How far the time of a signature may be from now in both directions: clocks differ, and an old request must not be
/// replayed.
const TOLERANCE: TimeDelta = TimeDelta::minutes(5);

/// Whether `body` was signed with `secret` within the tolerance around `now`.
///
/// `header` is `t=<seconds>,v1=<hex>`. It has several `v1` while one secret replaces another; one match is enough.
pub fn is_signed(secret: &str, header: &str, body: &[u8], now: DateTime<Utc>) -> bool {
    let parts = || header.split(',').filter_map(|part| part.trim().split_once('='));
    let Some(at) = parts().find(|(name, _)| *name == "t").map(|(_, at)| at) else { return false };
    let Some(signed_at) = at.parse().ok().and_then(|seconds| DateTime::from_timestamp(seconds, 0)) else {
        return false;
    };
    if (now - signed_at).abs() > TOLERANCE {
        return false;
    }
    let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(secret.as_bytes()) else { return false };
    mac.update(at.as_bytes());
    mac.update(b".");
    mac.update(body);
    // `verify_slice` compares in constant time.
    let is_valid = |hex: &str| hex::decode(hex).is_ok_and(|tag| mac.clone().verify_slice(&tag).is_ok());
    parts().filter(|(name, _)| *name == "v1").any(|(_, tag)| is_valid(tag))
}

/// The key that identifies an event: its id, or the digest of a body without a usable id.
pub fn event_key(body: &str) -> String {
    #[derive(Deserialize)]
    struct EventId {
        id: String,
    }
    match serde_json::from_str(body) {
        Ok(EventId { id }) if !id.is_empty() && id.len() <= 200 => id,
        _ => format!("sha256:{}", hex::encode(Sha256::digest(body))),
    }
}

/// What an event reports.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CardEvent {
    /// A checkout page was paid.
    Paid {
        /// The card payment of the page.
        card_payment_id: CardPaymentId,
        /// The amount paid.
        paid: Money,
    },
    /// A checkout page expired without a payment.
    Expired {
        /// The card payment of the page.
        card_payment_id: CardPaymentId,
    },
    /// Something about the refunds of a payment changed: what, the processor says when it is asked.
    RefundsChanged {
        /// The card payment, where the event names it.
        card_payment_id: Option<CardPaymentId>,
        /// The processor's id of the payment.
        payment_intent: Option<String>,
    },
    /// A dispute took money back.
    MoneyReturned,
    /// Nothing that concerns this installation.
    Irrelevant,
}

#[derive(Deserialize)]
struct Event {
    #[serde(rename = "type")]
    kind: String,
    data: Data,
}

#[derive(Deserialize)]
struct Data {
    object: Object,
}

/// The fields that are read of a session, a payment or a charge. Others are ignored, so Stripe may change them.
#[derive(Deserialize)]
struct Object {
    #[serde(default)]
    metadata: Option<Metadata>,
    payment_status: Option<String>,
    currency: Option<String>,
    amount: Option<i64>,
    amount_received: Option<i64>,
    amount_total: Option<i64>,
    /// An id, or in other versions the payment itself.
    payment_intent: Option<serde_json::Value>,
}

#[derive(Default, Deserialize)]
struct Metadata {
    card_payment: Option<String>,
}

/// Parses an event.
///
/// # Errors
/// Where the body is not an event, or reports one of our payments without its amount.
pub fn parse_event(body: &str) -> anyhow::Result<CardEvent> {
    let Event { kind, data: Data { object } } = serde_json::from_str(body)?;
    // A dispute does not carry the metadata of the payment.
    if kind == "charge.dispute.funds_withdrawn" {
        return Ok(CardEvent::MoneyReturned);
    }
    let id = object.metadata.as_ref().and_then(|metadata| metadata.card_payment.as_deref());
    let named = id.and_then(|id| id.parse().ok()).map(CardPaymentId);
    if kind == "charge.refunded" || kind.starts_with("refund.") || kind == "charge.refund.updated" {
        let payment_intent = object.payment_intent.as_ref().and_then(|intent| intent.as_str()).map(str::to_owned);
        return Ok(CardEvent::RefundsChanged { card_payment_id: named, payment_intent });
    }
    let Some(card_payment_id) = named else {
        return Ok(CardEvent::Irrelevant);
    };
    let money = |amount: Option<i64>| {
        let currency = object.currency.as_deref().and_then(|code| Currency::from_code(&code.to_uppercase()));
        let money = amount.zip(currency).map(|(amount, currency)| Money { amount, currency });
        money.ok_or_else(|| anyhow::anyhow!("the event `{kind}` does not say how much was paid"))
    };
    Ok(match kind.as_str() {
        "payment_intent.succeeded" => {
            CardEvent::Paid { card_payment_id, paid: money(object.amount_received.or(object.amount))? }
        }
        "checkout.session.completed" | "checkout.session.async_payment_succeeded"
            if object.payment_status.as_deref() == Some("paid") =>
        {
            CardEvent::Paid { card_payment_id, paid: money(object.amount_total)? }
        }
        "checkout.session.expired" => CardEvent::Expired { card_payment_id },
        _ => CardEvent::Irrelevant,
    })
}

#[cfg(test)]
#[path = "webhook_tests.rs"]
mod tests;
