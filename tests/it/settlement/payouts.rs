//! Payouts through the API: each state, and what it refuses.

use std::collections::HashSet;

use chrono::{NaiveDate, TimeDelta};
use entities::{
    settlement::payout,
    values::{BankFileFormat, PayoutBatchId, Role, WorkshopId},
};
use minga::{platform::unit_of_work::Actor, settlement};
use poem::http::Method;
use proptest::{prelude::*, strategy::ValueTree, test_runner::TestRunner};
use sea_orm::EntityTrait;
use serde_json::{Value, json};
use uuid::Uuid;

use super::steps::{export_batch, import_transfers, issue_statements, pay, set_accounts};
use crate::support::{TestApp, both, market::Market, people::TestUser};

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
        app.post(&market.finance, &confirm, on(1)).await.assert_refusal(409, "confirmed_in_future");
        let held = app.get(&market.finance, &path).await.ok();
        assert_eq!(held["payouts"][0]["state"], "exported", "nothing was booked");
        let done = app.post(&market.finance, &confirm, on(0)).await.ok();
        assert_eq!(done["payouts"][0]["state"], "confirmed");
    }
);

/// A batch with its payouts, over the API.
async fn detail(app: &TestApp, market: &Market, batch: PayoutBatchId) -> Value {
    app.get(&market.finance, &format!("/staff/payout-batches/{batch}")).await.ok()
}

/// A market whose two workshops have one statement each, and accounts.
async fn stated(app: &TestApp) -> Market {
    let market = Market::open(app).await;
    set_accounts(app, &market).await;
    market.delivered(app, &[(&market.lodge, &[("miel", 20)])]).await;
    app.run_jobs().await;
    pay(app, market.lodge.id, 100).await;
    issue_statements(app).await;
    market
}

both!(
    async fn a_payout_that_was_not_carried_out_is_paid_once_by_another(app: TestApp) {
        let market = stated(&app).await;
        let batch = export_batch(&app, &market).await;
        let sent = detail(&app, &market, batch).await;
        let id = sent["payouts"][0]["id"].as_str().unwrap().to_owned();
        let today = json!({ "confirmed_on": app.now().date_naive().to_string() });
        app.post(&market.finance, &format!("/staff/payouts/{id}/fail"), json!({ "reason": "cuenta cerrada" }))
            .await
            .ok();
        let again = export_batch(&app, &market).await;
        let confirm = format!("/staff/payouts/{id}/confirm");
        app.post(&market.finance, &confirm, today.clone()).await.assert_refusal(409, "payout_failed");
        let paid = detail(&app, &market, again).await;
        assert_eq!(paid["payouts"].as_array().unwrap().len(), 1);
        assert_eq!(paid["payouts"][0]["statement_id"], sent["payouts"][0]["statement_id"]);
        let other = format!("/staff/payouts/{}/confirm", paid["payouts"][0]["id"].as_str().unwrap());
        app.post(&market.finance, &other, today.clone()).await.ok();
        app.post(&market.finance, &confirm, today).await.assert_refusal(409, "payout_failed");
        // The bank's line of the transfer that failed confirms nothing either: it waits for a person.
        import_transfers(&app, batch, 1).await;
        assert_eq!(detail(&app, &market, batch).await["payouts"][0]["state"], "failed");
    }
);

both!(
    async fn a_transfer_that_the_bank_sends_back_is_payable_again(app: TestApp) {
        let market = stated(&app).await;
        let batch = export_batch(&app, &market).await;
        let sent = detail(&app, &market, batch).await;
        let id = sent["payouts"][0]["id"].as_str().unwrap().to_owned();
        let path = format!("/staff/payouts/{id}/return");
        let today = app.now().date_naive();
        let on = |day: NaiveDate| json!({ "returned_on": day.to_string(), "reason": "cuenta no existe" });
        app.post(&market.finance, &path, on(today)).await.assert_refusal(409, "payout_not_confirmed");
        import_transfers(&app, batch, 0).await;
        app.post(&market.finance, &path, on(today + TimeDelta::days(1)))
            .await
            .assert_refusal(409, "returned_on_impossible");
        app.post(&market.finance, &path, on(today - TimeDelta::days(1)))
            .await
            .assert_refusal(409, "returned_on_impossible");
        let returned = app.post(&market.finance, &path, on(today)).await.ok();
        assert_eq!(returned["payouts"][0]["state"], "returned");
        assert_eq!(returned["batch"]["state"], "confirmed");
        let fail = format!("/staff/payouts/{id}/fail");
        app.post(&market.finance, &fail, json!({ "reason": "x" })).await.assert_refusal(409, "payout_returned");
        let again = detail(&app, &market, export_batch(&app, &market).await).await;
        assert_eq!(again["payouts"][0]["amount"], sent["payouts"][0]["amount"]);
        assert_eq!(again["payouts"].as_array().unwrap().len(), 1);
        // The same by lines of the bank statement, which finance names.
        let id = again["payouts"][0]["id"].as_str().unwrap();
        import_transfers(&app, again["batch"]["id"].as_str().unwrap().parse::<Uuid>().unwrap().into(), 0).await;
        let amount = again["payouts"][0]["amount"]["amount"].as_i64().unwrap();
        for (amount, refusal) in [(amount + 1, Some("payout_amount_differs")), (amount, None)] {
            let csv = format!("booked_on,amount,reference\n{today},{amount},ABONO DEVUELTO\n");
            let finance = app.staff_client(Role::Finance).await;
            finance.post_csv("/staff/bank-statements", csv).await.ok();
            let lines = finance.get("/staff/bank-lines?state=unmatched").await.ok();
            let is_it = |line: &&Value| line["amount"]["amount"] == amount;
            let line = lines.as_array().unwrap().iter().find(is_it).unwrap()["id"].as_str().unwrap().to_owned();
            let path = format!("/staff/bank-lines/{line}/name");
            let named = finance.post(&path, json!({ "kind": "payout", "payout_id": id })).await;
            match refusal {
                Some(code) => assert_eq!(named.refusal(), (409, code)),
                None => assert_eq!(named.ok()["state"], "matched"),
            }
        }
        let path = format!("/staff/payout-batches/{}", again["batch"]["id"].as_str().unwrap());
        let seen = app.get(&market.finance, &path).await.ok();
        assert_eq!((&seen["payouts"][0]["state"], seen["payouts"][0]["id"].as_str()), (&json!("returned"), Some(id)));
    }
);

both!(
    async fn a_batch_is_refused_or_cancelled_until_it_is_exported(app: TestApp) {
        let market = stated(&app).await;
        let prepare = || app.post(&market.finance, "/staff/payout-batches", json!({ "format": "pain001" }));
        let first = prepare().await.ok()["batch"]["id"].as_str().unwrap().to_owned();
        let reason = json!({ "reason": "la cuenta de Ana cambió" });
        let path = |id: &str, what: &str| format!("/staff/payout-batches/{id}/{what}");
        let second = app.staff(Role::Admin).await;
        let refused = app.post(&second, &path(&first, "cancel"), reason.clone()).await.ok();
        assert_eq!(refused["batch"]["state"], "cancelled");
        assert_eq!(refused["batch"]["cancellation"], reason["reason"]);
        assert_eq!(refused["payouts"][0]["state"], "cancelled");
        app.post(&second, &path(&first, "approve"), Value::Null).await.assert_refusal(409, "batch_cancelled");
        app.post(&second, &path(&first, "export"), Value::Null).await.assert_refusal(409, "batch_cancelled");
        // Prepared again, approved and cancelled: the statements are free a third time.
        let again = prepare().await.ok()["batch"]["id"].as_str().unwrap().to_owned();
        app.post(&second, &path(&again, "approve"), Value::Null).await.ok();
        app.post(&second, &path(&again, "cancel"), reason.clone()).await.ok();
        let batch = export_batch(&app, &market).await.to_string();
        app.post(&second, &path(&batch, "cancel"), reason.clone()).await.assert_refusal(409, "batch_exported");
    }
);

both!(
    async fn a_bank_file_is_exported_again_byte_for_byte(app: TestApp) {
        // 23:30 of the second of March in Coyhaique is the third in UTC.
        app.advance(TimeDelta::hours(14) + TimeDelta::minutes(30));
        let market = stated(&app).await;
        let batch = export_batch(&app, &market).await;
        let export = async || {
            let mut tx = app.app.begin(Actor::System).await.unwrap();
            let file = settlement::export_payout_batch(&mut tx, batch).await.unwrap();
            tx.commit().await.unwrap();
            file
        };
        let first = export().await;
        let local = app.now().with_timezone(&app.app.installation.time_zone).date_naive();
        assert_ne!(local, app.now().date_naive());
        assert!(first.content.contains(&format!("<Dt>{local}</Dt>")), "{}", first.content);
        assert!(first.content.contains(&format!("<CreDtTm>{local}T23:30:00-03:00</CreDtTm>")), "{}", first.content);
        app.advance(TimeDelta::days(3));
        let mut tx = app.app.begin(Actor::System).await.unwrap();
        let account = settlement::NewPayoutAccount {
            bank_code: "016".into(),
            account_number: "111".into(),
            holder_name: "Otra cuenta".into(),
            holder_tax_id: "12.345.678-5".into(),
        };
        settlement::upsert_payout_account(&mut tx, account).await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!(export().await, first);
    }
);

both!(
    async fn a_batch_is_to_be_paid_on_the_day_of_its_first_export(app: TestApp) {
        let market = stated(&app).await;
        let mut tx = app.app.begin(Actor::System).await.unwrap();
        let (one, other) = (market.finance.person, market.staff.person);
        let batch = settlement::create_payout_batch(&mut tx, one, BankFileFormat::Pain001).await.unwrap().batch.id;
        settlement::approve_payout_batch(&mut tx, other, batch).await.unwrap();
        tx.commit().await.unwrap();
        let export = async || {
            let mut tx = app.app.begin(Actor::System).await.unwrap();
            let file = settlement::export_payout_batch(&mut tx, batch).await.unwrap();
            tx.commit().await.unwrap();
            file.content
        };
        app.advance(TimeDelta::days(3));
        let monday = app.now().with_timezone(&app.app.installation.time_zone).date_naive();
        let first = export().await;
        assert!(first.contains(&format!("<Dt>{monday}</Dt>")), "{first}");
        app.advance(TimeDelta::days(7));
        assert_eq!(export().await, first, "a later day needs a new batch");
        let finance = app.staff(Role::Finance).await;
        let seen = app.get(&finance, &format!("/staff/payout-batches/{batch}")).await.ok();
        assert_eq!(seen["batch"]["execution_on"], json!(monday));
    }
);

both!(
    async fn whatever_is_done_to_payouts_in_whatever_order_the_books_agree(app: TestApp) {
        let market = stated(&app).await;
        let second = app.staff(Role::Admin).await;
        let mut runner = TestRunner::deterministic();
        let steps = prop::collection::vec((0_usize..7, 0_usize..8), 160).new_tree(&mut runner).unwrap().current();
        let mut states = HashSet::new();
        for (step, which) in steps {
            let batches = app.get(&market.finance, "/staff/payout-batches").await.ok();
            let batches: Vec<String> =
                batches.as_array().unwrap().iter().map(|row| row["id"].as_str().unwrap().to_owned()).collect();
            // The newest batch, or at times one before it.
            let batch = batches.get(if which == 7 { 1 } else { 0 }).or(batches.first()).cloned().unwrap_or_default();
            let payout = match batch.as_str() {
                "" => String::new(),
                id => {
                    let rows = app.get(&market.finance, &format!("/staff/payout-batches/{id}")).await.ok();
                    let rows = rows["payouts"].as_array().unwrap().clone();
                    rows[which % rows.len()]["id"].as_str().unwrap().to_owned()
                }
            };
            let today = app.now().date_naive().to_string();
            let (path, body) = match step {
                0 => ("/staff/payout-batches".to_owned(), json!({ "format": "nomina_bci" })),
                1 => (format!("/staff/payout-batches/{batch}/approve"), Value::Null),
                2 => (format!("/staff/payout-batches/{batch}/export"), Value::Null),
                3 if which == 0 => (format!("/staff/payout-batches/{batch}/cancel"), json!({ "reason": "r" })),
                3 | 4 => (format!("/staff/payouts/{payout}/confirm"), json!({ "confirmed_on": today })),
                5 => (format!("/staff/payouts/{payout}/fail"), json!({ "reason": "r" })),
                _ => (format!("/staff/payouts/{payout}/return"), json!({ "returned_on": today, "reason": "r" })),
            };
            let who = if step == 0 { &market.finance } else { &second };
            let status = app.post(who, &path, body).await.status;
            assert!([200, 201, 400, 404, 405, 409].contains(&status), "{path}: {status}");
            app.assert_no_violations().await;
            let tx = app.app.read(Actor::System).await.unwrap();
            let payouts = payout::Entity::find().all(tx.db()).await.unwrap();
            states.extend(payouts.into_iter().map(|row| row.state.word()));
        }
        assert!(states.len() >= 6, "the steps reached {states:?} only");
    }
);

/// Enters an account of a workshop as somebody of finance, over the API.
async fn enter_account(app: &TestApp, who: &TestUser, workshop: WorkshopId, number: &str) {
    let path = format!("/staff/workshops/{workshop}/bank-account");
    let read = app.get(who, &path).await;
    let body = json!({
        "bank_code": "012", "account_kind": "sight", "account_number": number,
        "holder_name": "Ana", "holder_tax_id": "12.345.678-5",
    });
    let version = read.etag.clone().expect("a version");
    app.send(who, Method::PUT, &path, Some(body), Some(("if-match", version))).await.ok();
}

both!(
    async fn a_batch_to_a_new_account_is_approved_by_a_third_person_after_a_second_confirmed_it(app: TestApp) {
        let market = stated(&app).await;
        let second = app.staff(Role::Admin).await;
        let prepare = || app.post(&market.finance, "/staff/payout-batches", json!({ "format": "pain001" }));
        let old = prepare().await.ok()["batch"]["id"].as_str().unwrap().to_owned();
        enter_account(&app, &second, market.ana.workshop, "5555666677").await;
        let path = |id: &str, what: &str| format!("/staff/payout-batches/{id}{what}");
        app.post(&second, &path(&old, "/approve"), Value::Null).await.assert_refusal(409, "account_changed_since");
        app.post(&second, &path(&old, "/cancel"), json!({ "reason": "otra cuenta" })).await.ok();
        let batch = prepare().await.ok();
        let row =
            batch["payouts"].as_array().unwrap().iter().find(|row| row["account"]["account_number"] == "5555666677");
        let row = row.expect("the approver sees the account");
        assert_eq!(
            (&row["awaits_confirmation"], &row["account"]["holder_tax_id"]),
            (&json!(true), &json!("12345678-5"))
        );
        let id = batch["batch"]["id"].as_str().unwrap().to_owned();
        // A third person, who neither prepared the batch nor entered the account.
        let third = async || {
            let mut tx = app.app.begin(Actor::System).await.unwrap();
            let batch = id.parse::<Uuid>().unwrap().into();
            let approved = settlement::approve_payout_batch(&mut tx, market.staff.person, batch).await;
            if approved.is_ok() {
                tx.commit().await.unwrap();
            }
            approved.map_err(|problem| problem.code())
        };
        app.post(&second, &path(&id, "/approve"), Value::Null).await.assert_refusal(409, "account_changed_by_approver");
        let confirm = format!("/staff/workshops/{}/bank-account/confirm", market.ana.workshop);
        app.post(&second, &confirm, Value::Null).await.assert_refusal(409, "own_account_change");
        assert_eq!(third().await.err(), Some("account_unconfirmed"));
        app.post(&market.finance, &confirm, Value::Null).await.ok();
        assert_eq!(third().await.ok(), Some(true));
    }
);

both!(
    async fn an_account_of_more_than_seven_days_needs_no_second_person(app: TestApp) {
        let market = stated(&app).await;
        let second = app.staff(Role::Admin).await;
        enter_account(&app, &market.finance, market.ana.workshop, "5555666677").await;
        app.advance(TimeDelta::days(7));
        let batch = app.post(&market.finance, "/staff/payout-batches", json!({ "format": "pain001" })).await.ok();
        let approve = format!("/staff/payout-batches/{}/approve", batch["batch"]["id"].as_str().unwrap());
        app.post(&second, &approve, Value::Null).await.ok();
    }
);

both!(
    async fn a_bank_line_that_was_no_payout_is_taken_back(app: TestApp) {
        let market = stated(&app).await;
        let batch = export_batch(&app, &market).await;
        import_transfers(&app, batch, 0).await;
        let confirmed = detail(&app, &market, batch).await;
        let payouts = confirmed["payouts"].as_array().unwrap().clone();
        assert!(payouts.iter().all(|payout| payout["state"] == "confirmed"));
        assert_eq!(confirmed["batch"]["state"], "confirmed");
        let finance = &market.finance;
        let lines = app.get(finance, "/staff/bank-lines?state=matched").await.ok();
        let shows = |line: &&Value, id: &Value, kind: &str| line["payout_id"] == *id && line["kind"] == kind;
        let find = |lines: &Value, id: &Value, kind: &str| -> String {
            let found = lines.as_array().unwrap().iter().find(|line| shows(line, id, kind)).unwrap();
            found["id"].as_str().unwrap().to_owned()
        };
        let (id, amount) = (&payouts[0]["id"], payouts[0]["amount"]["amount"].as_i64().unwrap());
        let line = find(&lines, id, "payout");
        let undo = |line: &str| format!("/staff/bank-lines/{line}/undo");
        let reason = json!({ "reason": "Era otro traspaso" });
        app.post(&market.staff, &undo(&line), reason.clone()).await.assert_refusal(403, "forbidden");
        let undone = app.post_with_key(finance, "undo-1", &undo(&line), reason.clone()).await.ok();
        assert_eq!(undone["state"], "unmatched");
        // The same request again changes nothing.
        app.post_with_key(finance, "undo-1", &undo(&line), reason.clone()).await.ok();
        app.post(finance, &undo(&line), reason.clone()).await.assert_refusal(409, "line_not_matched");
        let now = detail(&app, &market, batch).await;
        assert_eq!((&now["payouts"][0]["state"], &now["batch"]["state"]), (&json!("exported"), &json!("exported")));
        assert_eq!(now["payouts"][1]["state"], "confirmed");
        app.assert_no_violations().await;

        // It is confirmed again by the line after all, is returned, and the return was none either.
        let name = |line: &str| format!("/staff/bank-lines/{line}/name");
        let body = json!({ "kind": "payout", "payout_id": id });
        app.post(finance, &name(&line), body.clone()).await.ok();
        assert_eq!(detail(&app, &market, batch).await["batch"]["state"], "confirmed");
        let today = app.now().date_naive();
        let csv = format!("booked_on,amount,reference\n{today},{amount},ABONO\n");
        app.post_csv(finance, "/staff/bank-statements", csv).await.ok();
        let received = app.get(finance, "/staff/bank-lines?state=unmatched").await.ok()[0]["id"].clone();
        let received = received.as_str().unwrap().to_owned();
        app.post(finance, &name(&received), body.clone()).await.ok();
        assert_eq!(detail(&app, &market, batch).await["payouts"][0]["state"], "returned");
        app.post(finance, &undo(&line), reason.clone()).await.assert_refusal(409, "payout_returned");
        app.post(finance, &undo(&received), reason.clone()).await.ok();
        let now = detail(&app, &market, batch).await;
        assert_eq!((&now["payouts"][0]["state"], &now["payouts"][0]["failure"]), (&json!("confirmed"), &Value::Null));
        app.assert_no_violations().await;

        // Once its statement is paid by another batch, the return stays.
        app.post(finance, &name(&received), body).await.ok();
        export_batch(&app, &market).await;
        app.post(finance, &undo(&received), reason).await.assert_refusal(409, "statement_paid_again");
        assert_eq!(detail(&app, &market, batch).await["payouts"][0]["state"], "returned");
        app.run_jobs().await;
    }
);
