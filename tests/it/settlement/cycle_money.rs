//! Settlement through the API: where the money of each cycle is, from the first invoice to the last transfer.

use chrono::TimeDelta;
use entities::values::CycleId;
use serde_json::{Value, json};

use super::steps::{export_batch, import_transfers, issue_statements, pay, set_accounts};
use crate::support::{TestApp, both, market::Market};

/// The money of these cycles in this order; a cycle that the response does not list is left out.
async fn cycle_money(app: &TestApp, market: &Market, cycles: &[CycleId]) -> Vec<Value> {
    let query: Vec<String> = cycles.iter().map(|cycle| format!("cycle_id={cycle}")).collect();
    let response = app.get(&market.finance, &format!("/staff/cycle-money?{}", query.join("&"))).await.ok();
    cycles
        .iter()
        .flat_map(|cycle| response.as_array().unwrap().iter().filter(move |row| row["cycle_id"] == cycle.to_string()))
        .cloned()
        .collect()
}

async fn state(app: &TestApp, market: &Market, cycle: CycleId) -> Value {
    cycle_money(app, market, &[cycle]).await[0]["state"].clone()
}

both!(
    async fn the_money_of_a_cycle_is_listed_from_the_first_invoice_to_the_last_transfer(app: TestApp) {
        let market = Market::open(&app).await;
        set_accounts(&app, &market).await;
        let first = market.delivered(&app, &[(&market.lodge, &[("miel", 20), ("libro", 6)])]).await;
        assert_eq!(cycle_money(&app, &market, &[first]).await, [Value::Null; 0], "nothing is invoiced yet");
        app.run_jobs().await;
        let net = 20 * 4_990 + 6 * 3_333;
        let clp = |amount: i64| json!({ "amount": amount, "currency": "CLP" });
        let row = cycle_money(&app, &market, &[first]).await.remove(0);
        assert_eq!((&row["state"], &row["net"], &row["paid_net"]), (&json!("collecting"), &clp(net), &clp(0)));
        pay(&app, market.lodge.id, 40).await;
        let row = cycle_money(&app, &market, &[first]).await.remove(0);
        assert_eq!(row["state"], "collecting");
        let paid = row["paid_net"]["amount"].as_i64().unwrap();
        assert!((paid - net * 40 / 100).abs() <= 2, "{paid} of {net}");
        // What is paid so far is put on statements and paid out, while the buyer owes the rest.
        issue_statements(&app).await;
        import_transfers(&app, export_batch(&app, &market).await, 0).await;
        assert_eq!(state(&app, &market, first).await, "collecting");

        pay(&app, market.lodge.id, 100).await;
        let row = cycle_money(&app, &market, &[first]).await.remove(0);
        assert_eq!((&row["state"], &row["paid_net"]), (&json!("stating"), &clp(net)));
        issue_statements(&app).await;
        assert_eq!(state(&app, &market, first).await, "paying_out");
        let batch = export_batch(&app, &market).await;
        assert_eq!(state(&app, &market, first).await, "paying_out");
        import_transfers(&app, batch, 1).await;
        assert_eq!(state(&app, &market, first).await, "paying_out", "one transfer is not in the bank statement yet");
        import_transfers(&app, batch, 0).await;
        assert_eq!(state(&app, &market, first).await, "paid_out");

        // Another cycle has a row of its own, and one without an invoice until the end of the month has none.
        app.advance(TimeDelta::minutes(1));
        let second = market.delivered(&app, &[(&market.lodge, &[("miel", 3)])]).await;
        app.run_jobs().await;
        let third = market.delivered(&app, &[(&market.shop, &[("miel", 2)])]).await;
        app.run_jobs().await;
        let rows = cycle_money(&app, &market, &[first, second, third]).await;
        let states: Vec<&Value> = rows.iter().map(|row| &row["state"]).collect();
        assert_eq!(states, ["paid_out", "collecting"]);
        app.get(&market.finance, "/staff/cycle-money").await.assert_refusal(400, "parameter_invalid");
        app.get(&market.ana.user, &format!("/staff/cycle-money?cycle_id={first}"))
            .await
            .assert_refusal(403, "forbidden");
    }
);
