//! The policy that earnings fall due when their pool closes: the cooperative waits for the buyers.

use entities::values::{PayablesDue, Role};
use serde_json::{Value, json};

use super::steps::{issue_statements, pay};
use crate::support::{TestApp, both, market::Market};

fn int(value: &Value) -> i64 {
    value["amount"].as_i64().unwrap_or_else(|| panic!("no amount: {value}"))
}

async fn balance(app: &TestApp, market: &Market, account: &str) -> i64 {
    let all = app.get(&market.finance, "/staff/ledger/balances").await.ok();
    let found = all.as_array().unwrap().iter().find(|row| row["account"] == account);
    found.map_or(0, |row| int(&row["balance"]))
}

async fn decide(app: &TestApp, due: PayablesDue, from: &str, code: &str) {
    let admin = app.staff(Role::Admin).await;
    let body = json!({ "code": code, "title": "Pago al cierre", "decided_on": "2026-01-10", "effective_from": from,
        "settings": { "payables_due": due.word() } });
    app.post(&admin, "/staff/decisions", body).await.ok();
}

/// What became payable to Ana, is pending, and is on her statements.
async fn places(app: &TestApp, market: &Market) -> [i64; 3] {
    let total = app.get(&market.ana.user, "/producer/earnings").await.ok()["total"].clone();
    ["pending", "payable", "stated"].map(|key| int(&total[key]))
}

both!(
    async fn what_falls_due_at_closing_is_paid_before_the_buyers_pay(app: TestApp) {
        let market = Market::open(&app).await;
        decide(&app, PayablesDue::PoolClosing, "2026-02-01", "A-1").await;
        let cycle = market.delivered(&app, &[(&market.lodge, &[("miel", 20)])]).await;
        app.run_jobs().await;
        let [pending, earned, _] = places(&app, &market).await;
        assert!(pending == 0 && earned > 0);
        // Both workshops earn; nobody has paid.
        let carried = "assets:carried_receivables";
        let whole = balance(&app, &market, carried).await;
        let payable = -balance(&app, &market, "liabilities:producers:payable:U01").await
            - balance(&app, &market, "liabilities:producers:payable:U02").await;
        assert_eq!(whole, payable);
        issue_statements(&app).await;
        assert_eq!(places(&app, &market).await, [0, 0, earned]);
        let pools = app.get(&market.finance, &format!("/staff/pools?cycle_id={cycle}")).await.ok();
        assert_eq!((&pools[0]["payables_due"], &pools[0]["state"]), (&json!("pool_closing"), &json!("closed")));
        // As the buyer pays, the cooperative waits for less; nothing becomes payable a second time.
        pay(&app, market.lodge.id, 40).await;
        let left = balance(&app, &market, carried).await;
        assert!(left > 0 && left < whole, "{left} of {whole}");
        app.assert_no_violations().await;
        pay(&app, market.lodge.id, 100).await;
        assert_eq!(balance(&app, &market, carried).await, 0);
        assert_eq!(balance(&app, &market, "liabilities:producers:pending:U01").await, 0);
        issue_statements(&app).await;
        assert_eq!(places(&app, &market).await, [0, 0, earned]);
        let pool = app.get(&market.finance, &format!("/staff/pools?cycle_id={cycle}")).await.ok();
        assert_eq!(pool[0]["state"], "settled");
    }
);

both!(
    async fn a_reversed_payment_and_a_credit_note_follow_what_fell_due_at_closing(app: TestApp) {
        let market = Market::open(&app).await;
        decide(&app, PayablesDue::PoolClosing, "2026-02-01", "A-1").await;
        market.delivered(&app, &[(&market.lodge, &[("miel", 20), ("licor", 4)])]).await;
        app.run_jobs().await;
        let earned = places(&app, &market).await[1];
        pay(&app, market.lodge.id, 100).await;
        let payment = app.get(&market.finance, "/staff/payments").await.ok()[0]["id"].as_str().unwrap().to_owned();
        let reverse = format!("/staff/payments/{payment}/reverse");
        app.post(&market.finance, &reverse, json!({ "reason": "era de otro" })).await.ok();
        app.run_jobs().await;
        assert_eq!(places(&app, &market).await, [0, earned, 0], "the workshop does not wait");
        assert!(balance(&app, &market, "assets:carried_receivables").await > 0);
        app.assert_no_violations().await;
        let invoice = app.get(&market.finance, "/staff/invoices").await.ok()[0]["id"].as_str().unwrap().to_owned();
        let annul = json!({ "code": "annul", "reason": "Se facturó dos veces" });
        app.post(&market.finance, &format!("/staff/invoices/{invoice}/credit-notes"), annul).await.ok();
        app.run_jobs().await;
        assert_eq!(places(&app, &market).await, [0, 0, 0]);
        assert_eq!(balance(&app, &market, "assets:carried_receivables").await, 0);
    }
);

both!(
    async fn a_pool_keeps_the_policy_of_its_day(app: TestApp) {
        let market = Market::open(&app).await;
        decide(&app, PayablesDue::PoolClosing, "2026-12-01", "A-1").await;
        market.delivered(&app, &[(&market.lodge, &[("miel", 20)])]).await;
        app.run_jobs().await;
        let [pending, payable, _] = places(&app, &market).await;
        assert!(pending > 0 && payable == 0);
        assert_eq!(balance(&app, &market, "assets:carried_receivables").await, 0);
        decide(&app, PayablesDue::PoolClosing, "2026-02-01", "A-2").await;
        pay(&app, market.lodge.id, 50).await;
        let [half, payable, _] = places(&app, &market).await;
        assert!(half > 0 && payable > 0 && half + payable == pending, "it closed under the earlier policy");
    }
);
