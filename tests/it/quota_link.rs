//! The quota link of a mail: its holder reads and answers the quotas of a workshop in one cycle until the deadline, and
//! can do nothing else.

use chrono::TimeDelta;
use entities::{
    allocation::{quota, quota_link},
    notifications::message,
    platform::{audit_entry, job},
    values::{CycleId, MessageKind, QuotaState, Role, WorkshopId},
};
use minga::{
    allocation::{self, QuotaAnswer},
    platform::{http::etag::IfMatch, unit_of_work::Actor},
};
use poem::http::Method;
use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder};
use serde_json::{Value, json};

use crate::{
    callers,
    notifications::{english, published, text_of},
    support::{TestApp, api_client::ApiResponse, both, market::Market, people::TestUser},
};

const ANA: &str = "admin.u01@ejemplo.cl";

/// The holder of the link that was mailed to `reader`.
async fn holder(app: &TestApp, market: &Market, reader: &str) -> TestUser {
    let mail = text_of(app, MessageKind::QuotasPublished, reader).await;
    let (_, secret) = mail.split_once("http://minga.example/encargo#").expect("a link");
    let secret = secret.split_whitespace().next().unwrap();
    let (person, organisation) = (market.ana.user.person, market.ana.user.organisation);
    TestUser { person, organisation, bearer: format!("Bearer {secret}") }
}

async fn request(app: &TestApp, holder: &TestUser) -> ApiResponse {
    app.get(holder, "/quota-link").await
}

async fn post_json(app: &TestApp, holder: &TestUser, quota: &Value, verb: &str, body: Option<Value>) -> ApiResponse {
    let path = format!("/quota-link/quotas/{}/{verb}", quota["id"].as_str().unwrap());
    let version = format!("\"v{}\"", quota["version"]);
    app.send(holder, Method::POST, &path, body, Some(("if-match", version))).await
}

async fn quotas(app: &TestApp, workshop: WorkshopId) -> Vec<quota::Model> {
    let tx = app.app.read(Actor::System).await.unwrap();
    let found = quota::Entity::find().filter(quota::Column::WorkshopId.eq(workshop)).order_by_asc(quota::Column::Id);
    found.all(tx.db()).await.unwrap()
}

/// Every row that reading the page could have changed.
async fn state(app: &TestApp) -> (Vec<quota::Model>, Vec<quota_link::Model>, [u64; 3]) {
    let tx = app.app.read(Actor::System).await.unwrap();
    let quotas = quota::Entity::find().order_by_asc(quota::Column::Id).all(tx.db()).await.unwrap();
    let links = quota_link::Entity::find().order_by_asc(quota_link::Column::Id).all(tx.db()).await.unwrap();
    let audit = audit_entry::Entity::find().count(tx.db()).await.unwrap();
    let jobs = job::Entity::find().count(tx.db()).await.unwrap();
    let messages = message::Entity::find().count(tx.db()).await.unwrap();
    (quotas, links, [audit, jobs, messages])
}

async fn open(app: &TestApp) -> (Market, CycleId, TestUser) {
    let market = Market::open(app).await;
    let cycle = published(app, &market).await;
    app.run_jobs().await;
    let holder = holder(app, &market, ANA).await;
    (market, cycle, holder)
}

both!(
    async fn a_link_shows_its_quotas_and_looking_changes_nothing(app: TestApp) {
        let (market, cycle, holder) = open(&app).await;
        let before = state(&app).await;
        let page = request(&app, &holder).await.ok();
        assert_eq!((page["workshop_name"].as_str(), page["language"].as_str()), (Some("Taller U01"), Some("es")));
        assert_eq!(page["cycle_id"], json!(cycle));
        let own = quotas(&app, market.ana.workshop).await;
        let shown: Vec<&str> = page["quotas"].as_array().unwrap().iter().map(|q| q["id"].as_str().unwrap()).collect();
        assert_eq!(shown, own.iter().map(|q| q.id.to_string()).collect::<Vec<_>>());
        assert_eq!(page["standing"]["name"], "Taller U01");
        assert!(page["standing"]["bound_by"].is_string() && page["standing"]["ratio_after"].is_number(), "{page}");
        assert_eq!(page["group"].as_array().unwrap().len(), 2);
        for _ in 0..3 {
            assert_eq!(request(&app, &holder).await.ok(), page);
        }
        assert_eq!(state(&app).await, before);
        // The secret is only in the mail.
        let secret = holder.bearer.strip_prefix("Bearer ").unwrap();
        assert!(before.1.iter().all(|link| link.token_hash != secret));
        let tx = app.app.read(Actor::System).await.unwrap();
        let messages = message::Entity::find().all(tx.db()).await.unwrap();
        assert!(messages.iter().all(|m| !format!("{m:?}").contains(secret)));
    }
);

both!(
    async fn an_answer_by_link_is_recorded_for_its_person(app: TestApp) {
        let (market, _, holder) = open(&app).await;
        let page = request(&app, &holder).await.ok();
        let [first, second] = &page["quotas"].as_array().unwrap()[..] else { panic!("two quotas: {page}") };
        let accepted = post_json(&app, &holder, first, "accept", None).await.ok();
        assert_eq!(accepted["state"], "accepted");
        post_json(&app, &holder, first, "accept", None).await.ok();
        let less = second["lots"].as_i64().unwrap() - 1;
        let amended =
            post_json(&app, &holder, second, "amend", Some(json!({ "lots": less, "reason": "Se quebró la olla" })));
        assert_eq!(amended.await.ok()["lots"], less);
        let more =
            post_json(&app, &holder, second, "amend", Some(json!({ "lots": less + 5, "reason": "Mejor más" }))).await;
        more.assert_refusal(412, "stale");
        let now = request(&app, &holder).await.ok()["quotas"][1].clone();
        let more =
            post_json(&app, &holder, &now, "amend", Some(json!({ "lots": less + 5, "reason": "Mejor más" }))).await;
        more.assert_refusal(409, "amend_upward");
        let declined = post_json(&app, &holder, &now, "decline", Some(json!({ "reason": "No alcanzo" }))).await.ok();
        assert_eq!(declined["state"], "declined");
        assert!(quotas(&app, market.ana.workshop).await.iter().all(|q| q.answered_by == Some(market.ana.user.person)));
        let tx = app.app.read(Actor::System).await.unwrap();
        let entries = audit_entry::Entity::find().filter(audit_entry::Column::SubjectKind.eq("quota"));
        let entries = entries.filter(audit_entry::Column::Actor.eq("link")).all(tx.db()).await.unwrap();
        let mut actions: Vec<&str> = entries.iter().map(|e| e.action.as_str()).filter(|a| *a != "published").collect();
        actions.sort();
        assert_eq!(actions, ["accepted", "amended", "declined"]);
        assert!(entries.iter().all(|e| e.person_id == Some(market.ana.user.person)));
        drop(tx);
        app.run_jobs().await;
        app.assert_no_violations().await;
    }
);

both!(
    async fn a_link_can_do_nothing_else(app: TestApp) {
        let (market, cycle, holder) = open(&app).await;
        let client = app.client();
        for endpoint in
            callers::endpoints().into_iter().filter(|endpoint| !matches!(endpoint.caller, "anyone" | "quota-link"))
        {
            for header in ["authorization", "cookie"] {
                let value = match header {
                    "cookie" => holder.bearer.replace("Bearer ", "minga_session="),
                    _ => holder.bearer.clone(),
                };
                let request = client.request(endpoint.method.clone(), &endpoint.path).header(header, value);
                let request = request.header("origin", "http://minga.example");
                let status = request.content_type("application/json").body("{}").send().await.0.status().as_u16();
                assert_eq!(status, 401, "{} by {header}", endpoint.id);
            }
        }
        // The secret is not accepted as a cookie, so that no other site can answer.
        let cookie = holder.bearer.replace("Bearer ", "minga_session=");
        let answer = client.get("/api/v1/quota-link").header("cookie", cookie).send().await;
        answer.assert_status(poem::http::StatusCode::UNAUTHORIZED);
        // Another workshop's quotas, and its own of another cycle.
        for quota in quotas(&app, market.beto.workshop).await {
            let other = json!({ "id": quota.id, "version": quota.version });
            post_json(&app, &holder, &other, "accept", None).await.assert_refusal(404, "not_found");
            let less = json!({ "reason": "No es mía" });
            post_json(&app, &holder, &other, "decline", Some(less)).await.assert_refusal(404, "not_found");
        }
        let second = published(&app, &market).await;
        let elsewhere = quotas(&app, market.ana.workshop).await.into_iter().find(|q| q.cycle_id == second).unwrap();
        let other = json!({ "id": elsewhere.id, "version": elsewhere.version });
        let response = post_json(&app, &holder, &other, "accept", None).await;
        assert!(
            matches!((response.status, response.body["code"].as_str()), (404, _) | (409, Some("link_expired"))),
            "{response:?}"
        );
        assert!(quotas(&app, market.beto.workshop).await.iter().all(|q| q.answered_at.is_none()));
        assert!(cycle != second && elsewhere.state == QuotaState::Published);
    }
);

both!(
    async fn a_quota_of_another_cycle_is_out_of_reach(app: TestApp) {
        let (market, first, holder) = open(&app).await;
        // The second cycle is published in the same hour, so that the link is alive.
        let tx = app.app.read(Actor::System).await.unwrap();
        let link = quota_link::Entity::find().filter(quota_link::Column::WorkshopId.eq(market.ana.workshop));
        let link = link.one(tx.db()).await.unwrap().unwrap();
        drop(tx);
        let tx = app.app.begin(Actor::System).await.unwrap();
        quota_link::Entity::update_many()
            .col_expr(quota_link::Column::ExpiresAt, sea_orm::sea_query::Expr::value(app.now() + TimeDelta::days(30)))
            .filter(quota_link::Column::Id.eq(link.id))
            .exec(tx.db())
            .await
            .unwrap();
        tx.commit().await.unwrap();
        let second = published(&app, &market).await;
        let elsewhere = quotas(&app, market.ana.workshop).await.into_iter().find(|q| q.cycle_id == second).unwrap();
        let other = json!({ "id": elsewhere.id, "version": elsewhere.version });
        post_json(&app, &holder, &other, "accept", None).await.assert_refusal(404, "not_found");
        let page = request(&app, &holder).await.ok();
        assert!(page["quotas"].as_array().unwrap().iter().all(|q| q["cycle_id"] == json!(first)), "{page}");
    }
);

both!(
    async fn a_link_ends_with_the_deadline_and_says_so(app: TestApp) {
        let (market, _, holder) = open(&app).await;
        let page = request(&app, &holder).await.ok();
        let last = quotas(&app, market.ana.workshop).await.iter().map(|q| q.respond_by).max().unwrap();
        assert_eq!(page["expires_at"].as_str().unwrap().parse::<chrono::DateTime<chrono::Utc>>().unwrap(), last);
        app.advance(last - app.now());
        request(&app, &holder).await.assert_refusal(409, "link_expired");
        post_json(&app, &holder, &page["quotas"][0], "accept", None).await.assert_refusal(409, "link_expired");
        assert!(quotas(&app, market.ana.workshop).await.iter().all(|q| q.answered_at.is_none()));
    }
);

both!(
    async fn a_link_ends_with_the_freezing(app: TestApp) {
        let (_, cycle, holder) = open(&app).await;
        let mut tx = app.app.begin(Actor::System).await.unwrap();
        for quota in allocation::list_quotas_in_states(&tx, cycle, &[QuotaState::Published]).await.unwrap() {
            allocation::answer_quota(&mut tx, None, quota.id, QuotaAnswer::Accept, &IfMatch::any()).await.unwrap();
        }
        allocation::freeze_quotas(&mut tx, cycle).await.unwrap();
        tx.commit().await.unwrap();
        request(&app, &holder).await.assert_refusal(409, "link_expired");
    }
);

both!(
    async fn a_link_is_valid_while_its_person_may_act_for_the_workshop(app: TestApp) {
        let market = Market::open(&app).await;
        english(&app, market.ana.user.organisation, "viewer@u01.example", Role::Viewer).await;
        published(&app, &market).await;
        app.run_jobs().await;
        let mail = text_of(&app, MessageKind::QuotasPublished, "viewer@u01.example").await;
        assert!(!mail.contains("/encargo#") && mail.contains("http://minga.example/taller"), "{mail}");

        let holder = holder(&app, &market, ANA).await;
        request(&app, &holder).await.ok();
        let stranger = TestUser { bearer: format!("{}x", holder.bearer), ..holder };
        request(&app, &stranger).await.assert_refusal(401, "unauthenticated");
        let nobody = TestUser { bearer: market.ana.user.bearer.clone(), ..stranger };
        request(&app, &nobody).await.assert_refusal(401, "unauthenticated");
        let holder = self::holder(&app, &market, ANA).await;
        let admin = app.staff(Role::Admin).await;
        let path = format!("/staff/people/{}/disable?leave_open=true", market.ana.user.person);
        app.post(&admin, &path, json!({})).await.ok();
        request(&app, &holder).await.assert_refusal(401, "unauthenticated");
    }
);
