//! Rows that have served their time are deleted; others stay.

use chrono::{DateTime, TimeDelta, Utc};
use entities::{
    allocation::quota_link,
    identity::{session, sign_in_link},
    notifications::message,
    platform::{audit_entry, idempotency_key, job},
    values::{CycleId, Role},
};
use minga::{
    commands::worker,
    platform::{
        retention::DeleteOldRows,
        unit_of_work::{Actor, Job},
    },
    search,
};
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter};
use serde_json::json;
use uuid::Uuid;

use crate::support::{
    TestApp, both,
    market::{Maker, Market},
};

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
        worker::schedule_recurring(&app.app).await.unwrap();
        worker::schedule_recurring(&app.app).await.unwrap();
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

/// Rows of links to set a password, of links to quotas, and of messages that were stored before an instant.
async fn links_and_messages(app: &TestApp, before: DateTime<Utc>) -> [u64; 3] {
    let tx = app.app.read(Actor::System).await.unwrap();
    let links = sign_in_link::Entity::find().filter(sign_in_link::Column::CreatedAt.lte(before));
    let quota_links = quota_link::Entity::find().filter(quota_link::Column::CreatedAt.lte(before));
    let messages = message::Entity::find().filter(message::Column::QueuedAt.lte(before));
    [
        links.count(tx.db()).await.unwrap(),
        quota_links.count(tx.db()).await.unwrap(),
        messages.count(tx.db()).await.unwrap(),
    ]
}

/// Stores the link of a workshop to its quotas, as a mail holds it.
async fn insert_quota_link(app: &TestApp, cycle_id: CycleId, maker: &Maker) {
    let tx = app.app.begin(Actor::System).await.unwrap();
    let link = quota_link::ActiveModel {
        id: Set(tx.new_id::<Uuid>()),
        token_hash: Set("0".repeat(64)),
        cycle_id: Set(cycle_id),
        workshop_id: Set(maker.workshop),
        person_id: Set(maker.user.person),
        created_at: Set(app.now()),
        expires_at: Set(app.now() + TimeDelta::days(5)),
    };
    quota_link::Entity::insert(link).exec_without_returning(tx.db()).await.unwrap();
    tx.commit().await.unwrap();
}

both!(
    async fn links_and_messages_are_deleted_at_their_age_and_not_before(app: TestApp) {
        let market = Market::open(&app).await;
        let cycle = market.delivered(&app, &[(&market.lodge, &[("miel", 10)])]).await;
        insert_quota_link(&app, cycle, &market.ana).await;
        let admin = app.staff(Role::Admin).await;
        let path = format!("/staff/people/{}/password-link", market.lodge.user.person);
        app.post(&admin, &path, json!({})).await.ok();
        worker::schedule_recurring(&app.app).await.unwrap();
        while app.run_jobs().await > 0 {}
        let begun = app.now();
        let stored = links_and_messages(&app, begun).await;
        assert!(stored.iter().all(|count| *count > 0), "{stored:?}");
        let [links, quota_links, messages] = stored;
        app.advance(TimeDelta::days(50));
        while app.run_jobs().await > 0 {}
        assert_eq!(links_and_messages(&app, begun).await, [links, quota_links, messages]);
        app.advance(TimeDelta::days(30));
        while app.run_jobs().await > 0 {}
        assert_eq!(links_and_messages(&app, begun).await, [0, 0, messages], "links have ended, messages are kept");
        app.advance(TimeDelta::days(400));
        while app.run_jobs().await > 0 {}
        assert_eq!(links_and_messages(&app, begun).await, [0, 0, 0]);
        // The certificates have ended meanwhile.
        search::rebuild_index(&app.app).await.unwrap();
    }
);
