//! Corrections of prices: credit notes without units, and debit notes, which are owed and paid as invoices are.

use chrono::TimeDelta;
use entities::{
    buyers::buyer,
    invoicing::invoice,
    settlement::pool,
    values::{InvoiceId, InvoiceKind, ProductId, Role},
};
use minga::{platform::unit_of_work::Actor, settlement};
use sea_orm::{EntityTrait, QueryOrder};
use serde_json::{Value, json};

use crate::support::{
    TestApp, both,
    market::{Market, price},
    people::TestUser,
};

const BASKET: &[(&str, i64)] = &[("miel", 10), ("licor", 4), ("libro", 3)];

async fn documents(app: &TestApp) -> Vec<invoice::Model> {
    let tx = app.app.read(Actor::System).await.unwrap();
    invoice::Entity::find().order_by_asc(invoice::Column::Id).all(tx.db()).await.unwrap()
}

/// One invoice of the lodge, and the paths of its corrections.
async fn invoiced(app: &TestApp, market: &Market) -> invoice::Model {
    market.delivered(app, &[(&market.lodge, BASKET)]).await;
    app.run_jobs().await;
    app.advance(TimeDelta::minutes(1));
    documents(app).await.pop().unwrap()
}

fn clp(amount: i64) -> Value {
    json!({ "amount": amount, "currency": "CLP" })
}

fn credit_path(id: &str) -> String {
    format!("/staff/invoices/{id}/credit-notes")
}

fn debit_path(id: InvoiceId) -> String {
    format!("/staff/invoices/{id}/debit-notes")
}

/// The lines of a document, by the product's position in the basket.
async fn lines(app: &TestApp, market: &Market, id: InvoiceId) -> Vec<Value> {
    let detail = app.get(&market.finance, &format!("/staff/invoices/{id}")).await.ok();
    let all = detail["lines"].as_array().unwrap();
    BASKET.iter().map(|(_, units)| all.iter().find(|line| line["quantity"] == *units).unwrap().clone()).collect()
}

async fn pool_of(app: &TestApp, product: ProductId) -> pool::Model {
    let tx = app.app.read(Actor::System).await.unwrap();
    let all = pool::Entity::find().all(tx.db()).await.unwrap();
    all.into_iter().find(|pool| pool.product_id == product).unwrap()
}

async fn exposure(app: &TestApp, market: &Market) -> i64 {
    let tx = app.app.read(Actor::System).await.unwrap();
    buyer::Entity::find_by_id(market.lodge.id).one(tx.db()).await.unwrap().unwrap().exposure.0
}

async fn pay(app: &TestApp, market: &Market, id: &str, amount: i64) -> Value {
    let body = json!({ "buyer_id": market.lodge.id.to_string(), "method": "transfer",
        "received_on": app.now().date_naive().to_string(), "amount": clp(amount),
        "allocations": [{ "invoice_id": id, "amount": clp(amount) }] });
    app.post(&market.finance, "/staff/payments", body).await.ok()
}

both!(
    async fn a_price_is_credited_without_units(app: TestApp) {
        let market = Market::open(&app).await;
        let invoice = invoiced(&app, &market).await;
        let path = credit_path(&invoice.id.to_string());
        let line = lines(&app, &market, invoice.id).await[0]["id"].clone();
        let whole = 10 * price("miel");
        let body = |part: Value, cause: Option<&str>| {
            let mut line = json!({ "invoice_line_id": line });
            line.as_object_mut().unwrap().extend(part.as_object().unwrap().clone());
            let mut body = json!({ "code": "amounts", "reason": "Precio acordado", "lines": [line] });
            if let Some(cause) = cause {
                body["cause"] = json!(cause);
            }
            body
        };
        let amount = |amount: i64| json!({ "amount": clp(amount) });
        let post = |body: Value| app.post(&market.finance, &path, body);
        post(body(json!({}), None)).await.assert_refusal(409, "credit_lines");
        post(body(json!({ "amount": clp(5), "quantity": 1 }), None)).await.assert_refusal(409, "credit_lines");
        post(body(amount(whole + 1), None)).await.assert_refusal(409, "credit_too_much");
        post(body(amount(0), None)).await.assert_refusal(409, "amount_invalid");
        post(body(amount(5), Some("goods"))).await.assert_refusal(409, "credit_lines");
        post(body(json!({ "quantity": 1 }), Some("discount"))).await.assert_refusal(409, "credit_lines");
        app.post(&market.staff, &path, body(amount(5), None)).await.assert_refusal(403, "forbidden");

        // The invoice is paid: what the discount leaves is the buyer's.
        pay(&app, &market, &invoice.id.to_string(), invoice.total.0).await;
        let before = pool_of(&app, market.products["miel"]).await;
        let note = post(body(amount(10_000), Some("discount"))).await.ok();
        assert_eq!((&note["net"], &note["tax"], &note["total"]), (&clp(10_000), &clp(1_900), &clp(11_900)));
        assert_eq!((&note["reference_cause"], &note["lines"][0]["quantity"]), (&json!("discount"), &json!(0)));
        let after = pool_of(&app, market.products["miel"]).await;
        assert_eq!((before.net.0 - after.net.0, before.paid_net.0 - after.paid_net.0), (10_000, 10_000));
        assert_eq!(exposure(&app, &market).await, -11_900);
        let mine = app.get(&market.lodge.user, "/buyer/payments").await.ok();
        assert_eq!(mine[0]["unallocated"], clp(11_900));
        // A unit that is returned now is worth what it costs after the discount; and the rest can be annulled.
        let unit = post(body(json!({ "quantity": 1 }), None)).await.ok();
        assert_eq!(unit["net"], clp(price("miel") - 1_000));
        let rest = post(json!({ "code": "annul", "reason": "Todo" })).await.ok();
        assert_eq!(rest["net"]["amount"].as_i64(), Some(invoice.net.0 - 10_000 - (price("miel") - 1_000)));
        post(body(amount(1), None)).await.assert_refusal(409, "credit_too_much");
        app.run_jobs().await;
        app.assert_no_violations().await;
    }
);

both!(
    async fn a_debit_note_is_owed_and_paid_as_an_invoice(app: TestApp) {
        let market = Market::open(&app).await;
        let invoice = invoiced(&app, &market).await;
        pay(&app, &market, &invoice.id.to_string(), invoice.total.0).await;
        {
            let mut tx = app.app.begin(Actor::System).await.unwrap();
            settlement::issue_statements(&mut tx).await.unwrap();
            tx.commit().await.unwrap();
        }
        let path = debit_path(invoice.id);
        let line = lines(&app, &market, invoice.id).await[0]["id"].clone();
        let body = json!({ "cause": "price", "reason": "Faltó el alza de marzo",
            "lines": [{ "invoice_line_id": line, "amount": clp(2_000) }] });
        app.post(&market.staff, &path, body.clone()).await.assert_refusal(403, "forbidden");
        let post = |body: Value| app.post(&market.finance, &path, body);
        post(json!({ "cause": "price", "reason": "x" })).await.assert_refusal(409, "debit_lines");
        post(json!({ "cause": "goods", "reason": "x" })).await.assert_refusal(409, "debit_lines");
        post(json!({ "cause": "late_interest", "reason": "x" })).await.assert_refusal(409, "amount_invalid");
        let before = pool_of(&app, market.products["miel"]).await;
        let note = app.post_with_key(&market.finance, "debit-1", &path, body.clone()).await.ok();
        let again = app.post_with_key(&market.finance, "debit-1", &path, body).await.ok();
        assert_eq!(again["id"], note["id"], "the same request again creates no second note");
        assert_eq!((&note["name"], &note["kind"]), (&json!("ND-1"), &json!("debit_note")));
        assert_eq!((&note["total"], &note["open"]), (&clp(2_380), &clp(2_380)));
        assert_eq!((&note["payment"]["reference"], &note["payment"]["amount"]), (&json!("ND-1"), &clp(2_380)));
        assert_eq!(exposure(&app, &market).await, 2_380);
        let after = pool_of(&app, market.products["miel"]).await;
        assert_eq!((after.net.0 - before.net.0, after.paid_net.0 - before.paid_net.0), (2_000, 0));
        let statement = app.get(&market.lodge.user, "/buyer/account-statement").await.ok();
        assert_eq!(statement["open_invoices"], clp(2_380));
        assert!(statement["lines"].as_array().unwrap().iter().any(|line| line["kind"] == "debit_note"));
        app.run_jobs().await;
        app.assert_no_violations().await;

        // It is paid, reaches the makers, and falls due like an invoice.
        let id = note["id"].as_str().unwrap();
        app.get(&market.lodge.user, &format!("/buyer/invoices/{id}/pdf")).await;
        pay(&app, &market, id, 1_380).await;
        let paid = pool_of(&app, market.products["miel"]).await;
        assert!(paid.paid_net > after.paid_net, "the makers get their part of it");
        let waits = app.get(&market.finance, &format!("/staff/invoices/{}", invoice.id)).await.ok();
        assert_eq!(waits["debit_notes"][0]["open"], clp(1_000));
        // A wrong one is corrected by a credit note.
        let annul = json!({ "code": "annul", "reason": "No correspondía" });
        let credited = app.post(&market.finance, &credit_path(id), annul).await.ok();
        assert_eq!(credited["total"], clp(2_380));
        assert_eq!(exposure(&app, &market).await, -1_380, "what was paid of it is the buyer's");
        app.post(
            &market.finance,
            &debit_path(InvoiceId(id.parse().unwrap())),
            json!({ "cause": "late_interest",
            "reason": "x", "amount": clp(1) }),
        )
        .await
        .assert_refusal(409, "not_debitable");
        app.run_jobs().await;
        app.assert_no_violations().await;
    }
);

both!(
    async fn late_interest_is_spread_over_what_is_left_of_the_lines(app: TestApp) {
        let market = Market::open(&app).await;
        let invoice = invoiced(&app, &market).await;
        let all = lines(&app, &market, invoice.id).await;
        let body = json!({ "code": "amounts", "reason": "Con espuma",
            "lines": [{ "invoice_line_id": all[0]["id"], "quantity": 10 }] });
        app.post(&market.finance, &credit_path(&invoice.id.to_string()), body).await.ok();
        app.advance(TimeDelta::days(40));
        let finance = app.staff(Role::Finance).await;
        let body = json!({ "cause": "late_interest", "reason": "Pagó 40 días tarde", "amount": clp(200) });
        let note = app.post(&finance, &debit_path(invoice.id), body).await.ok();
        assert_eq!((&note["net"], note["lines"].as_array().unwrap().len()), (&clp(200), 2));
        // The liquor's additional tax is none of its interest.
        assert!(note["taxes"].as_array().unwrap().iter().all(|tax| tax["code"] == "vat"));
        let notes: Vec<InvoiceKind> = documents(&app).await.into_iter().map(|document| document.kind).collect();
        assert_eq!(notes, [InvoiceKind::Invoice, InvoiceKind::CreditNote, InvoiceKind::DebitNote]);
        app.run_jobs().await;
        app.assert_no_violations().await;
    }
);

both!(
    async fn late_interest_is_offered_and_charged_once(app: TestApp) {
        let market = Market::open(&app).await;
        let invoice = invoiced(&app, &market).await;
        let path = format!("/staff/invoices/{}", invoice.id);
        assert_eq!(app.get(&market.finance, &path).await.ok().get("late_charge"), None, "it is not due yet");
        let early = json!({ "cause": "late_interest", "reason": "Ley 21.131", "amount": clp(1) });
        app.post(&market.finance, &debit_path(invoice.id), early).await.assert_refusal(409, "interest_too_much");
        let rate = json!({ "effective_from": "2026-01-01", "annual_bps": 3_650 });
        app.post(&market.staff, "/staff/interest-rates", rate.clone()).await.assert_refusal(403, "forbidden");
        app.post(&market.finance, "/staff/interest-rates", rate).await.ok();
        let rates = app.get(&market.finance, "/staff/interest-rates").await.ok();
        assert_eq!(rates[0]["annual_bps"], 3_650);
        let mut other = json!({ "effective_from": "2026-01-01", "annual_bps": 9_000 });
        app.post(&market.finance, "/staff/interest-rates", other.clone())
            .await
            .assert_refusal(409, "rate_of_day_exists");
        other["replaces"] = json!(true);
        app.post(&market.finance, "/staff/interest-rates", other).await.ok();
        let right = json!({ "effective_from": "2026-01-01", "annual_bps": 3_650, "replaces": true });
        app.post(&market.finance, "/staff/interest-rates", right).await.ok();
        app.advance(TimeDelta::days(40));
        app.run_jobs().await;
        // The sessions have expired.
        let finance = app.staff(Role::Finance).await;
        let lodge = TestUser { bearer: app.sign_in(market.lodge.user.person).await, ..market.lodge.user };
        let late = (app.now().date_naive() - invoice.due_on.unwrap()).num_days();
        let rounded = |numerator: i64, denominator: i64| (numerator + denominator / 2) / denominator;
        // A tenth of a percent for each day, and one percent once.
        let interest = rounded(invoice.total.0 * late, 1_000);
        let commission = rounded(invoice.total.0, 100);
        let offered = app.get(&finance, &path).await.ok()["late_charge"].clone();
        assert_eq!((&offered["interest"], &offered["commission"]), (&clp(interest), &clp(commission)));
        let mine = app.get(&lodge, "/buyer/account-statement").await.ok();
        assert_eq!(mine["late_charges"], clp(interest + commission));
        assert_eq!(mine["closing_balance"], clp(invoice.total.0), "it is not owed before it is charged");
        let charge = |amount: i64| json!({ "cause": "late_interest", "reason": "Ley 21.131", "amount": clp(amount) });
        let debit = debit_path(invoice.id);
        app.post(&finance, &debit, charge(interest + commission + 1)).await.assert_refusal(409, "interest_too_much");
        app.post(&finance, &debit, charge(interest + commission)).await.ok();
        assert_eq!(app.get(&finance, &path).await.ok().get("late_charge"), None, "it is charged until today");
        app.post(&finance, &debit, charge(1)).await.assert_refusal(409, "interest_too_much");
        app.advance(TimeDelta::days(10));
        let finance = app.staff(Role::Finance).await;
        let again = app.get(&finance, &path).await.ok()["late_charge"].clone();
        let of_ten_days = rounded(invoice.total.0 * 10, 1_000);
        assert_eq!((&again["interest"], &again["commission"]), (&clp(of_ten_days), &clp(0)));
        app.post(&finance, &debit, charge(of_ten_days + 1)).await.assert_refusal(409, "interest_too_much");
        app.post(&finance, &debit, charge(of_ten_days)).await.ok();
        app.run_jobs().await;
        app.assert_no_violations().await;
    }
);
