//! A connection to PostgreSQL that is lost, and transactions that get into each other's way.

use std::{
    sync::Arc,
    time::{Duration, Instant},
};

use entities::values::Role;
use minga::platform::{
    app::App,
    http::{envelope::Envelope, problem::Problem},
    unit_of_work::Actor,
};
use poem::{Endpoint, EndpointExt, Request, Response, endpoint::make, test::TestClient};
use sea_orm::ConnectionTrait;
use serde_json::json;
use tokio::sync::Barrier;

use super::proxy::{Mode, Proxy};
use crate::support::{ApiClient, Kind, PATIENCE, TestApp, both, run};

async fn families(staff: &ApiClient) -> usize {
    staff.get("/public/families").await.ok().as_array().unwrap().len()
}

fn family(code: &str) -> serde_json::Value {
    json!({ "code": code, "name_es": code, "name_en": code })
}

#[test]
fn a_commit_whose_answer_is_lost_is_looked_up() {
    run(Kind::Postgres, async |app: Arc<TestApp>| {
        let staff = app.staff_client(Role::Staff).await;
        let (node, proxy) = Proxy::between(&app).await;
        let client = app.client_of_node(&node, &staff);
        client.put_without_if_match("/staff/families", family("A")).await.ok();

        proxy.set(Mode::CutAfterCommit);
        client.put_without_if_match("/staff/families", family("B")).await.ok();
        assert_eq!(families(&staff).await, 2, "it was stored, and the response says so");

        proxy.set(Mode::CutBeforeCommit);
        let refused = client.put_without_if_match("/staff/families", family("C")).await;
        assert_eq!(refused.refusal(), (503, "unavailable"));
        assert_eq!(families(&staff).await, 2, "it was not stored, and the response says so");

        proxy.set(Mode::CutAfterCommitAndStayAway);
        let unknown = client.put_without_if_match("/staff/families", family("D")).await;
        assert_eq!(unknown.refusal(), (503, "outcome_unknown"));
        assert_eq!(families(&staff).await, 3);
        proxy.set(Mode::Pass);
        client.put_without_if_match("/staff/families", family("E")).await.ok();
        assert_eq!(families(&staff).await, 4);
    });
}

#[test]
fn a_process_is_ready_within_five_seconds_of_its_database() {
    run(Kind::Postgres, async |app: Arc<TestApp>| {
        let staff = app.staff_client(Role::Staff).await;
        let (node, proxy) = Proxy::between(&app).await;
        let client = app.client_of_node(&node, &staff);
        assert!(node.db.is_ready().await);
        proxy.set(Mode::Away);
        let waiting: Vec<_> = (0..20)
            .map(|number| {
                let client = app.client_of_node(&node, &staff);
                tokio::spawn(async move {
                    client.put_without_if_match("/staff/families", family(&format!("W{number}"))).await.status
                })
            })
            .collect();
        for waiting in waiting {
            assert_eq!(waiting.await.unwrap(), 503);
        }
        tokio::time::sleep(Duration::from_millis(1_100)).await;
        assert!(!node.db.is_ready().await);
        proxy.set(Mode::Pass);
        let back = Instant::now();
        while !node.db.is_ready().await {
            assert!(back.elapsed() < Duration::from_secs(5), "not ready after {:?}", back.elapsed());
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
        client.put_without_if_match("/staff/families", family("Z")).await.ok();
    });
}

/// Locks two rows, one after the other: the second only when both transactions have their first.
async fn lock_both(app: &App, rows: [&str; 2], both_begun: &Barrier) -> Result<(), Problem> {
    let tx = app.begin(Actor::System).await?;
    for (position, row) in rows.into_iter().enumerate() {
        let sql = format!("UPDATE counter SET next = next + 1 WHERE name = '{row}'");
        tx.db().execute_unprepared(&sql).await?;
        if position == 0 && app.db.backend() == sea_orm::DatabaseBackend::Postgres {
            drop(tokio::time::timeout(Duration::from_millis(500), both_begun.wait()).await);
        }
    }
    tx.commit().await
}

fn endpoint(app: App, rows: [&'static str; 2], both_begun: Arc<Barrier>) -> impl Endpoint<Output = Response> + 'static {
    let handler = make(move |_: Request| {
        let (app, both_begun) = (app.clone(), both_begun.clone());
        async move {
            lock_both(&app, rows, &both_begun).await?;
            Ok::<_, poem::Error>(Response::builder().body("done"))
        }
    });
    handler.with(Envelope::new("{}", ""))
}

both!(
    async fn transactions_that_deadlock_are_repeated(app: TestApp) {
        let tx = app.app.begin(Actor::System).await.unwrap();
        tx.db().execute_unprepared("INSERT INTO counter (name, next) VALUES ('a', 0), ('b', 0)").await.unwrap();
        tx.commit().await.unwrap();
        let both_begun = Arc::new(Barrier::new(2));
        let one = TestClient::new(endpoint(app.app.clone(), ["a", "b"], both_begun.clone()));
        let other = TestClient::new(endpoint(app.app.clone(), ["b", "a"], both_begun));
        let both = async { tokio::join!(one.post("/").send(), other.post("/").send()) };
        let (one, other) = tokio::time::timeout(PATIENCE, both).await.unwrap();
        one.assert_status_is_ok();
        other.assert_status_is_ok();
        let reader = app.app.read(Actor::System).await.unwrap();
        let sql = "SELECT CAST(sum(next) AS bigint) AS n FROM counter WHERE name IN ('a', 'b')";
        let sum = sea_orm::Statement::from_string(reader.db().get_database_backend(), sql);
        let sum: i64 = reader.db().query_one_raw(sum).await.unwrap().unwrap().try_get("", "n").unwrap();
        assert_eq!(sum, 4, "each once");
    }
);
