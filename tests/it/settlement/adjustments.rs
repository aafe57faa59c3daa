//! Advances and deductions: the next statement takes them off once, and a reversal pays them back once.

use entities::{
    settlement::adjustment,
    values::{Amount, WorkshopId},
};
use minga::{
    platform::{app::App, unit_of_work::Actor},
    settlement,
};
use sea_orm::EntityTrait;
use serde_json::{Value, json};

use super::steps::{issue_statements, pay};
use crate::support::{
    TestApp,
    api_client::ApiResponse,
    both,
    market::{Maker, Market},
};

fn clp(amount: i64) -> Value {
    json!({ "amount": amount, "currency": "CLP" })
}

fn int(value: &Value) -> i64 {
    value["amount"].as_i64().unwrap_or_else(|| panic!("no amount: {value}"))
}

async fn advance(app: &TestApp, market: &Market, workshop: WorkshopId, amount: i64) -> ApiResponse {
    let body = json!({ "workshop_id": workshop.to_string(), "amount": clp(amount),
        "paid_on": app.now().date_naive(), "reason": "azúcar" });
    app.post(&market.finance, "/staff/advances", body).await
}

async fn deduct(app: &TestApp, market: &Market, workshop: WorkshopId, amount: i64) -> ApiResponse {
    let body = json!({ "workshop_id": workshop.to_string(), "amount": clp(amount), "reason": "frascos",
        "consent": "papel 12" });
    app.post(&market.finance, "/staff/deductions", body).await
}

async fn reverse(app: &TestApp, market: &Market, adjustment: &Value) -> ApiResponse {
    let path = format!("/staff/adjustments/{}/reverse", adjustment["id"].as_str().unwrap());
    app.post(&market.finance, &path, json!({ "reason": "mal anotado" })).await
}

async fn balance(app: &TestApp, market: &Market, account: &str) -> i64 {
    let all = app.get(&market.finance, "/staff/ledger/balances").await.ok();
    let found = all.as_array().unwrap().iter().find(|row| row["account"] == account);
    found.map_or(0, |row| int(&row["balance"]))
}

/// The totals of a maker's statements, by their numbers.
async fn totals(app: &TestApp, maker: &Maker) -> Vec<i64> {
    let statements = app.get(&maker.user, "/producer/statements").await.ok();
    let mut statements = statements.as_array().unwrap().clone();
    statements.sort_by_key(|row| row["number"].as_i64());
    statements.iter().map(|row| int(&row["total"])).collect()
}

/// What Mi dinero shows; the parts must add up to all that was earned.
async fn summary(app: &TestApp, maker: &Maker) -> Value {
    let total = app.get(&maker.user, "/producer/earnings").await.ok()["total"].clone();
    let parts = ["pending", "payable", "stated", "on_its_way", "paid_out", "advanced", "deducted"];
    assert_eq!(parts.iter().map(|key| int(&total[key])).sum::<i64>(), int(&total["earned"]), "{total}");
    total
}

/// A market whose lodge has bought and paid `percent` of 20 jars of honey, which both workshops made.
async fn sold(app: &TestApp, percent: i64) -> Market {
    let market = Market::open(app).await;
    market.delivered(app, &[(&market.lodge, &[("miel", 20)])]).await;
    app.run_jobs().await;
    pay(app, market.lodge.id, percent).await;
    market
}

both!(
    async fn advances_and_deductions_are_taken_off_the_next_statement_once(app: TestApp) {
        let market = sold(&app, 100).await;
        let ana = &market.ana;
        let earned = int(&summary(&app, ana).await["payable"]);
        let advanced = advance(&app, &market, ana.workshop, 5_000).await.ok();
        assert_eq!((&advanced["kind"], &advanced["method"]), (&json!("advance"), &json!("cash")));
        deduct(&app, &market, ana.workshop, 1_200).await.ok();
        assert_eq!(balance(&app, &market, "assets:producers:receivable:U01").await, 6_200);
        assert_eq!(balance(&app, &market, "assets:cash").await, -5_000);
        let now = summary(&app, ana).await;
        assert_eq!(
            [int(&now["payable"]), int(&now["advanced"]), int(&now["deducted"])],
            [earned - 6_200, 5_000, 1_200]
        );
        issue_statements(&app).await;
        issue_statements(&app).await;
        assert_eq!(totals(&app, ana).await, [earned - 6_200], "once");
        assert_eq!(balance(&app, &market, "assets:producers:receivable:U01").await, 0);
        assert_eq!(balance(&app, &market, "income:deductions").await, -1_200);
        assert_eq!(int(&summary(&app, ana).await["stated"]), earned - 6_200);
        // The lines name them, on the screen, on paper and in the spreadsheet; the other workshop has none.
        let id = app.get(&ana.user, "/producer/statements").await.ok()[0]["id"].as_str().unwrap().to_owned();
        let lines = app.get(&ana.user, &format!("/producer/statements/{id}")).await.ok()["lines"].clone();
        let of = |kind: &str| lines.as_array().unwrap().iter().find(|line| line["kind"] == kind).cloned().unwrap();
        assert_eq!((int(&of("advance")["amount"]), int(&of("deduction")["amount"])), (-5_000, -1_200));
        assert!(of("advance")["description"].as_str().unwrap().contains("azúcar"), "{lines}");
        app.get(&ana.user, &format!("/producer/statements/{id}/pdf")).await;
        let own = app.get(&ana.user, "/producer/adjustments").await.ok();
        assert_eq!((own.as_array().unwrap().len(), &own[0]["consent"]), (2, &json!("papel 12")));
        assert_eq!(own[0]["statement_id"], json!(id));
        assert_eq!(app.get(&market.beto.user, "/producer/adjustments").await.ok(), json!([]));
        // A reversal is paid back by the next statement, once.
        let reversal = reverse(&app, &market, &advanced).await.ok();
        assert_eq!((int(&reversal["amount"]), &reversal["reverses_id"]), (-5_000, &advanced["id"]));
        reverse(&app, &market, &advanced).await.assert_refusal(409, "adjustment_reversed");
        reverse(&app, &market, &reversal).await.assert_refusal(409, "adjustment_reversed");
        assert_eq!(balance(&app, &market, "assets:cash").await, 0);
        assert_eq!(int(&summary(&app, ana).await["advanced"]), 0);
        issue_statements(&app).await;
        issue_statements(&app).await;
        assert_eq!(totals(&app, ana).await, [earned - 6_200, 5_000]);
    }
);

both!(
    async fn an_advance_beyond_the_earnings_is_carried_until_they_cover_it(app: TestApp) {
        let market = sold(&app, 20).await;
        let ana = &market.ana;
        let first = int(&summary(&app, ana).await["payable"]);
        let whole = int(&summary(&app, ana).await["earned"]);
        let advanced = first + 1_000;
        advance(&app, &market, ana.workshop, advanced).await.ok();
        assert_eq!(int(&summary(&app, ana).await["payable"]), -1_000);
        let run = app.post(&market.finance, "/staff/statements/run", Value::Null).await.ok();
        assert_eq!(run["carried"], json!([ana.workshop.to_string()]));
        assert!(totals(&app, ana).await.is_empty(), "no statement is negative");
        pay(&app, market.lodge.id, 100).await;
        issue_statements(&app).await;
        assert_eq!(totals(&app, ana).await, [whole - advanced]);
    }
);

both!(
    async fn a_transferred_advance_is_the_bank_line_that_shows_it(app: TestApp) {
        let market = sold(&app, 100).await;
        let today = app.now().date_naive();
        let csv = format!(
            "booked_on,amount,reference,counterparty\n{today},-30000,GIRO TALLER,Ana\n{today},500,DEPOSITO,Alguien\n"
        );
        app.post_csv(&market.finance, "/staff/bank-statements", csv).await.ok();
        let lines = app.get(&market.finance, "/staff/bank-lines").await.ok();
        let line = |amount: i64| {
            let found = lines.as_array().unwrap().iter().find(|line| int(&line["amount"]) == amount);
            found.unwrap()["id"].as_str().unwrap().to_owned()
        };
        let path = |id: &str, what: &str| format!("/staff/bank-lines/{id}/{what}");
        let body = |maker: &Maker| json!({ "workshop_id": maker.workshop.to_string(), "reason": "leña" });
        let (sent, received) = (line(-30_000), line(500));
        app.post(&market.finance, &path(&received, "advance"), body(&market.ana)).await.assert_refusal(409, "not_sent");
        app.post(&market.staff, &path(&sent, "advance"), body(&market.ana)).await.assert_refusal(403, "forbidden");
        let advanced = app.post(&market.finance, &path(&sent, "advance"), body(&market.ana)).await.ok();
        assert_eq!((int(&advanced["amount"]), &advanced["dated_on"]), (30_000, &json!(today.to_string())));
        app.post(&market.finance, &path(&sent, "advance"), body(&market.beto)).await.assert_refusal(409, "line_taken");
        let undo = json!({ "reason": "era de Beto" });
        app.post(&market.finance, &path(&sent, "undo"), undo).await.assert_refusal(409, "advance_match_kept");
        assert_eq!(balance(&app, &market, "assets:producers:receivable:U01").await, 30_000);
        app.assert_no_violations().await;
        // It was another workshop's: reversed, the line waits again.
        reverse(&app, &market, &advanced).await.ok();
        reverse(&app, &market, &advanced).await.assert_refusal(409, "adjustment_reversed");
        assert_eq!(balance(&app, &market, "assets:producers:receivable:U01").await, 0);
        app.post(&market.finance, &path(&sent, "advance"), body(&market.beto)).await.ok();
        assert_eq!(balance(&app, &market, "assets:producers:receivable:U02").await, 30_000);
        let matched = app.get(&market.finance, "/staff/bank-lines?state=matched").await.ok();
        assert_eq!(matched[0]["kind"], "advance");
    }
);

both!(
    async fn amounts_days_and_callers_of_adjustments_are_checked(app: TestApp) {
        let market = Market::open(&app).await;
        advance(&app, &market, market.ana.workshop, 0).await.assert_refusal(409, "not_positive");
        deduct(&app, &market, market.ana.workshop, -3).await.assert_refusal(409, "not_positive");
        let mut body = json!({ "workshop_id": market.ana.workshop.to_string(), "amount": clp(10),
            "paid_on": app.now().date_naive() + chrono::TimeDelta::days(1), "reason": "azúcar" });
        app.post(&market.finance, "/staff/advances", body.clone()).await.assert_refusal(409, "advance_out_of_span");
        body["paid_on"] = json!("2019-01-01");
        app.post(&market.finance, "/staff/advances", body.clone()).await.assert_refusal(409, "advance_out_of_span");
        body["paid_on"] = json!(app.now().date_naive());
        app.post(&market.staff, "/staff/advances", body).await.assert_refusal(403, "forbidden");
        let tx = app.app.read(Actor::System).await.unwrap();
        assert!(adjustment::Entity::find().all(tx.db()).await.unwrap().is_empty());
    }
);

async fn run(app: &App) {
    let mut tx = app.begin(Actor::System).await.unwrap();
    settlement::issue_statements(&mut tx).await.unwrap();
    tx.commit().await.unwrap();
}

both!(
    async fn what_two_nodes_do_to_an_adjustment_at_once_happens_once(app: TestApp) {
        let market = sold(&app, 100).await;
        let other = app.other_node().await;
        let deducted = deduct(&app, &market, market.ana.workshop, 700).await.ok();
        let whole = int(&summary(&app, &market.ana).await["payable"]);
        futures_util::join!(run(&app.app), run(&other));
        app.run_jobs().await;
        assert_eq!(totals(&app, &market.ana).await, [whole]);
        let (one, two) = futures_util::join!(reverse(&app, &market, &deducted), reverse(&app, &market, &deducted));
        let refused = if one.status == 201 { two } else { one };
        refused.assert_refusal(409, "adjustment_reversed");
        futures_util::join!(run(&app.app), run(&other));
        app.run_jobs().await;
        assert_eq!(totals(&app, &market.ana).await, [whole, 700]);
        let tx = app.app.read(Actor::System).await.unwrap();
        let rows = adjustment::Entity::find().all(tx.db()).await.unwrap();
        assert_eq!(rows.iter().map(|row| row.amount).sum::<Amount>(), Amount(0));
    }
);
