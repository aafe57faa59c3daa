//! Bank lines and payments: imported, matched once, and allocated to the last peso.

use chrono::TimeDelta;
use entities::{
    buyers::buyer,
    invoicing::invoice,
    payments::{bank_line, payment, payment_allocation},
    values::{Amount, BankLineId, InvoiceId, InvoiceState, PaymentId},
};
use futures_util::future::join_all;
use minga::{
    payments::{self, InvoiceAllocation},
    platform::{app::App, unit_of_work::Actor},
};
use poem::http::Method;
use sea_orm::EntityTrait;
use serde_json::{Value, json};

use crate::support::{TestApp, api_client::ApiResponse, both, market::Market};

const HEADER: &str = "booked_on,amount,reference,counterparty\n";

async fn import(app: &TestApp, market: &Market, rows: &str) -> ApiResponse {
    app.post_csv(&market.finance, "/staff/bank-statements", format!("{HEADER}{rows}")).await
}

/// Two invoices of the lodge: of 2 jars and of 5.
async fn two_invoices(app: &TestApp, market: &Market) -> Vec<invoice::Model> {
    for jars in [2, 5] {
        market.delivered(app, &[(&market.lodge, &[("miel", jars)])]).await;
        app.run_jobs().await;
        app.advance(TimeDelta::minutes(1));
    }
    invoices(app).await
}

async fn invoices(app: &TestApp) -> Vec<invoice::Model> {
    let tx = app.app.read(Actor::System).await.unwrap();
    let mut all = invoice::Entity::find().all(tx.db()).await.unwrap();
    all.sort_by_key(|i| i.number);
    all
}

async fn exposure(app: &TestApp, market: &Market) -> i64 {
    let tx = app.app.read(Actor::System).await.unwrap();
    buyer::Entity::find_by_id(market.lodge.id).one(tx.db()).await.unwrap().unwrap().exposure.0
}

async fn lines(app: &TestApp) -> Vec<bank_line::Model> {
    let tx = app.app.read(Actor::System).await.unwrap();
    let mut all = bank_line::Entity::find().all(tx.db()).await.unwrap();
    all.sort_by_key(|l| l.id);
    all
}

fn part(invoice: InvoiceId, amount: i64) -> Value {
    json!({ "invoice_id": invoice.to_string(), "amount": { "amount": amount, "currency": "CLP" } })
}

/// What 2 and 5 jars cost with VAT: 9,980 + 1,896 and 24,950 + 4,741 (4,740.5).
const TOTALS: [i64; 2] = [11_876, 29_691];

both!(
    async fn a_statement_is_imported_once(app: TestApp) {
        let market = Market::open(&app).await;
        app.advance(TimeDelta::days(7));
        let rows = "2026-03-04,11876,Pago factura 1,Lodge\n2026-03-04,500,abono,\n2026-03-04,500,abono,\n\
                    2026-03-05,-7000,PAGO MG0123456789ABCD,Taller\n2026-03-05,-90,comisión,\n";
        let done = import(&app, &market, rows).await.ok();
        let counts = |new: u32, known: u32, payouts: u32| json!({ "new": new, "known": known, "payouts": payouts, "possible_duplicates": [], "lines_without_movement": [] });
        assert_eq!(done, counts(5, 0, 1));
        let more = format!("{rows}2026-03-06,1,otro,\n");
        assert_eq!(import(&app, &market, rows).await.ok(), counts(0, 5, 0));
        assert_eq!(import(&app, &market, &more).await.ok(), counts(1, 5, 0));
        let bad = import(&app, &market, "2026-03-07,1,bueno,\n2026-13-07,x,malo,\n").await;
        bad.assert_refusal(422, "statement_invalid");
        assert_eq!(bad.body["errors"][0]["pointer"], "line 3/amount");
        assert_eq!(lines(&app).await.len(), 6, "nothing of a bad file is imported");
        let waiting = app.get(&market.finance, "/staff/bank-lines?state=unmatched&limit=2").await.ok();
        assert_eq!(waiting.as_array().unwrap().len(), 2);
        let all = app.get(&market.finance, "/staff/bank-lines?state=unmatched").await.ok();
        assert_eq!(all.as_array().unwrap().len(), 6, "a payout that is not known waits for a person");
        app.get(&market.staff, "/staff/bank-lines").await.assert_refusal(403, "forbidden");
        let json = app.send(&market.finance, Method::POST, "/staff/bank-statements", Some(json!({})), None).await;
        assert_eq!(json.status, 415);
    }
);

both!(
    async fn two_nodes_import_one_statement_once(app: TestApp) {
        let other = app.other_node().await;
        let file = format!("{HEADER}2026-03-04,1,a,\n2026-03-04,1,a,\n2026-03-04,2,b,\n");
        let import = |node: App| {
            let rows = payments::read_bank_statement(
                file.as_bytes(),
                entities::values::Currency::Clp,
                "2026-03-10".parse().unwrap(),
            )
            .unwrap()
            .rows;
            async move {
                let mut tx = node.begin(Actor::System).await.unwrap();
                let done = payments::import_bank_lines(&mut tx, rows).await.unwrap();
                tx.commit().await.unwrap();
                done.new
            }
        };
        let done = join_all([import(app.app.clone()), import(other)]).await;
        assert_eq!(done.iter().sum::<usize>(), 3);
        assert_eq!(lines(&app).await.len(), 3);
    }
);

both!(
    async fn a_bank_line_is_suggested_matched_and_allocated(app: TestApp) {
        let market = Market::open(&app).await;
        let invoices = two_invoices(&app, &market).await;
        assert_eq!(invoices.iter().map(|i| i.total.0).collect::<Vec<_>>(), TOTALS);
        assert_eq!(exposure(&app, &market).await, TOTALS.iter().sum::<i64>());
        import(&app, &market, "2026-03-05,30000,TRANSF facturas 2,Organización lodge\n").await.ok();
        let line = lines(&app).await[0].id;
        let path = format!("/staff/bank-lines/{line}");
        let suggestions = app.get(&market.finance, &format!("{path}/suggestions")).await.ok();
        assert_eq!(suggestions[0]["buyer_code"], "LODGE");
        assert_eq!(suggestions[0]["evidence"], json!(["invoice_number", "name"]));
        assert_eq!(suggestions[0]["allocations"], json!([part(invoices[1].id, TOTALS[1]), part(invoices[0].id, 309)]));

        let body = json!({ "buyer_id": market.lodge.id.to_string(), "allocations": [part(invoices[1].id, TOTALS[1])] });
        let too_much =
            json!({ "buyer_id": market.lodge.id.to_string(), "allocations": [part(invoices[1].id, 30_001)] });
        let matched = format!("{path}/match");
        app.post(&market.finance, &matched, too_much).await.assert_refusal(409, "more_than_received");
        let foreign = json!({ "buyer_id": market.shop.id.to_string(), "allocations": [part(invoices[1].id, 1)] });
        app.post(&market.finance, &matched, foreign).await.assert_refusal(409, "not_of_buyer");
        let payment = app.post(&market.finance, &matched, body.clone()).await.ok();
        assert_eq!(payment["unallocated"]["amount"], 30_000 - TOTALS[1]);
        app.post(&market.finance, &matched, body).await.assert_refusal(409, "line_taken");
        assert_eq!(self::invoices(&app).await[1].state, InvoiceState::Paid);
        assert_eq!(exposure(&app, &market).await, TOTALS.iter().sum::<i64>() - 30_000);

        // What was paid too much is allocated to the other invoice later.
        let rest = app.get(&market.finance, "/staff/payments?unallocated=true").await.ok();
        let id = rest[0]["id"].as_str().unwrap();
        let more = format!("/staff/payments/{id}/allocations");
        let body = json!({ "allocations": [part(invoices[0].id, 310)] });
        app.post(&market.finance, &more, body).await.assert_refusal(409, "more_than_received");
        let body = json!({ "allocations": [part(invoices[0].id, 309)] });
        let now = app.post(&market.finance, &more, body).await.ok();
        assert_eq!((now["unallocated"]["amount"].as_i64(), now["allocations"].as_array().unwrap().len()), (Some(0), 2));
        assert_eq!(self::invoices(&app).await[0].state, InvoiceState::PartlyPaid);
        assert_eq!(
            exposure(&app, &market).await,
            TOTALS.iter().sum::<i64>() - 30_000,
            "it fell when the money was received"
        );
        let mine = app.get(&market.lodge.user, "/buyer/payments").await.ok();
        assert_eq!(mine[0]["id"], id);
        assert_eq!(app.get(&market.shop.user, "/buyer/payments").await.ok(), json!([]));
        app.run_jobs().await;
        app.assert_no_violations().await;
    }
);

async fn match_line(
    app: App,
    line: BankLineId,
    market: &Market,
    parts: Vec<InvoiceAllocation>,
) -> Result<PaymentId, String> {
    let mut tx = app.begin(Actor::System).await.unwrap();
    let payment =
        payments::match_bank_line(&mut tx, line, market.lodge.id, parts).await.map_err(|p| p.code().to_owned())?;
    tx.commit().await.map_err(|p| p.code().to_owned())?;
    Ok(payment.id)
}

both!(
    async fn two_people_match_one_line_and_one_wins(app: TestApp) {
        let market = Market::open(&app).await;
        let invoices = two_invoices(&app, &market).await;
        import(&app, &market, "2026-03-05,20000,abono,\n2026-03-05,20000,abono,\n").await.ok();
        let all = lines(&app).await;
        let other = app.other_node().await;
        let parts = |amount| vec![InvoiceAllocation { invoice_id: invoices[1].id, amount: Amount(amount) }];
        let nodes = [app.app.clone(), other.clone()];
        let tries = nodes.iter().map(|node| match_line(node.clone(), all[0].id, &market, parts(10_000)));
        let done = join_all(tries).await;
        assert_eq!(done.iter().filter(|d| d.is_ok()).count(), 1, "{done:?}");
        assert!(done.iter().any(|d| d.as_ref().is_err_and(|code| code == "line_taken")), "{done:?}");

        // The other line and the rest of the first payment race for the last of the invoice.
        let first = *done.iter().flatten().next().unwrap();
        let open = TOTALS[1] - 10_000;
        let allocate = async {
            let mut tx = other.begin(Actor::System).await.unwrap();
            let rest = parts(10_000);
            payments::allocate_payment(&mut tx, first, &rest).await.map_err(|p| p.code().to_owned())?;
            tx.commit().await.map_err(|p| p.code().to_owned())
        };
        let second = match_line(app.app.clone(), all[1].id, &market, parts(open));
        let (allocated, matched) = futures_util::future::join(allocate, second).await;
        assert!(allocated.is_ok() != matched.is_ok(), "{allocated:?} {matched:?}");
        let tx = app.app.read(Actor::System).await.unwrap();
        let paid = payment_allocation::Entity::find().all(tx.db()).await.unwrap();
        let sum: i64 = paid.iter().map(|p| p.amount.0).sum();
        drop(tx);
        assert_eq!(self::invoices(&app).await[1].paid.0, sum);
        app.run_jobs().await;
        app.assert_no_violations().await;
    }
);

both!(
    async fn a_payment_recorded_by_hand_is_not_recorded_twice(app: TestApp) {
        let market = Market::open(&app).await;
        let invoices = two_invoices(&app, &market).await;
        let mut body = json!({ "buyer_id": market.lodge.id.to_string(), "method": "transfer", "received_on": "2026-04-30",
            "amount": { "amount": TOTALS[0], "currency": "CLP" }, "allocations": [part(invoices[0].id, TOTALS[0])] });
        app.post(&market.finance, "/staff/payments", body.clone()).await.assert_refusal(409, "received_in_future");
        body["received_on"] = json!("2026-03-05");
        body["amount"]["currency"] = json!("USD");
        app.post(&market.finance, "/staff/payments", body.clone()).await.assert_refusal(409, "other_currency");
        body["amount"]["currency"] = json!("CLP");
        let key = || Some(("idempotency-key", "una vez".to_owned()));
        let record = || app.send(&market.finance, Method::POST, "/staff/payments", Some(body.clone()), key());
        let payment = record().await.ok();
        assert_eq!(record().await.ok()["id"], payment["id"], "the same request again has the same response");
        import(&app, &market, &format!("2026-03-05,{},abono,\n2026-03-05,1,abono,\n", TOTALS[0])).await.ok();
        let all = lines(&app).await;
        let link = |line: usize| format!("/staff/bank-lines/{}/link", all[line].id);
        let body = json!({ "payment_id": payment["id"] });
        app.post(&market.finance, &link(1), body.clone()).await.assert_refusal(409, "amounts_differ");
        for _ in 0..2 {
            assert_eq!(app.post(&market.finance, &link(0), body.clone()).await.ok()["state"], "matched");
        }
        let fee = json!({ "kind": "bank_fee" });
        app.post(&market.finance, &format!("/staff/bank-lines/{}/name", all[0].id), fee)
            .await
            .assert_refusal(409, "line_taken");
        let tx = app.app.read(Actor::System).await.unwrap();
        assert_eq!(payment::Entity::find().all(tx.db()).await.unwrap().len(), 1);
        drop(tx);
        assert_eq!(exposure(&app, &market).await, TOTALS[1]);
        app.assert_no_violations().await;
    }
);
