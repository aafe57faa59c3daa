//! Rows that have served their time are deleted; others stay.

use chrono::TimeDelta;
use entities::{
    identity::session,
    platform::{audit_entry, idempotency_key, job},
    values::Role,
};
use minga::platform::{
    retention::{self, DeleteOldRows},
    unit_of_work::{Actor, Job},
};
use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter};
use serde_json::json;

use crate::support::{TestApp, both};

async fn counts(app: &TestApp) -> (u64, u64, u64) {
    let tx = app.app.read(Actor::System).await.unwrap();
    let runs = job::Entity::find().filter(job::Column::Kind.eq(DeleteOldRows::KIND));
    (
        idempotency_key::Entity::find().count(tx.db()).await.unwrap(),
        session::Entity::find().count(tx.db()).await.unwrap(),
        runs.count(tx.db()).await.unwrap(),
    )
}

both!(
    async fn rows_are_deleted_at_their_age_and_not_before(app: TestApp) {
        let staff = app.staff_client(Role::Staff).await;
        let family = json!({ "code": "MIEL", "name_es": "Mieles", "name_en": "Honeys" });
        let family = staff.put_without_if_match("/staff/families", family).await.ok();
        let product = json!({
            "code": "MI1", "family_id": family["id"], "name_es": "Miel", "name_en": "Honey", "net_content": 250,
            "net_unit": "g", "lot_size": 12, "allergens": [], "practices": [], "storage": "ambient",
            "shelf_life_days": 365, "vat_bps": 1900,
        });
        staff.post("/staff/products", product).await.ok();
        retention::schedule_first(&app.app).await.unwrap();
        retention::schedule_first(&app.app).await.unwrap();
        app.run_jobs().await;
        assert_eq!(counts(&app).await, (1, 1, 1), "the run waits for its hour");
        let tx = app.app.read(Actor::System).await.unwrap();
        let audited = audit_entry::Entity::find().count(tx.db()).await.unwrap();
        drop(tx);
        app.advance(TimeDelta::hours(48));
        app.run_jobs().await;
        assert_eq!((counts(&app).await.0, counts(&app).await.1), (0, 1), "the key has served its day");
        app.advance(TimeDelta::days(400));
        app.run_jobs().await;
        let (keys, sessions, runs) = counts(&app).await;
        assert_eq!((keys, sessions), (0, 0), "the session ended long ago");
        assert!(runs <= 3, "finished jobs are deleted too: {runs}");
        let tx = app.app.read(Actor::System).await.unwrap();
        assert!(audit_entry::Entity::find().count(tx.db()).await.unwrap() >= audited, "the audit log stays");
    }
);
