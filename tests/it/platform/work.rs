//! One piece of work: all of it is there afterwards, or nothing.

use entities::platform::{audit_entry, counter, job};
use minga::platform::unit_of_work::{Actor, Job};
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, ExprTrait, QueryFilter, QuerySelect, sea_query::Expr};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::support::{TestApp, both, for_steps};

#[derive(Serialize, Deserialize)]
struct Follow(u32);

impl Job for Follow {
    const KIND: &'static str = "test_follow";

    fn key(&self) -> String {
        self.0.to_string()
    }
}

async fn jobs(app: &TestApp) -> usize {
    let tx = app.app.read(Actor::System).await.unwrap();
    job::Entity::find().all(tx.db()).await.unwrap().len()
}

both!(
    async fn work_that_is_not_committed_leaves_nothing(app: TestApp) {
        let mut tx = app.app.begin(Actor::System).await.unwrap();
        tx.enqueue(&Follow(1)).unwrap();
        tx.audit("order", Uuid::nil(), "placed", serde_json::json!({}));
        let row = counter::ActiveModel { name: Set("invoices".to_owned()), next: Set(1) };
        counter::Entity::insert(row).exec_without_returning(tx.db()).await.unwrap();
        drop(tx);
        let tx = app.app.read(Actor::System).await.unwrap();
        assert!(counter::Entity::find().all(tx.db()).await.unwrap().is_empty());
        assert!(audit_entry::Entity::find().all(tx.db()).await.unwrap().is_empty());
        assert_eq!(jobs(&app).await, 0);
    }
);

both!(
    async fn who_goes_away_while_work_begins_leaves_no_transaction_open(app: TestApp) {
        for steps in 1..8 {
            for reads in [false, true] {
                if reads {
                    drop(for_steps(steps, app.app.read(Actor::System)).await);
                } else {
                    drop(for_steps(steps, app.app.begin(Actor::System)).await);
                }
                // A connection is put back beside us, when a busy machine comes to it.
                app.at_rest().await;
            }
        }
        let mut tx = app.app.begin(Actor::System).await.unwrap();
        tx.enqueue(&Follow(1)).unwrap();
        tx.commit().await.unwrap();
        assert_eq!(jobs(&app).await, 1);
    }
);

both!(
    async fn a_follow_up_is_stored_once_per_fact(app: TestApp) {
        for _ in 0..2 {
            let mut tx = app.app.begin(Actor::System).await.unwrap();
            tx.enqueue(&Follow(1)).unwrap();
            tx.enqueue(&Follow(2)).unwrap();
            tx.enqueue(&Follow(1)).unwrap();
            tx.commit().await.unwrap();
        }
        assert_eq!(jobs(&app).await, 2);
    }
);

both!(
    async fn the_audit_cannot_be_rewritten(app: TestApp) {
        let mut tx = app.app.begin(Actor::System).await.unwrap();
        tx.audit("order", Uuid::nil(), "placed", serde_json::json!({ "why": "a test" }));
        tx.commit().await.unwrap();

        let tx = app.app.begin(Actor::System).await.unwrap();
        let change = audit_entry::Entity::update_many().col_expr(audit_entry::Column::Action, Expr::value("eaten"));
        let changed = change.exec(tx.db()).await;
        assert!(changed.unwrap_err().to_string().contains("append-only"));
        drop(tx);
        let tx = app.app.begin(Actor::System).await.unwrap();
        let deleted = audit_entry::Entity::delete_many().exec(tx.db()).await;
        assert!(deleted.unwrap_err().to_string().contains("append-only"));
    }
);

both!(
    async fn numbers_taken_at_once_on_two_nodes_have_no_gap_and_no_double(app: TestApp) {
        let tx = app.app.begin(Actor::System).await.unwrap();
        let row = counter::ActiveModel { name: Set("invoices".to_owned()), next: Set(1) };
        counter::Entity::insert(row).exec_without_returning(tx.db()).await.unwrap();
        tx.commit().await.unwrap();

        let other = app.other_node().await;
        let tasks: Vec<_> = (0..20_i64)
            .map(|i| {
                let node = if i % 2 == 0 { app.app.clone() } else { other.clone() };
                tokio::spawn(async move { take(&node, i % 5 == 4).await })
            })
            .collect();
        let mut taken = Vec::new();
        for task in tasks {
            taken.extend(task.await.unwrap());
        }
        taken.sort_unstable();
        assert_eq!(taken, (1..=16).collect::<Vec<i64>>(), "four of twenty were rolled back and gave theirs back");
    }
);

/// Takes the next number; none where the work is given up afterwards.
async fn take(app: &minga::platform::app::App, give_up: bool) -> Option<i64> {
    let tx = app.begin(Actor::System).await.unwrap();
    let of_invoices = counter::Column::Name.eq("invoices");
    let next = counter::Entity::update_many()
        .col_expr(counter::Column::Next, Expr::col(counter::Column::Next).add(1))
        .filter(of_invoices.clone())
        .exec(tx.db())
        .await;
    assert_eq!(next.unwrap().rows_affected, 1);
    let query = counter::Entity::find().select_only().column(counter::Column::Next).filter(of_invoices);
    let next: i64 = query.into_tuple().one(tx.db()).await.unwrap().unwrap();
    if give_up {
        return None;
    }
    tx.commit().await.unwrap();
    Some(next - 1)
}
