//! Debts of buyers that are written off: two persons, the loss of the pools, and what is paid of it after all.

use chrono::TimeDelta;
use entities::{
    buyers::buyer,
    invoicing::invoice,
    settlement::{payable, pool, pool_share},
    values::{InvoiceState, Role},
};
use minga::{invoicing, platform::unit_of_work::Actor, settlement};
use sea_orm::{EntityTrait, QueryOrder};
use serde_json::{Value, json};

use crate::support::{TestApp, both, market::Market};

const BASKET: &[(&str, i64)] = &[("miel", 10), ("licor", 4), ("libro", 3)];

async fn invoices(app: &TestApp) -> Vec<invoice::Model> {
    let tx = app.app.read(Actor::System).await.unwrap();
    invoice::Entity::find().order_by_asc(invoice::Column::Number).all(tx.db()).await.unwrap()
}

async fn exposure(app: &TestApp, market: &Market) -> i64 {
    let tx = app.app.read(Actor::System).await.unwrap();
    buyer::Entity::find_by_id(market.lodge.id).one(tx.db()).await.unwrap().unwrap().exposure.0
}

/// Sums over all pools: value, paid, shared among the makers, payable to them.
async fn sums(app: &TestApp) -> [i64; 4] {
    let tx = app.app.read(Actor::System).await.unwrap();
    let pools = pool::Entity::find().all(tx.db()).await.unwrap();
    let shares = pool_share::Entity::find().all(tx.db()).await.unwrap();
    let payables = payable::Entity::find().all(tx.db()).await.unwrap();
    [
        pools.iter().map(|pool| pool.net.0 + pool.vat.0 + pool.additional_tax.0).sum(),
        pools.iter().map(|pool| pool.paid_net.0 + pool.paid_vat.0 + pool.paid_additional_tax.0).sum(),
        shares
            .iter()
            .map(|share| {
                share.net.0 + share.vat.0 + share.kept_vat.0 + share.additional_tax.0 + share.kept_additional_tax.0
            })
            .sum(),
        payables
            .iter()
            .map(|row| row.net.0 + row.vat.0 + row.kept_vat.0 + row.additional_tax.0 + row.kept_additional_tax.0)
            .sum(),
    ]
}

fn clp(amount: i64) -> Value {
    json!({ "amount": amount, "currency": "CLP" })
}

async fn pay(app: &TestApp, market: &Market, invoice: &invoice::Model, amount: i64) -> Value {
    let body = json!({ "buyer_id": market.lodge.id.to_string(), "method": "transfer",
        "received_on": app.now().date_naive().to_string(), "amount": clp(amount),
        "allocations": [{ "invoice_id": invoice.id.to_string(), "amount": clp(amount) }] });
    app.post(&market.finance, "/staff/payments", body).await.ok()
}

async fn decision(app: &TestApp) -> String {
    let body = json!({ "code": "2026-09", "title": "Deudas que se dan por perdidas", "decided_on": "2026-02-01",
        "effective_from": "2026-02-01", "settings": {} });
    let admin = app.staff(Role::Admin).await;
    app.post(&admin, "/staff/decisions", body).await.ok()["id"].as_str().unwrap().to_owned()
}

async fn issue_statements(app: &TestApp) {
    let mut tx = app.app.begin(Actor::System).await.unwrap();
    settlement::issue_statements(&mut tx).await.unwrap();
    tx.commit().await.unwrap();
}

both!(
    async fn a_debt_written_off_is_borne_by_its_pools_and_flows_back_when_paid(app: TestApp) {
        let market = Market::open(&app).await;
        market.delivered(&app, &[(&market.lodge, BASKET), (&market.shop, &[("miel", 6)])]).await;
        app.run_jobs().await;
        let invoice = invoices(&app).await.into_iter().find(|i| i.buyer_id == market.lodge.id).unwrap();
        let (total, paid) = (invoice.total.0, 30_001);
        pay(&app, &market, &invoice, paid).await;
        issue_statements(&app).await;
        let before = sums(&app).await;

        let decision = decision(&app).await;
        let path = format!("/staff/invoices/{}/write-offs", invoice.id);
        let body = json!({ "decision_id": decision, "reason": "El hotel cerró" });
        app.post(&market.staff, &path, body.clone()).await.assert_refusal(403, "forbidden");
        let requested = app.post(&market.finance, &path, body.clone()).await.ok();
        assert_eq!((&requested["state"], &requested["amount"]), (&json!("requested"), &clp(total - paid)));
        assert_eq!(requested["decision_code"], "2026-09");
        app.post(&market.finance, &path, body.clone()).await.assert_refusal(409, "write_off_requested");
        let act = |id: &Value, verb: &str| format!("/staff/write-offs/{}/{verb}", id.as_str().unwrap());
        let approve = act(&requested["id"], "approve");
        app.post(&market.finance, &approve, Value::Null).await.assert_refusal(409, "write_off_same_person");
        assert_eq!(sums(&app).await, before, "nothing changes until a second person approves");
        // Something is paid meanwhile: what is approved is what was requested, or nothing.
        pay(&app, &market, &invoice, 1_000).await;
        let second = app.staff(Role::Admin).await;
        app.post(&second, &approve, Value::Null).await.assert_refusal(409, "write_off_amount_changed");
        let reason = json!({ "reason": "Pagó una parte" });
        app.post(&second, &act(&requested["id"], "cancel"), reason.clone()).await.ok();
        app.post(&second, &act(&requested["id"], "cancel"), reason).await.assert_refusal(409, "write_off_decided");
        let open = total - paid - 1_000;
        let requested = app.post(&market.finance, &path, body.clone()).await.ok();
        let waiting = app.get(&market.finance, "/staff/write-offs?state=requested").await.ok();
        assert_eq!((&waiting[0]["id"], &waiting[0]["amount"]), (&requested["id"], &clp(open)));
        let approved = app.post(&second, &act(&requested["id"], "approve"), Value::Null).await.ok();
        assert_eq!(approved["state"], "approved");

        let after = sums(&app).await;
        assert_eq!(after[0], before[0] - open, "the pools lose what was open");
        assert_eq!(after[1], before[1] + 1_000, "and keep what was paid");
        assert_eq!((after[2], after[3]), (after[0], after[1]), "the makers share it, and what is paid is payable");
        let now = invoicing_state(&app, &invoice).await;
        assert_eq!((now.state, now.written_off.0, now.paid.0), (InvoiceState::WrittenOff, open, paid + 1_000));
        assert_eq!(exposure(&app, &market).await, 0);
        let seen = app.get(&market.lodge.user, "/buyer/account-statement").await.ok();
        assert_eq!((&seen["closing_balance"], &seen["open_invoices"]), (&clp(0), &clp(0)));
        app.run_jobs().await;
        app.assert_no_violations().await;
        let refused = app.post(&market.finance, &path, body).await;
        refused.assert_refusal(409, "nothing_to_write_off");
        let annul = json!({ "code": "annul", "reason": "x" });
        let notes = format!("/staff/invoices/{}/credit-notes", invoice.id);
        app.post(&market.finance, &notes, annul).await.assert_refusal(409, "written_off");

        // A part of it is paid after all: it flows back to the makers. More than the debt is not taken.
        let part = open / 3;
        let payment = pay(&app, &market, &invoice, part).await;
        let recovered = sums(&app).await;
        assert_eq!((recovered[0], recovered[1]), (after[0] + part, after[1] + part));
        assert_eq!((recovered[2], recovered[3]), (recovered[0], recovered[1]));
        assert_eq!(exposure(&app, &market).await, 0);
        app.assert_no_violations().await;
        // That payment was another's: the debt is open again, and is paid in the end.
        let reverse = format!("/staff/payments/{}/reverse", payment["id"].as_str().unwrap());
        app.post(&market.finance, &reverse, json!({ "reason": "Era de otro" })).await.ok();
        assert_eq!(exposure(&app, &market).await, part);
        app.assert_no_violations().await;
        pay(&app, &market, &invoice, open).await;
        let now = invoicing_state(&app, &invoice).await;
        assert_eq!((now.state, now.written_off.0, now.paid.0), (InvoiceState::Paid, 0, total));
        let whole = sums(&app).await;
        assert_eq!((whole[0], whole[2]), (before[0], before[2]), "nobody lost anything");
        let seen = app.get(&market.lodge.user, "/buyer/account-statement").await.ok();
        assert_eq!(seen["closing_balance"], clp(0));
        app.advance(TimeDelta::minutes(1));
        issue_statements(&app).await;
        app.run_jobs().await;
        app.assert_no_violations().await;
    }
);

async fn invoicing_state(app: &TestApp, invoice: &invoice::Model) -> invoice::Model {
    let tx = app.app.read(Actor::System).await.unwrap();
    invoicing::get_invoice(&tx, invoice.id).await.unwrap()
}
