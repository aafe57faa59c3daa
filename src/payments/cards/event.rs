//! What the card processor tells by itself: an event, signed over its bytes. Who knows the secret is believed, for as
//! long as a clock may be wrong; what an event means is read later, from what was stored.
//!
//! Stripe, "Receive events in your webhook endpoint" (the scheme `v1` of the header `Stripe-Signature`).

use chrono::{DateTime, TimeDelta, Utc};
use entities::values::{CardPaymentId, Currency, Money};
use hmac::{Hmac, KeyInit, Mac};
use serde::Deserialize;
use sha2::{Digest, Sha256};

/// The name under which a page and its payment carry our id.
pub const OURS: &str = "card_payment";

/// How old a signature may be, and how far ahead: the clocks differ, and an old event is not let in again.
const TOLERANCE: TimeDelta = TimeDelta::minutes(5);

/// Whether `body` was signed with `secret` at about `now`; `header` is `t=<seconds>,v1=<hex>`, with a `v1` for each
/// secret while one replaces another.
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
    // Compared in constant time.
    let is_ours = |hex: &str| hex::decode(hex).is_ok_and(|tag| mac.clone().verify_slice(&tag).is_ok());
    parts().filter(|(name, _)| *name == "v1").any(|(_, tag)| is_ours(tag))
}

/// What makes an event itself: the processor's id of it; of a text without one, its digest.
pub fn key(body: &str) -> String {
    #[derive(Deserialize)]
    struct Named {
        id: String,
    }
    match serde_json::from_str(body) {
        Ok(Named { id }) if !id.is_empty() && id.len() <= 200 => id,
        _ => format!("sha256:{}", hex::encode(Sha256::digest(body))),
    }
}

/// What an event means to us.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Told {
    /// A page of ours was paid.
    Paid(CardPaymentId, Money),
    /// A page of ours closed without a payment.
    Expired(CardPaymentId),
    /// Money went back to a card, by a refund of a payment of ours or by a bank's dispute.
    TakenBack,
    /// It is about something else.
    Nothing,
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

/// The few things that we read of a page, of a payment or of what was taken back; the rest may change as it likes.
#[derive(Deserialize)]
struct Object {
    #[serde(default)]
    metadata: Option<Metadata>,
    payment_status: Option<String>,
    currency: Option<String>,
    amount: Option<i64>,
    amount_received: Option<i64>,
    amount_total: Option<i64>,
}

#[derive(Default, Deserialize)]
struct Metadata {
    card_payment: Option<String>,
}

/// Reads an event.
///
/// # Errors
/// Where it is about a payment of ours, and does not say what.
pub fn read(body: &str) -> anyhow::Result<Told> {
    let Event { kind, data: Data { object } } = serde_json::from_str(body)?;
    // A dispute does not carry the name of what it disputes.
    if kind == "charge.dispute.funds_withdrawn" {
        return Ok(Told::TakenBack);
    }
    let named = object.metadata.as_ref().and_then(|m| m.card_payment.as_deref());
    let Some(id) = named.and_then(|id| id.parse().ok()).map(CardPaymentId) else { return Ok(Told::Nothing) };
    let money = |amount: Option<i64>| {
        let currency = object.currency.as_deref().and_then(|code| Currency::from_code(&code.to_uppercase()));
        let money = amount.zip(currency).map(|(amount, currency)| Money { amount, currency });
        money.ok_or_else(|| anyhow::anyhow!("the event `{kind}` does not say how much was paid"))
    };
    Ok(match kind.as_str() {
        "payment_intent.succeeded" => Told::Paid(id, money(object.amount_received.or(object.amount))?),
        "checkout.session.completed" | "checkout.session.async_payment_succeeded"
            if object.payment_status.as_deref() == Some("paid") =>
        {
            Told::Paid(id, money(object.amount_total)?)
        }
        "checkout.session.expired" => Told::Expired(id),
        "charge.refunded" => Told::TakenBack,
        _ => Told::Nothing,
    })
}

#[cfg(test)]
#[path = "event_tests.rs"]
mod tests;
