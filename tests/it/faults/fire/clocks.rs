//! Clocks that jump, ahead and back, while workers die in the middle of their work.

use std::sync::Arc;

use chrono::TimeDelta;
use entities::{
    allocation::quota,
    orders::order,
    platform::job,
    values::{CycleId, Role},
};
use minga::platform::{jobs, unit_of_work::Actor};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};

use super::{Counts, Part};
use crate::{
    money::random::Random,
    support::{Kind, TestApp, for_steps, market::Market, run},
};

#[test]
fn clocks_that_jump_stop_no_work_in_sqlite() {
    run_rounds(Kind::Sqlite);
}

#[test]
fn clocks_that_jump_stop_no_work_in_postgres() {
    run_rounds(Kind::Postgres);
}

fn run_rounds(kind: Kind) {
    Part { name: "clocks", kind, rounds: 3 }.run(|seeds, counts| {
        run(kind, async |app: Arc<TestApp>| {
            let market = Market::open(&app).await;
            for seed in seeds {
                round(&app, &market, *seed, counts).await;
            }
        });
    });
}

/// A cycle passes its cut-off while the clock jumps and workers die. Soon after the clock is right all work is done.
async fn round(app: &TestApp, market: &Market, seed: u64, counts: &mut Counts) {
    let mut random = Random::new(seed);
    let nodes = [app.other_node().await, app.other_node().await];
    let cycle = market.ordered(app, &[(&market.lodge, &[("miel", 7)]), (&market.shop, &[("licor", 3)])]).await;
    app.advance(TimeDelta::days(2));
    for worker in 0..6 {
        let jump = TimeDelta::seconds(random.between(-3, 3) * random.between(1, 86_400));
        *counts.entry(if jump < TimeDelta::zero() { "jumps back" } else { "jumps ahead" }).or_default() += 1;
        app.advance(jump);
        let node = &nodes[usize::try_from(random.between(0, 1)).unwrap()];
        let steps = usize::try_from(random.between(1, 400)).unwrap();
        let name = format!("worker {worker}");
        if for_steps(steps, jobs::run_due(node, &name)).await.is_none() {
            *counts.entry("deaths").or_default() += 1;
            app.at_rest().await;
        }
        app.advance(-jump);
    }
    for _ in 0..6 {
        app.advance(TimeDelta::seconds(15));
        jobs::run_due(&nodes[0], "last").await.unwrap();
    }
    assert_done(app, cycle, seed).await;
}

async fn assert_done(app: &TestApp, cycle: CycleId, seed: u64) {
    let tx = app.app.read(Actor::System).await.unwrap();
    let quotas = quota::Entity::find().filter(quota::Column::CycleId.eq(cycle)).all(tx.db()).await.unwrap();
    assert!(!quotas.is_empty(), "seed {seed}: the cycle is allocated");
    let orders = order::Entity::find().filter(order::Column::CycleId.eq(cycle)).all(tx.db()).await.unwrap();
    assert_eq!(orders.len(), 2, "seed {seed}");
    let waiting = job::Entity::find()
        .filter(job::Column::DoneAt.is_null())
        .filter(job::Column::DueAt.lte(app.now()))
        .all(tx.db())
        .await
        .unwrap();
    assert!(waiting.is_empty(), "seed {seed}: {waiting:#?}");
    drop(tx);
    let admin = app.staff_client(Role::Admin).await;
    assert_eq!(admin.get("/staff/jobs?stage=dead").await.ok(), serde_json::json!([]), "seed {seed}");
}
