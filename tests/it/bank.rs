//! The bank account: every line is named and posted, matches are undone, payments are reversed, balances are refunded,
//! and the ledger agrees with the bank statement.

use chrono::TimeDelta;
use entities::{
    buyers::buyer,
    invoicing::invoice,
    payments::{bank_line, payment},
    settlement::payable,
    values::{BankLineState, InvoiceState, PaymentId},
};
use futures_util::future::join_all;
use minga::{
    payments,
    platform::{app::App, unit_of_work::Actor},
    settlement,
};
use sea_orm::{EntityTrait, QueryOrder};
use serde_json::{Value, json};

use crate::support::{TestApp, api_client::ApiResponse, both, market::Market};

const HEADER: &str = "booked_on,amount,reference,counterparty\n";

async fn import(app: &TestApp, market: &Market, rows: &str) -> ApiResponse {
    app.post_csv(&market.finance, "/staff/bank-statements", format!("{HEADER}{rows}")).await
}

async fn lines(app: &TestApp) -> Vec<bank_line::Model> {
    let tx = app.app.read(Actor::System).await.unwrap();
    bank_line::Entity::find().order_by_asc(bank_line::Column::Id).all(tx.db()).await.unwrap()
}

async fn invoices(app: &TestApp) -> Vec<invoice::Model> {
    let tx = app.app.read(Actor::System).await.unwrap();
    invoice::Entity::find().order_by_asc(invoice::Column::Number).all(tx.db()).await.unwrap()
}

async fn exposure(app: &TestApp, market: &Market) -> i64 {
    let tx = app.app.read(Actor::System).await.unwrap();
    buyer::Entity::find_by_id(market.lodge.id).one(tx.db()).await.unwrap().unwrap().exposure.0
}

async fn balance(app: &TestApp, market: &Market, account: &str) -> i64 {
    let all = app.get(&market.finance, "/staff/ledger/balances").await.ok();
    let found = all.as_array().unwrap().iter().find(|row| row["account"] == account);
    found.map_or(0, |row| row["balance"]["amount"].as_i64().unwrap())
}

async fn reconciliation(app: &TestApp, market: &Market) -> Value {
    app.get(&market.finance, "/staff/bank-reconciliation").await.ok()
}

fn clp(amount: i64) -> Value {
    json!({ "amount": amount, "currency": "CLP" })
}

fn part(invoice: &invoice::Model, amount: i64) -> Value {
    json!({ "invoice_id": invoice.id.to_string(), "amount": clp(amount) })
}

/// Records a payment by hand that covers these parts of invoices; the rest stays unallocated.
async fn record(app: &TestApp, market: &Market, amount: i64, parts: Vec<Value>) -> PaymentId {
    let body = json!({ "buyer_id": market.lodge.id.to_string(), "method": "transfer", "received_on": "2026-03-04",
        "amount": clp(amount), "allocations": parts });
    let made = app.post(&market.finance, "/staff/payments", body).await.ok();
    PaymentId(made["id"].as_str().unwrap().parse().unwrap())
}

/// One invoice of the lodge: 5 jars at 4,990 and VAT.
async fn invoiced(app: &TestApp, market: &Market) -> invoice::Model {
    market.delivered(app, &[(&market.lodge, &[("miel", 5)])]).await;
    app.run_jobs().await;
    app.advance(TimeDelta::minutes(1));
    invoices(app).await.pop().unwrap()
}

const TOTAL: i64 = 29_691;

both!(
    async fn every_bank_line_is_named_and_the_ledger_agrees(app: TestApp) {
        let market = Market::open(&app).await;
        let body = json!({ "kind": "opening", "balance_on": "2026-02-28", "amount": clp(100_000) });
        let record = |body: Value| app.post(&market.finance, "/staff/bank-balances", body);
        record(body).await.ok();
        // A correction of the opening balance posts the difference.
        record(json!({ "kind": "opening", "balance_on": "2026-02-28", "amount": clp(120_000) })).await.ok();
        let future = json!({ "kind": "closing", "balance_on": "2027-03-31", "amount": clp(1) });
        record(future).await.assert_refusal(409, "balance_in_future");
        assert_eq!(balance(&app, &market, "assets:bank").await, 120_000);
        let rows = "2026-02-20,-90,comisión,\n2026-02-20,15,intereses,\n2026-02-20,-50000,traspaso,\n\
                    2026-02-20,-7000,PAGO MG0123456789ABCD,Taller\n2026-02-20,300,abono,\n";
        import(&app, &market, rows).await.ok();
        let all = lines(&app).await;
        assert!(all.iter().all(|line| line.state == BankLineState::Unmatched), "an unknown payout waits too");
        let absurd = import(&app, &market, "2062-03-31,5,abono,\n").await;
        absurd.assert_refusal(422, "statement_invalid");
        assert_eq!(absurd.body["errors"][0]["pointer"], "line 2/booked_on");
        assert_eq!(absurd.body["errors"][0]["code"], "date_out_of_span");

        let act = |verb: &str, line: usize| format!("/staff/bank-lines/{}/{verb}", all[line].id);
        for (line, kind) in [(0, "bank_fee"), (1, "interest"), (2, "own_transfer"), (3, "own_transfer")] {
            let body = json!({ "kind": kind, "note": "según la cartola" });
            app.post(&market.staff, &act("name", line), body.clone()).await.assert_refusal(403, "forbidden");
            let named = app.post(&market.finance, &act("name", line), body.clone()).await.ok();
            assert_eq!((&named["state"], &named["kind"]), (&json!("matched"), &json!(kind)));
            app.post(&market.finance, &act("name", line), body).await.assert_refusal(409, "line_taken");
        }
        let incomplete = app.post(&market.finance, &act("name", 4), json!({ "kind": "refund" })).await;
        incomplete.assert_refusal(422, "bank_line_name_incomplete");
        assert_eq!(balance(&app, &market, "assets:bank").await, 120_000 - 90 + 15 - 50_000 - 7_000);
        assert_eq!(balance(&app, &market, "expenses:bank_fees").await, 90);
        let unknown = reconciliation(&app, &market).await;
        assert_eq!((unknown.get("closing_balance"), &unknown["is_reconciled"]), (None, &json!(false)));
        let closing = json!({ "kind": "closing", "balance_on": "2026-02-28", "amount": clp(63_225) });
        app.post(&market.finance, "/staff/bank-balances", closing).await.ok();
        let now = reconciliation(&app, &market).await;
        assert_eq!(now["unmatched_lines"], json!({ "count": 1, "amount": clp(300) }));
        assert_eq!((&now["unexplained"], &now["is_reconciled"]), (&clp(0), &json!(false)));
        app.assert_no_violations().await;

        // The fourth was no transfer of its own: the name is undone, posted in reverse, and the line waits again.
        let reason = json!({ "reason": "No es nuestra cuenta" });
        let undone = app.post(&market.finance, &act("undo", 3), reason.clone()).await.ok();
        assert_eq!((&undone["state"], undone.get("kind")), (&json!("unmatched"), None));
        app.post(&market.finance, &act("undo", 3), reason).await.assert_refusal(409, "line_not_matched");
        let now = reconciliation(&app, &market).await;
        assert_eq!(now["unmatched_lines"], json!({ "count": 2, "amount": clp(-6_700) }));
        assert_eq!((&now["unexplained"], &now["ledger_balance"]), (&clp(0), &clp(69_925)));
        app.post(&market.finance, &act("name", 3), json!({ "kind": "bank_fee" })).await.ok();
        app.post(&market.finance, &act("name", 4), json!({ "kind": "interest" })).await.ok();
        assert_eq!(reconciliation(&app, &market).await["is_reconciled"], true);
        // A closing balance that nothing explains is shown.
        let closing = json!({ "kind": "closing", "balance_on": "2026-03-01", "amount": clp(63_000) });
        app.post(&market.finance, "/staff/bank-balances", closing).await.ok();
        assert_eq!(reconciliation(&app, &market).await["unexplained"], clp(-225));
        app.assert_no_violations().await;
    }
);

both!(
    async fn a_statement_with_balances_closes_itself(app: TestApp) {
        let market = Market::open(&app).await;
        let path = "/staff/bank-statements";
        let header = "booked_on,amount,reference,balance\n";
        let post = |rows: &str| app.post_csv(&market.finance, path, format!("{header}{rows}"));
        let opening = json!({ "kind": "opening", "balance_on": "2026-02-01", "amount": clp(1_000) });
        app.post(&market.finance, "/staff/bank-balances", opening).await.ok();
        post("2026-02-10,-90,comisión,910\n2026-02-12,40,intereses,960\n")
            .await
            .assert_refusal(422, "balances_do_not_add_up");
        assert!(lines(&app).await.is_empty(), "nothing of it is imported");
        // The bank lists the newest first.
        let rows = "2026-02-12,500,efectivo,1410\n2026-02-10,-90,comisión,910\n";
        let done = post(rows).await.ok();
        assert_eq!((&done["new"], &done["closing_balance"]), (&json!(2), &clp(1_410)));
        post(rows).await.ok();
        let now = reconciliation(&app, &market).await;
        assert_eq!((&now["closing_balance"], &now["unexplained"]), (&clp(1_410), &clp(0)));
        let all = lines(&app).await;
        let name = |line: usize| format!("/staff/bank-lines/{}/name", all[line].id);
        let deposit = json!({ "kind": "cash_deposit", "note": "venta de existencias" });
        let cash = all.iter().position(|line| line.amount.0 == 500).unwrap();
        app.post(&market.finance, &name(1 - cash), deposit.clone()).await.assert_refusal(409, "not_received");
        app.post(&market.finance, &name(cash), deposit).await.ok();
        app.post(&market.finance, &name(1 - cash), json!({ "kind": "bank_fee" })).await.ok();
        assert_eq!(balance(&app, &market, "assets:cash").await, -500);
        assert_eq!(balance(&app, &market, "assets:bank").await, 1_410);
        assert_eq!(reconciliation(&app, &market).await["is_reconciled"], true);
        let undo = format!("/staff/bank-lines/{}/undo", all[cash].id);
        app.post(&market.finance, &undo, json!({ "reason": "Era un traspaso" })).await.ok();
        assert_eq!(balance(&app, &market, "assets:cash").await, 0);
        app.assert_no_violations().await;
    }
);

both!(
    async fn a_payment_recorded_wrongly_is_reversed_once(app: TestApp) {
        let market = Market::open(&app).await;
        let invoice = invoiced(&app, &market).await;
        assert_eq!(invoice.total.0, TOTAL);
        import(&app, &market, "2026-03-05,29691,abono,\n").await.ok();
        let line = lines(&app).await[0].id;
        let matched = format!("/staff/bank-lines/{line}/match");
        let body = json!({ "buyer_id": market.lodge.id.to_string(), "allocations": [part(&invoice, TOTAL)] });
        let made = app.post(&market.finance, &matched, body).await.ok();
        // Its makers are told of it on statements before it turns out to be wrong.
        let mut tx = app.app.begin(Actor::System).await.unwrap();
        assert_eq!(settlement::issue_statements(&mut tx).await.unwrap().issued.len(), 2);
        tx.commit().await.unwrap();
        let path = format!("/staff/payments/{}/reverse", made["id"].as_str().unwrap());
        let reason = json!({ "reason": "Era de otro comprador" });
        app.post(&market.staff, &path, reason.clone()).await.assert_refusal(403, "forbidden");
        let reversed = app.post(&market.finance, &path, reason.clone()).await.ok();
        assert_eq!(reversed["reversal_reason"], "Era de otro comprador");
        assert_eq!(reversed["unallocated"], clp(0));
        app.post(&market.finance, &path, reason).await.assert_refusal(409, "payment_reversed");
        let now = invoices(&app).await.remove(0);
        assert_eq!((now.paid.0, now.state), (0, InvoiceState::Issued));
        assert_eq!(exposure(&app, &market).await, TOTAL);
        assert_eq!(balance(&app, &market, "assets:bank").await, 0);
        let net: i64 = {
            let tx = app.app.read(Actor::System).await.unwrap();
            payable::Entity::find()
                .all(tx.db())
                .await
                .unwrap()
                .iter()
                .map(|row| row.net.0 + row.vat.0 + row.additional_tax.0)
                .sum()
        };
        assert_eq!(net, 0, "what was payable is taken back, on the next statements");
        app.assert_no_violations().await;
        // The line waits, and is matched with whom it was from.
        assert_eq!(lines(&app).await[0].state, BankLineState::Unmatched);
        let body = json!({ "buyer_id": market.shop.id.to_string(), "allocations": [] });
        app.post(&market.finance, &matched, body).await.ok();
        // Undoing the match of a payment that it created reverses it.
        let undo = format!("/staff/bank-lines/{line}/undo");
        app.post(&market.finance, &undo, json!({ "reason": "Tampoco" })).await.ok();
        // A payment recorded by hand stays when its line is undone.
        let by_hand = record(&app, &market, TOTAL, vec![part(&invoice, TOTAL)]).await;
        let link = format!("/staff/bank-lines/{line}/link");
        app.post(&market.finance, &link, json!({ "payment_id": by_hand.to_string() })).await.ok();
        app.post(&market.finance, &undo, json!({ "reason": "Es otro abono" })).await.ok();
        assert_eq!(invoices(&app).await[0].state, InvoiceState::Paid);
        let now = reconciliation(&app, &market).await;
        assert_eq!(now["payments_without_line"], json!({ "count": 1, "amount": clp(TOTAL) }));
        app.run_jobs().await;
        app.assert_no_violations().await;
    }
);

both!(
    async fn what_was_paid_too_much_is_refunded(app: TestApp) {
        let market = Market::open(&app).await;
        let invoice = invoiced(&app, &market).await;
        let payment = record(&app, &market, 40_000, vec![part(&invoice, TOTAL)]).await;
        let rest = 40_000 - TOTAL;
        let path = format!("/staff/payments/{payment}");
        let refunds = format!("{path}/refunds");
        let ask = |amount: i64| app.post(&market.finance, &refunds, json!({ "amount": clp(amount) }));
        ask(rest + 1).await.assert_refusal(409, "more_than_received");
        let first = ask(1_000).await.ok();
        let cancel = format!("/staff/refunds/{}/cancel", first["id"].as_str().unwrap());
        assert_eq!(app.post(&market.finance, &cancel, Value::Null).await.ok()["state"], "cancelled");
        app.post(&market.finance, &cancel, Value::Null).await.assert_refusal(409, "refund_settled");
        assert_eq!(exposure(&app, &market).await, -rest);
        let refund = ask(rest).await.ok();
        assert_eq!(exposure(&app, &market).await, 0);
        let mine = app.get(&market.lodge.user, "/buyer/payments").await.ok();
        assert_eq!((&mine[0]["unallocated"], &mine[0]["refunded"]), (&clp(0), &clp(rest)));
        assert_eq!(balance(&app, &market, "liabilities:refunds").await, -rest);
        app.assert_no_violations().await;
        app.post(&market.finance, &format!("{path}/reverse"), json!({ "reason": "x" }))
            .await
            .assert_refusal(409, "payment_refunded");

        import(&app, &market, &format!("2026-03-05,-{rest},devolución,\n2026-03-05,-5,otro,\n")).await.ok();
        let all = lines(&app).await;
        let name = |line: usize| format!("/staff/bank-lines/{}/name", all[line].id);
        let body = json!({ "kind": "refund", "refund_id": refund["id"] });
        app.post(&market.finance, &name(1), body.clone()).await.assert_refusal(409, "amounts_differ");
        app.post(&market.finance, &name(0), body.clone()).await.ok();
        app.post(&market.finance, &name(1), body.clone()).await.assert_refusal(409, "refund_settled");
        let listed = app.get(&market.finance, "/staff/refunds?state=paid").await.ok();
        assert_eq!((&listed[0]["id"], &listed[0]["paid_on"]), (&refund["id"], &json!("2026-03-05")));
        assert_eq!(balance(&app, &market, "liabilities:refunds").await, 0);
        assert_eq!(balance(&app, &market, "assets:bank").await, 40_000 - rest);
        app.assert_no_violations().await;
        let undo = format!("/staff/bank-lines/{}/undo", all[0].id);
        app.post(&market.finance, &undo, json!({ "reason": "Era otra" })).await.ok();
        assert_eq!(balance(&app, &market, "liabilities:refunds").await, -rest);
        app.run_jobs().await;
        app.assert_no_violations().await;
    }
);

both!(
    async fn of_two_reversals_at_once_one_wins(app: TestApp) {
        let market = Market::open(&app).await;
        let invoice = invoiced(&app, &market).await;
        let payment = record(&app, &market, TOTAL + 500, vec![part(&invoice, TOTAL - 500)]).await;
        let nodes = [app.app.clone(), app.other_node().await];
        let reverse = |node: App| async move {
            let mut tx = node.begin(Actor::System).await.unwrap();
            payments::reverse_payment(&mut tx, payment, "dos veces").await.map_err(|p| p.code().to_owned())?;
            tx.commit().await.map_err(|p| p.code().to_owned())
        };
        let done = join_all(nodes.iter().map(|node| reverse(node.clone()))).await;
        assert_eq!(done.iter().filter(|result| result.is_ok()).count(), 1, "{done:?}");
        assert!(done.iter().any(|result| result.as_ref().is_err_and(|code| code == "payment_reversed")), "{done:?}");
        let tx = app.app.read(Actor::System).await.unwrap();
        assert!(payment::Entity::find().all(tx.db()).await.unwrap().iter().all(|p| p.reversed_at.is_some()));
        drop(tx);
        assert_eq!(exposure(&app, &market).await, TOTAL);
        app.run_jobs().await;
        app.assert_no_violations().await;
    }
);

both!(
    async fn a_payment_that_the_bank_takes_back_is_owed_again(app: TestApp) {
        let market = Market::open(&app).await;
        let invoice = invoiced(&app, &market).await;
        let rows = "2026-03-03,29691,cheque 33,\n2026-03-04,29691,otro abono,\n2026-03-05,-29691,CHEQUE DEVUELTO,\n";
        import(&app, &market, rows).await.ok();
        let all = lines(&app).await;
        let act = |verb: &str, line: usize| format!("/staff/bank-lines/{}/{verb}", all[line].id);
        let post = async |path: String, body: Value| app.post(&market.finance, &path, body).await;
        let suggested = async || app.get(&market.finance, &act("returned-payments", 2)).await.ok();
        assert_eq!(suggested().await, json!([]));
        let pays = json!({ "buyer_id": market.lodge.id.to_string(), "allocations": [part(&invoice, TOTAL)] });
        let payment = post(act("match", 0), pays).await.ok();
        let other = json!({ "buyer_id": market.shop.id.to_string(), "allocations": [] });
        let later = post(act("match", 1), other).await.ok();
        // No name tells which; the latest comes first.
        let found = suggested().await;
        assert_eq!((&found[0]["id"], &found[1]["id"]), (&later["id"], &payment["id"]));

        let named = |payment: &Value| json!({ "kind": "payment_return", "payment_id": payment["id"] });
        post(act("name", 1), named(&payment)).await.assert_refusal(409, "line_taken");
        let by_hand = record(&app, &market, TOTAL, vec![]).await;
        let without_line = json!({ "kind": "payment_return", "payment_id": by_hand.to_string() });
        post(act("name", 2), without_line).await.assert_refusal(409, "payment_without_line");
        post(format!("/staff/payments/{by_hand}/reverse"), json!({ "reason": "dos veces" })).await.ok();

        let line = post(act("name", 2), named(&payment)).await.ok();
        assert_eq!(
            (&line["state"], &line["kind"], &line["payment_id"]),
            (&json!("matched"), &json!("payment_return"), &payment["id"])
        );
        assert_eq!(lines(&app).await[0].state, BankLineState::Matched, "the money did reach the account");
        let reversed =
            app.get(&market.finance, &format!("/staff/payments/{}", payment["id"].as_str().unwrap())).await.ok();
        assert_eq!(reversed["reversal_reason"], "2026-03-05 CHEQUE DEVUELTO");
        assert_eq!(invoices(&app).await[0].state, InvoiceState::Issued);
        assert_eq!(exposure(&app, &market).await, TOTAL);
        assert_eq!(balance(&app, &market, "assets:bank").await, TOTAL);
        assert_eq!(reconciliation(&app, &market).await["unexplained"], clp(0));
        app.run_jobs().await;
        app.assert_no_violations().await;
        post(act("undo", 0), json!({ "reason": "x" })).await.assert_refusal(409, "payment_reversed");

        // It was another payment: both lines wait again, and the right one is taken back.
        let undone = post(act("undo", 2), json!({ "reason": "Era el otro abono" })).await.ok();
        assert_eq!(undone["state"], "unmatched");
        assert_eq!(lines(&app).await[0].state, BankLineState::Unmatched);
        assert_eq!(reconciliation(&app, &market).await["unexplained"], clp(0));
        let pays = json!({ "buyer_id": market.lodge.id.to_string(), "allocations": [part(&invoice, TOTAL)] });
        post(act("match", 0), pays).await.ok();
        post(act("name", 2), named(&later)).await.ok();
        assert_eq!(invoices(&app).await[0].state, InvoiceState::Paid);
        app.run_jobs().await;
        app.assert_no_violations().await;
    }
);
