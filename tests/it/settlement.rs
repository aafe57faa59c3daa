//! Settlement through the API: where the money of each cycle is, from the first invoice to the last transfer.

use chrono::TimeDelta;
use entities::{
    settlement::payout,
    values::{Amount, BankAccountKind, BankFileFormat, BuyerId, CycleId, PaymentMethod, PayoutBatchId},
};
use minga::{
    invoicing, members, payments,
    platform::{http::etag::IfMatch, unit_of_work::Actor},
    settlement,
};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};
use serde_json::{Value, json};

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

/// Pays this part, in percent, of what a buyer still owes.
async fn pay(app: &TestApp, buyer_id: BuyerId, percent: i64) {
    let mut tx = app.app.begin(Actor::System).await.unwrap();
    for invoice in invoicing::list_open_invoices(&tx, buyer_id).await.unwrap() {
        let amount = Amount((invoice.total - invoice.paid).0 * percent / 100);
        let new = payments::NewPayment {
            buyer_id,
            method: PaymentMethod::Transfer,
            received_on: tx.today(),
            amount,
            note: None,
            allocations: vec![payments::InvoiceAllocation { invoice_id: invoice.id, amount }],
        };
        payments::record_payment(&mut tx, new).await.unwrap();
    }
    tx.commit().await.unwrap();
    app.run_jobs().await;
}

/// Sets the bank accounts of both workshops and of the cooperative.
async fn set_accounts(app: &TestApp, market: &Market) {
    let mut tx = app.app.begin(Actor::System).await.unwrap();
    for (maker, number) in [(&market.ana, "00123456789"), (&market.beto, "00987654321")] {
        let new = members::NewBankAccount {
            bank_code: "012".into(),
            account_kind: BankAccountKind::Sight,
            account_number: number.into(),
            holder_name: "Taller".into(),
            holder_tax_id: "12.345.678-5".into(),
            email: None,
        };
        members::update_bank_account(&mut tx, maker.workshop, &IfMatch::any(), new).await.unwrap();
    }
    let account = settlement::NewPayoutAccount {
        bank_code: "012".into(),
        account_number: "84300112233".into(),
        holder_name: "Cooperativa".into(),
        holder_tax_id: "12.345.678-5".into(),
    };
    settlement::upsert_payout_account(&mut tx, account).await.unwrap();
    tx.commit().await.unwrap();
}

/// Creates, approves and exports a batch of the statements to pay.
async fn export_batch(app: &TestApp, market: &Market) -> PayoutBatchId {
    let mut tx = app.app.begin(Actor::System).await.unwrap();
    let (one, other) = (market.finance.person, market.staff.person);
    let batch = settlement::create_payout_batch(&mut tx, one, BankFileFormat::Pain001).await.unwrap().batch.id;
    settlement::approve_payout_batch(&mut tx, other, batch).await.unwrap();
    settlement::export_payout_batch(&mut tx, batch).await.unwrap();
    tx.commit().await.unwrap();
    batch
}

/// Imports a bank statement with the transfers of a batch, except the last `missing` of them.
async fn import_transfers(app: &TestApp, batch: PayoutBatchId, missing: usize) {
    let mut tx = app.app.begin(Actor::System).await.unwrap();
    let sent = payout::Entity::find().filter(payout::Column::BatchId.eq(batch)).all(tx.db()).await.unwrap();
    let rows = sent.iter().take(sent.len() - missing).map(|p| payments::BankStatementRow {
        key: p.id.to_string(),
        booked_on: tx.today(),
        amount: Amount(-p.amount.0),
        reference: payments::payout_reference(p.id),
        counterparty: None,
    });
    let rows = rows.collect();
    payments::import_bank_lines(&mut tx, rows).await.unwrap();
    tx.commit().await.unwrap();
    app.run_jobs().await;
}

async fn issue_statements(app: &TestApp) {
    let mut tx = app.app.begin(Actor::System).await.unwrap();
    settlement::issue_statements(&mut tx).await.unwrap();
    tx.commit().await.unwrap();
    app.run_jobs().await;
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
        app.get(&market.finance, "/staff/cycle-money").await.refused(400, "parameter_invalid");
        app.get(&market.ana.someone, &format!("/staff/cycle-money?cycle_id={first}")).await.refused(403, "forbidden");
    }
);

both!(
    async fn a_payout_is_not_confirmed_before_its_day(app: TestApp) {
        let market = Market::open(&app).await;
        set_accounts(&app, &market).await;
        market.delivered(&app, &[(&market.lodge, &[("miel", 20)])]).await;
        app.run_jobs().await;
        pay(&app, market.lodge.id, 100).await;
        issue_statements(&app).await;
        let batch = export_batch(&app, &market).await;
        let path = format!("/staff/payout-batches/{batch}");
        let sent = app.get(&market.finance, &path).await.ok();
        let confirm = format!("/staff/payouts/{}/confirm", sent["payouts"][0]["id"].as_str().unwrap());
        let today = app.now().date_naive();
        let on = |days: i64| json!({ "confirmed_on": (today + TimeDelta::days(days)).to_string() });
        app.post(&market.finance, &confirm, on(1)).await.refused(409, "confirmed_in_future");
        let held = app.get(&market.finance, &path).await.ok();
        assert_eq!(held["payouts"][0]["state"], "exported", "nothing was booked");
        let done = app.post(&market.finance, &confirm, on(0)).await.ok();
        assert_eq!(done["payouts"][0]["state"], "confirmed");
    }
);
