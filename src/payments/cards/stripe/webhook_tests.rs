use proptest::prelude::*;
use uuid::Uuid;

use super::*;

const SECRET: &str = "whsec_prueba";

fn at(seconds: i64) -> DateTime<Utc> {
    DateTime::from_timestamp(seconds, 0).unwrap()
}

fn tag(secret: &str, text: &str) -> String {
    let mut mac = Hmac::<Sha256>::new_from_slice(secret.as_bytes()).unwrap();
    mac.update(text.as_bytes());
    hex::encode(mac.finalize().into_bytes())
}

/// Worked out apart: `printf '1700000000.{}' | openssl dgst -sha256 -hmac whsec_prueba`.
const APART: &str = "95e87c7f238bdd31f7b7b09a2e4f0faa7519914a4966e28da65c5ac6d3211025";

#[test]
fn a_signature_is_what_another_program_makes_of_it() {
    assert!(is_signed(SECRET, &format!("t=1700000000,v1={APART}"), b"{}", at(1_700_000_000)));
}

#[test]
fn only_the_secret_the_bytes_and_the_moment_together_are_believed() {
    let good = tag(SECRET, "1700000000.{}");
    let now = at(1_700_000_000);
    let believed = |header: &str| is_signed(SECRET, header, b"{}", now);
    assert!(believed(&format!("t=1700000000,v1={good}")));
    let other = tag("whsec_otra", "1700000000.{}");
    assert!(believed(&format!("t=1700000000, v1={other}, v0=x, v1={good}")), "while one secret replaces another");
    for header in [
        "",
        "v1",
        &format!("v1={good}"),
        "t=1700000000",
        "t=1700000000,v1=",
        &format!("t=,v1={good}"),
        &format!("t=1700000001,v1={good}"),
        &format!("t=99999999999999999999,v1={good}"),
        &format!("t=1700000000,v0={good}"),
        &format!("t=1700000000,v1={other}"),
        &format!("t=1700000000,v1={}", &good[..62]),
    ] {
        assert!(!believed(header), "{header}");
    }
    let header = format!("t=1700000000,v1={good}");
    assert!(!is_signed(SECRET, &header, b"{ }", now));
    for (seconds, believed) in [(-301, false), (-300, true), (300, true), (301, false)] {
        assert_eq!(is_signed(SECRET, &header, b"{}", at(1_700_000_000 + seconds)), believed, "{seconds}");
    }
}

fn event(kind: &str, object: serde_json::Value) -> String {
    serde_json::json!({ "id": "evt_1", "type": kind, "data": { "object": object } }).to_string()
}

#[test]
fn an_event_says_what_became_of_a_page_of_ours() {
    let id = CardPaymentId(Uuid::from_u128(7));
    let ours = serde_json::json!({ "card_payment": id.to_string() });
    let paid = CardEvent::Paid { card_payment_id: id, paid: Money { amount: 11_876, currency: Currency::Clp } };
    let session = |status: &str| serde_json::json!({ "metadata": ours, "payment_status": status, "amount_total": 11_876, "currency": "clp" });
    let parsed = |kind: &str, object| parse_event(&event(kind, object)).unwrap();
    assert_eq!(parsed("checkout.session.completed", session("paid")), paid);
    assert_eq!(parsed("checkout.session.completed", session("unpaid")), CardEvent::Irrelevant, "it comes later");
    assert_eq!(parsed("checkout.session.async_payment_succeeded", session("paid")), paid);
    assert_eq!(parsed("checkout.session.expired", session("unpaid")), CardEvent::Expired { card_payment_id: id });
    let intent = serde_json::json!({ "metadata": ours, "amount": 11_876, "currency": "clp" });
    assert_eq!(parsed("payment_intent.succeeded", intent.clone()), paid);
    assert_eq!(
        parsed("payment_intent.payment_failed", intent),
        CardEvent::Irrelevant,
        "the buyer may try another card"
    );
    let refunded = parsed("charge.refunded", serde_json::json!({ "metadata": ours }));
    assert!(matches!(refunded, CardEvent::RefundsChanged { card_payment_id: Some(_), payment_intent: None }));
    let refund = parsed("refund.failed", serde_json::json!({ "metadata": {}, "payment_intent": "pi_1" }));
    let payment_intent = Some("pi_1".to_owned());
    assert_eq!(refund, CardEvent::RefundsChanged { card_payment_id: None, payment_intent });
    assert_eq!(parsed("charge.dispute.funds_withdrawn", serde_json::json!({})), CardEvent::MoneyReturned);
    for foreign in [
        serde_json::json!({}),
        serde_json::json!({ "metadata": null }),
        serde_json::json!({ "metadata": { "card_payment": "7" } }),
    ] {
        assert_eq!(parsed("payment_intent.succeeded", foreign), CardEvent::Irrelevant);
    }
    for unclear in [
        serde_json::json!({ "metadata": ours, "currency": "clp" }),
        serde_json::json!({ "metadata": ours, "amount": 1, "currency": "xyz" }),
    ] {
        assert!(parse_event(&event("payment_intent.succeeded", unclear)).is_err());
    }
}

#[test]
fn an_event_is_known_by_its_name() {
    assert_eq!(event_key(&event("a", serde_json::json!({}))), "evt_1");
    assert_ne!(event_key("{}"), event_key("[]"));
    assert!(event_key("{\"id\":\"\"}").starts_with("sha256:"));
}

proptest! {
    #[test]
    fn nothing_that_anyone_sends_breaks_the_reading(header in ".{0,80}", body in ".{0,200}") {
        prop_assert!(!is_signed(SECRET, &header, body.as_bytes(), at(0)));
        let _ = event_key(&body);
        prop_assert!(parse_event(&body).is_err());
    }
}
