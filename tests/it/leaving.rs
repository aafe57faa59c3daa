//! Workshops that leave the group and people who are disabled or lose roles: what is open is listed and decided first.

use chrono::{Days, NaiveDate, TimeDelta};
use entities::{
    certification::certificate,
    values::{BankFileFormat, CertificateId, Role},
};
use minga::{certification, platform::unit_of_work::Actor, settlement};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};
use serde_json::{Value, json};

use crate::{
    settlement::steps::{issue_statements, pay, set_accounts},
    support::{TestApp, api_client::ApiResponse, both, market::Market},
};

/// Gives a workshop its last day.
async fn leave(app: &TestApp, market: &Market, last: NaiveDate, query: &str) -> ApiResponse {
    let staff = app.person_client(market.staff.person).await;
    let path = format!("/staff/workshops/{}", market.ana.workshop);
    let read = staff.get(&path).await;
    let tag = read.tag();
    let detail = read.ok();
    let profile = json!({
        "name": detail["workshop"]["name"], "tax_status": detail["tax_status"], "left_on": last,
    });
    staff.put(&format!("{path}{query}"), &tag, profile).await
}

/// The lengths of the lists of a refusal.
fn counts(refused: &ApiResponse, lists: &[&str]) -> Vec<usize> {
    refused.assert_refusal(409, refused.refusal().1);
    lists.iter().map(|list| refused.body["params"][*list].as_array().unwrap().len()).collect()
}

async fn withdraw_certificates(app: &TestApp, market: &Market) {
    let mut tx = app.app.begin(Actor::System).await.unwrap();
    let own = certificate::Entity::find().filter(certificate::Column::WorkshopId.eq(market.ana.workshop));
    let ids: Vec<CertificateId> = own.all(tx.db()).await.unwrap().into_iter().map(|row| row.id).collect();
    for id in ids {
        certification::withdraw(&mut tx, id, "Deja el grupo").await.unwrap();
    }
    tx.commit().await.unwrap();
}

both!(
    async fn open_business_is_decided_before_a_workshop_leaves(app: TestApp) {
        let market = Market::open(&app).await;
        let lists = ["quotas", "goods", "certificates"];
        let cycle = market.frozen(&app, &[(&market.lodge, &[("miel", 10)])]).await;
        let today = app.now().date_naive();
        let refused = leave(&app, &market, today, "?debts_stay=true").await;
        assert_eq!(refused.refusal(), (409, "workshop_business_open"));
        assert_eq!(counts(&refused, &lists), [1, 0, 3]);
        assert!(refused.body["params"]["quotas"][0].as_str().unwrap().starts_with("Ñam miel · "), "{}", refused.body);

        // Goods that are not invoiced yet, then money that nobody has paid.
        market.receive(&app, cycle).await;
        let later = today.checked_add_days(Days::new(60)).unwrap();
        let refused = leave(&app, &market, later, "").await;
        assert_eq!((refused.refusal().1, counts(&refused, &lists)), ("workshop_business_open", vec![0, 1, 3]));
        market.deliver(&app, cycle).await;
        app.run_jobs().await;
        let refused = leave(&app, &market, later, "").await;
        assert_eq!(counts(&refused, &lists), [0, 0, 3]);
        assert!(refused.body["params"]["unpaid"]["amount"].as_i64().unwrap() > 0, "{}", refused.body);
        let left = leave(&app, &market, later, "?debts_stay=true").await.ok();
        assert_eq!(left["workshop"]["left_on"], json!(later));

        // From its last day on nothing certifies it any more, and what it earned stays readable to its people.
        app.advance(TimeDelta::days(30));
        let today = app.now().date_naive();
        let refused = leave(&app, &market, today, "?debts_stay=true").await;
        assert_eq!((refused.refusal().1, counts(&refused, &lists)), ("workshop_business_open", vec![0, 0, 3]));
        withdraw_certificates(&app, &market).await;
        leave(&app, &market, today, "?debts_stay=true").await.ok();
        app.advance(TimeDelta::days(1));
        pay(&app, market.lodge.id, 100).await;
        issue_statements(&app).await;
        let producer = app.person_client(market.ana.user.person).await;
        assert_eq!(producer.get("/producer/statements").await.ok().as_array().unwrap().len(), 1);
    }
);

both!(
    async fn what_nobody_else_could_do_is_decided_before_a_person_goes(app: TestApp) {
        let market = Market::open(&app).await;
        let admin = app.staff_client(Role::Admin).await;
        let lists = ["organisations", "payout_batches", "write_offs", "bank_accounts"];
        let of = |person| format!("/staff/people/{person}");
        let roles = |organisation| json!({ "organisation_id": organisation, "roles": [] });

        // The only person of a buyer.
        let lodge = &market.lodge.user;
        let path = of(lodge.person);
        let refused = admin.post(&format!("{path}/disable"), Value::Null).await;
        assert_eq!((refused.refusal(), counts(&refused, &lists)), ((409, "person_business_open"), vec![1, 0, 0, 0]));
        let refused = admin.put_without_if_match(&format!("{path}/roles"), roles(lodge.organisation)).await;
        assert_eq!((refused.refusal(), counts(&refused, &lists)), ((409, "person_business_open"), vec![1, 0, 0, 0]));
        assert!(admin.get(&path).await.ok()["disabled_at"].is_null(), "nothing has changed");
        admin.post(&format!("{path}/disable?leave_open=true"), Value::Null).await.ok();

        // The only person who may approve what the other one has prepared.
        let cycle = market.received(&app, &[(&market.shop, &[("miel", 10)])]).await;
        set_accounts(&app, &market).await;
        market.deliver(&app, cycle).await;
        app.advance(TimeDelta::days(31));
        app.run_jobs().await;
        pay(&app, market.shop.id, 100).await;
        issue_statements(&app).await;
        let by = admin.user.as_ref().unwrap().person;
        let admin = app.person_client(by).await;
        let mut tx = app.app.begin(Actor::System).await.unwrap();
        settlement::create_payout_batch(&mut tx, by, BankFileFormat::Pain001).await.unwrap();
        tx.commit().await.unwrap();
        let path = of(market.finance.person);
        let refused = admin.post(&format!("{path}/disable"), Value::Null).await;
        assert_eq!((refused.refusal(), counts(&refused, &lists)), ((409, "person_business_open"), vec![0, 1, 0, 0]));
        let refused = admin.put_without_if_match(&format!("{path}/roles"), roles(market.finance.organisation)).await;
        assert_eq!(counts(&refused, &lists), [0, 1, 0, 0]);
        // With another one who may approve it, it is nobody's last chance.
        let other = json!({ "organisation_id": market.staff.organisation, "roles": ["staff", "finance"] });
        admin.put_without_if_match(&format!("{}/roles", of(market.staff.person)), other).await.ok();
        admin.post(&format!("{path}/disable"), Value::Null).await.ok();
    }
);
