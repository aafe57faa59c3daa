//! Refunds to the card that paid: one at the processor whatever is lost, recorded however often and in whatever order it
//! is reported, and never more than the buyer has in favour.

use std::sync::Arc;

use chrono::TimeDelta;
use entities::values::AccountKind;
use futures_util::future::join_all;
use minga::platform::jobs;
use serde_json::{Value, json};

use super::card_payments::{CardSetup, TOTAL};
use crate::support::{
    TestApp, both,
    stripe::{Behaviour, signature},
};

fn clp(amount: i64) -> Value {
    json!({ "amount": amount, "currency": "CLP" })
}

/// A card payment of which all is in the buyer's favour, because the invoice was paid by transfer meanwhile; and its path.
async fn overpaid(app: &Arc<TestApp>) -> (CardSetup, String) {
    let setup = CardSetup::open(app).await;
    setup.open_page().await;
    let transfer = json!({ "buyer_id": setup.market.lodge.id.to_string(), "method": "transfer",
        "received_on": app.now().date_naive().to_string(), "amount": clp(TOTAL),
        "allocations": [{ "invoice_id": setup.invoice.id.to_string(), "amount": clp(TOTAL) }] });
    setup.send(&setup.market.finance, "POST", "/staff/payments", Some(transfer)).await.ok();
    setup.stripe.becomes("complete");
    setup.report("payment_intent.succeeded", "evt_paid").await;
    let payments = setup.payments().await;
    let paid = payments.iter().find(|payment| payment.unallocated.0 == TOTAL).expect("the card payment");
    let path = format!("/staff/payments/{}", paid.id);
    (setup, path)
}

async fn request(setup: &CardSetup, path: &str, amount: i64) -> crate::support::api_client::ApiResponse {
    let body = json!({ "amount": clp(amount), "method": "card" });
    setup.send(&setup.market.finance, "POST", &format!("{path}/refunds"), Some(body)).await
}

async fn refunds(setup: &CardSetup) -> Vec<Value> {
    let all = setup.send(&setup.market.finance, "GET", "/staff/refunds", None).await.ok();
    all.as_array().unwrap().clone()
}

async fn unallocated(setup: &CardSetup, path: &str) -> i64 {
    let payment = setup.send(&setup.market.finance, "GET", path, None).await.ok();
    payment["unallocated"]["amount"].as_i64().unwrap()
}

/// Sends an event about the latest refund, and runs the jobs that follow.
async fn report_refund(setup: &CardSetup, kind: &str, name: &str) {
    let body = setup.stripe.refund_event(kind, name);
    assert_eq!(setup.send_event(&setup.node, &body, Some(signature(&body, setup.app.now()))).await, 204);
    setup.run_jobs().await;
    setup.run_jobs().await;
}

both!(
    async fn what_was_paid_by_card_goes_back_to_the_card(app: TestApp) {
        let (setup, path) = overpaid(&app).await;
        let before = setup.exposure().await;
        request(&setup, &path, TOTAL + 1).await.assert_refusal(409, "more_than_received");
        let made = request(&setup, &path, 5_000).await.ok();
        assert_eq!((&made["state"], &made["method"]), (&json!("requested"), &json!("card")));
        assert_eq!((setup.balance(AccountKind::Refunds).await, setup.exposure().await), (-5_000, before + 5_000));
        let cancel = format!("/staff/refunds/{}/cancel", made["id"].as_str().unwrap());
        setup.send(&setup.market.finance, "POST", &cancel, None).await.assert_refusal(409, "refund_by_card");
        request(&setup, &path, TOTAL - 4_999).await.assert_refusal(409, "more_than_received");
        app.assert_no_violations().await;

        setup.run_jobs().await;
        let now = refunds(&setup).await;
        assert_eq!((&now[0]["state"], now[0].get("failure"), setup.stripe.refunds()), (&json!("paid"), None, 1));
        assert_eq!(setup.balance(AccountKind::Refunds).await, 0);
        assert_eq!(setup.balance(AccountKind::CardClearing).await, TOTAL - 5_000);
        // Whatever the processor says of it later, and however often, changes nothing.
        report_refund(&setup, "refund.created", "evt_1").await;
        report_refund(&setup, "refund.updated", "evt_2").await;
        setup.report("charge.refunded", "evt_3").await;
        setup.run_jobs().await;
        assert_eq!((refunds(&setup).await.len(), unallocated(&setup, &path).await), (1, TOTAL - 5_000));
        app.assert_no_violations().await;

        // The buyer sees it in its account, and the processor takes it off its payout.
        let account = setup.send(&setup.market.lodge.user, "GET", "/buyer/account-statement", None).await.ok();
        let lines = account["lines"].as_array().unwrap();
        assert!(lines.iter().any(|line| line["kind"] == "refund" && line["amount"] == clp(5_000)), "{account}");
        let day = app.now().date_naive();
        let file = format!("booked_on,amount,reference\n{day},{},STRIPE\n", TOTAL - 5_000 - 300);
        app.post_csv(&setup.market.finance, "/staff/bank-statements", file).await.ok();
        let lines = app.get(&setup.market.finance, "/staff/bank-lines").await.ok();
        let line = format!("/staff/bank-lines/{}", lines[0]["id"].as_str().unwrap());
        let settle = async |fee: i64| {
            app.post(&setup.market.finance, &format!("{line}/settle-cards"), json!({ "fee": clp(fee) })).await
        };
        settle(301).await.assert_refusal(409, "more_than_paid_by_card");
        settle(300).await.ok();
        assert_eq!(setup.balance(AccountKind::CardClearing).await, 0);
        app.assert_no_violations().await;
    }
);

both!(
    async fn a_refund_that_the_processor_does_not_carry_out_is_the_buyers_balance_again(app: TestApp) {
        let (setup, path) = overpaid(&app).await;
        setup.stripe.is(Behaviour::Refuses);
        request(&setup, &path, 1_000).await.ok();
        setup.run_jobs().await;
        let now = refunds(&setup).await;
        assert_eq!(now[0]["state"], "cancelled");
        assert!(now[0]["failure"].as_str().unwrap().contains("cannot be refunded"), "{now:?}");
        assert_eq!((unallocated(&setup, &path).await, setup.balance(AccountKind::Refunds).await), (TOTAL, 0));
        app.assert_no_violations().await;

        // Pending, succeeded, and failed days later; each poll and each event says what is so then.
        setup.stripe.is(Behaviour::Well);
        setup.stripe.refunds_become("pending");
        request(&setup, &path, 2_000).await.ok();
        setup.run_jobs().await;
        assert_eq!(refunds(&setup).await[0]["state"], "requested");
        setup.stripe.refund_becomes("succeeded");
        app.advance(TimeDelta::minutes(61));
        setup.run_jobs().await;
        assert_eq!(refunds(&setup).await[0]["state"], "paid", "a poll stands for an event that is lost");
        assert_eq!(setup.balance(AccountKind::CardClearing).await, TOTAL - 2_000);
        setup.stripe.refund_becomes("failed");
        report_refund(&setup, "refund.failed", "evt_1").await;
        report_refund(&setup, "refund.failed", "evt_2").await;
        let now = refunds(&setup).await;
        assert_eq!((&now[0]["state"], &now[0]["failure"]), (&json!("cancelled"), &json!("declined")));
        assert_eq!((unallocated(&setup, &path).await, setup.balance(AccountKind::CardClearing).await), (TOTAL, TOTAL));
        app.assert_no_violations().await;
    }
);

both!(
    async fn a_refund_is_made_once_whatever_is_lost_and_whoever_reports_it_first(app: TestApp) {
        let (setup, path) = overpaid(&app).await;
        setup.stripe.is(Behaviour::AnswerLost);
        request(&setup, &path, 3_000).await.ok();
        setup.run_jobs().await;
        assert_eq!((refunds(&setup).await[0]["state"].clone(), setup.stripe.refunds()), (json!("requested"), 1));
        // Its event arrives before the job that asked for it runs again.
        setup.stripe.is(Behaviour::Well);
        report_refund(&setup, "refund.created", "evt_1").await;
        assert_eq!(refunds(&setup).await[0]["state"], "paid");
        app.advance(TimeDelta::days(2));
        let other = app.node_set(&setup.stripe.settings()).await;
        join_all([&setup.node, &other].map(|node| jobs::run_due(node, "cards"))).await;
        assert_eq!((refunds(&setup).await.len(), setup.stripe.refunds()), (1, 1));
        setup.stripe.is(Behaviour::Away);
        request(&setup, &path, 4_000).await.ok();
        setup.run_jobs().await;
        setup.stripe.is(Behaviour::Well);
        app.advance(TimeDelta::days(2));
        setup.run_jobs().await;
        assert_eq!((refunds(&setup).await[0]["state"].clone(), setup.stripe.refunds()), (json!("paid"), 2));
        app.assert_no_violations().await;
    }
);

both!(
    async fn a_refund_made_at_the_processor_is_recorded_or_waits_for_a_person(app: TestApp) {
        let (setup, path) = overpaid(&app).await;
        setup.stripe.refund_by_hand(6_000);
        setup.report("charge.refunded", "evt_1").await;
        setup.run_jobs().await;
        let now = refunds(&setup).await;
        assert_eq!(
            (&now[0]["state"], &now[0]["amount"], &now[0]["method"]),
            (&json!("paid"), &clp(6_000), &json!("card"))
        );
        assert_eq!(unallocated(&setup, &path).await, TOTAL - 6_000);
        // Its events name our payment by the processor's id alone.
        report_refund(&setup, "refund.updated", "evt_2").await;
        assert_eq!(refunds(&setup).await.len(), 1);
        setup.stripe.refund_becomes("failed");
        report_refund(&setup, "refund.failed", "evt_3").await;
        assert_eq!(
            (refunds(&setup).await[0]["state"].clone(), unallocated(&setup, &path).await),
            (json!("cancelled"), TOTAL)
        );
        // More than the buyer has in favour is not booked.
        setup.stripe.refund_by_hand(TOTAL + 1);
        setup.report("charge.refunded", "evt_4").await;
        setup.run_jobs().await;
        assert_eq!((refunds(&setup).await.len(), unallocated(&setup, &path).await), (1, TOTAL));
        let errors = setup.job_errors("payments.review_card_refunds").await;
        assert!(errors.len() == 1 && errors[0].contains("card_money_taken_back"), "{errors:?}");
        app.assert_no_violations().await;
    }
);
