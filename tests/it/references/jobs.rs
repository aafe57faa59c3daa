//! Jobs that cannot succeed say whose they are.

use entities::{platform::job, values::JobId};
use minga::platform::unit_of_work::Actor;
use sea_orm::{ActiveValue::Set, EntityTrait};
use serde_json::{Value, json};

use super::season::Season;
use crate::support::{TestApp, both};

/// Stores a job that has failed for good.
async fn insert_dead_job(app: &TestApp, kind: &str, payload: Value) {
    let tx = app.app.begin(Actor::System).await.unwrap();
    let now = app.now();
    let row = job::ActiveModel {
        id: Set(tx.new_id::<JobId>()),
        kind: Set(kind.to_owned()),
        key: Set(payload.to_string()),
        payload: Set(payload),
        due_at: Set(now),
        attempts: Set(8),
        interruptions: Set(0),
        leased_until: Set(None),
        leased_by: Set(None),
        done_at: Set(None),
        dead_at: Set(Some(now)),
        last_error: Set(Some("it failed".to_owned())),
        created_at: Set(now),
    };
    job::Entity::insert(row).exec_without_returning(tx.db()).await.unwrap();
    tx.commit().await.unwrap();
}

both!(
    async fn a_job_that_failed_for_good_names_whose_it_is(app: TestApp) {
        let season = Season::open(&app).await;
        app.expect_violations();
        let (lodge, ana) = ("Organización lodge", "Taller U01");
        let statement = "SELECT s.id FROM statement s JOIN workshop w ON w.id = s.workshop_id WHERE w.code = 'U01'";
        let records = [
            (
                "invoicing.render_invoice",
                "invoice_id",
                season.invoice(season.world.market.lodge.id).await["id"].clone(),
                lodge,
            ),
            ("payments.refund_card", "refund_id", season.id("SELECT id FROM refund").await, lodge),
            ("settlement.render_statement", "statement_id", season.id(statement).await, ana),
        ];
        for (kind, field, id, _) in &records {
            insert_dead_job(&app, kind, json!({ *field: id })).await;
        }
        insert_dead_job(&app, "settlement.close_pools", json!({ "cycle_id": season.open, "cause": "test" })).await;
        let listed = season.staff("/staff/jobs?stage=dead", None).await;
        let of = |kind: &str| listed.as_array().unwrap().iter().find(|job| job["kind"] == kind).unwrap();
        for (kind, field, _, party) in &records {
            assert_eq!(of(kind)["party"], *party, "{field}");
        }
        let cycle = season.staff(&format!("/staff/cycles/{}", season.open), None).await;
        assert_eq!(of("settlement.close_pools")["cycle"], cycle["code"]);
    }
);
