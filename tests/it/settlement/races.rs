//! Statements and payments on two nodes at once: every payable is on exactly one statement, and is paid.

use entities::{
    settlement::{payable, payout_batch, pool, statement},
    values::{Amount, PoolState},
};
use minga::{
    platform::{app::App, counter, unit_of_work::Actor},
    settlement::{self, StatementRun},
};
use sea_orm::EntityTrait;
use serde_json::json;

use super::steps::{issue_statements, pay, set_accounts};
use crate::support::{Kind, TestApp, both, market::Market};

async fn run(app: &App) -> StatementRun {
    let mut tx = app.begin(Actor::System).await.unwrap();
    let run = settlement::issue_statements(&mut tx).await.unwrap();
    tx.commit().await.unwrap();
    run
}

/// What has become payable, and what of it is on statements.
async fn payable_and_stated(app: &TestApp) -> (Amount, Amount) {
    let tx = app.app.read(Actor::System).await.unwrap();
    let payables = payable::Entity::find().all(tx.db()).await.unwrap();
    let statements = statement::Entity::find().all(tx.db()).await.unwrap();
    let total =
        payables.iter().map(|row| row.net + row.vat + row.additional_tax - row.commission - row.commission_vat).sum();
    (total, statements.iter().map(|row| row.total).sum())
}

both!(
    async fn two_statement_runs_at_once_state_everything_once(app: TestApp) {
        let market = Market::open(&app).await;
        set_accounts(&app, &market).await;
        let other = app.other_node().await;
        for _ in 0..3 {
            market.delivered(&app, &[(&market.lodge, &[("miel", 20), ("libro", 6)])]).await;
            app.run_jobs().await;
            pay(&app, market.lodge.id, 100).await;
            let (one, two) = futures_util::join!(run(&app.app), run(&other));
            assert_eq!(one.issued.len() + two.issued.len(), 2, "one statement for each workshop: {one:?} {two:?}");
            let (payable, stated) = payable_and_stated(&app).await;
            assert_eq!(payable, stated);
            app.run_jobs().await;
        }
        // Two batches at once: together they pay every statement once.
        let prepare = json!({ "format": "pain001" });
        let (one, two) = futures_util::join!(
            app.post(&market.finance, "/staff/payout-batches", prepare.clone()),
            app.post(&market.finance, "/staff/payout-batches", prepare.clone())
        );
        let refused = if one.status == 201 { two } else { one };
        refused.assert_refusal(409, "nothing_to_pay");
        let tx = app.app.read(Actor::System).await.unwrap();
        let batches = payout_batch::Entity::find().all(tx.db()).await.unwrap();
        assert_eq!(batches.iter().map(|batch| batch.total).sum::<Amount>(), payable_and_stated(&app).await.1);
    }
);

both!(
    async fn a_payment_during_a_run_is_on_the_next_statement(app: TestApp) {
        let market = Market::open(&app).await;
        market.delivered(&app, &[(&market.lodge, &[("miel", 20)])]).await;
        app.run_jobs().await;
        pay(&app, market.lodge.id, 40).await;
        let other = app.other_node().await;
        if app.kind() == Kind::Postgres {
            // The run waits for the number of its first statement while the buyer pays the rest.
            let holder = other.begin(Actor::System).await.unwrap();
            counter::next(&holder, "statement").await.unwrap();
            let rest = async {
                app.someone_waits().await;
                pay(&app, market.lodge.id, 100).await;
                drop(holder);
            };
            futures_util::join!(run(&other), rest);
        } else {
            futures_util::join!(run(&other), pay(&app, market.lodge.id, 100));
        }
        issue_statements(&app).await;
        let (payable, stated) = payable_and_stated(&app).await;
        assert_eq!(payable, stated);
        let tx = app.app.read(Actor::System).await.unwrap();
        let rows = payable::Entity::find().all(tx.db()).await.unwrap();
        assert!(rows.iter().all(|row| row.statement_line_id.is_some()));
        let pools = pool::Entity::find().all(tx.db()).await.unwrap();
        assert!(pools.iter().all(|pool| pool.state == PoolState::Settled), "{pools:?}");
    }
);

both!(
    async fn the_same_statement_run_sent_twice_is_answered_once(app: TestApp) {
        let market = Market::open(&app).await;
        market.delivered(&app, &[(&market.lodge, &[("miel", 20)])]).await;
        app.run_jobs().await;
        pay(&app, market.lodge.id, 50).await;
        let key = || Some(("idempotency-key", "the same".to_owned()));
        let send = || app.send(&market.finance, poem::http::Method::POST, "/staff/statements/run", None, key());
        let first = send().await.ok();
        assert_eq!(first["issued"].as_array().unwrap().len(), 2);
        pay(&app, market.lodge.id, 100).await;
        assert_eq!(send().await.ok(), first, "the answer of the first, and no other run");
        let path = "/staff/statements/run";
        app.send(&market.finance, poem::http::Method::POST, path, None, None)
            .await
            .assert_refusal(400, "idempotency_key_missing");
    }
);
