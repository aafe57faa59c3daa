//! When pools close: once all deliveries that carry their product have ended, invoiced or not.

use chrono::TimeDelta;
use entities::{
    settlement::pool,
    values::{Amount, CycleId, DeliveryId, PoolState},
};
use minga::{fulfilment, platform::unit_of_work::Actor};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};

use super::steps::{issue_statements, pay};
use crate::support::{TestApp, both, market::Market};

async fn pools(app: &TestApp, cycle: CycleId) -> Vec<pool::Model> {
    let tx = app.app.read(Actor::System).await.unwrap();
    pool::Entity::find().filter(pool::Column::CycleId.eq(cycle)).all(tx.db()).await.unwrap()
}

async fn state(app: &TestApp, market: &Market, cycle: CycleId, product: &str) -> (PoolState, Amount) {
    let pools = pools(app, cycle).await;
    let found = pools.iter().find(|pool| pool.product_id == market.products[product]);
    found.map(|pool| (pool.state, pool.net)).expect("a pool")
}

/// Prepares and dispatches the deliveries of a cycle; they are in the order of the orders.
async fn dispatched(app: &TestApp, cycle: CycleId) -> Vec<DeliveryId> {
    let mut tx = app.app.begin(Actor::System).await.unwrap();
    fulfilment::prepare_deliveries(&mut tx, cycle).await.unwrap();
    fulfilment::dispatch_cycle(&mut tx, cycle).await.unwrap();
    tx.commit().await.unwrap();
    use entities::fulfilment::delivery::{Column, Entity};
    let tx = app.app.read(Actor::System).await.unwrap();
    let rows = Entity::find().filter(Column::CycleId.eq(cycle)).all(tx.db()).await.unwrap();
    rows.into_iter().map(|row| row.id).collect()
}

async fn confirm(app: &TestApp, id: DeliveryId) {
    let mut tx = app.app.begin(Actor::System).await.unwrap();
    fulfilment::confirm_delivery(&mut tx, fulfilment::DeliveryScope::All, id).await.unwrap();
    tx.commit().await.unwrap();
    app.run_jobs().await;
}

/// The delivery of this buyer.
async fn delivery_of(app: &TestApp, ids: &[DeliveryId], buyer: entities::values::BuyerId) -> DeliveryId {
    use entities::fulfilment::delivery::Entity;
    let tx = app.app.read(Actor::System).await.unwrap();
    let rows = Entity::find().all(tx.db()).await.unwrap();
    rows.iter().find(|row| ids.contains(&row.id) && row.buyer_id == buyer).map(|row| row.id).unwrap()
}

both!(
    async fn a_buyer_invoiced_by_month_holds_no_pool_open(app: TestApp) {
        let market = Market::open(&app).await;
        let wanted = [(&market.lodge, &[("miel", 20), ("libro", 6)][..]), (&market.shop, &[("miel", 10)][..])];
        let cycle = market.delivered(&app, &wanted).await;
        app.run_jobs().await;
        let (state_of_honey, net) = state(&app, &market, cycle, "miel").await;
        assert_eq!(
            (state_of_honey, net),
            (PoolState::Closed, Amount(20 * 4_990)),
            "the shop is invoiced at the month's end"
        );
        assert_eq!(state(&app, &market, cycle, "libro").await.0, PoolState::Closed);
        pay(&app, market.lodge.id, 100).await;
        issue_statements(&app).await;
        let (book, honey) = (state(&app, &market, cycle, "libro").await.0, state(&app, &market, cycle, "miel").await.0);
        assert_eq!((book, honey), (PoolState::Settled, PoolState::Closed), "the shop's honey is not invoiced yet");
        app.advance(TimeDelta::days(31));
        app.run_jobs().await;
        assert_eq!(state(&app, &market, cycle, "miel").await, (PoolState::Closed, Amount(30 * 4_990)));
        pay(&app, market.shop.id, 100).await;
        issue_statements(&app).await;
        assert_eq!(state(&app, &market, cycle, "miel").await.0, PoolState::Settled);
    }
);

both!(
    async fn only_the_pools_of_a_delivery_that_is_under_way_stay_open(app: TestApp) {
        let market = Market::open(&app).await;
        let wanted = [(&market.lodge, &[("miel", 20), ("libro", 6)][..]), (&market.shop, &[("miel", 10)][..])];
        let cycle = market.received(&app, &wanted).await;
        let ids = dispatched(&app, cycle).await;
        confirm(&app, delivery_of(&app, &ids, market.lodge.id).await).await;
        assert_eq!(state(&app, &market, cycle, "libro").await.0, PoolState::Closed, "no other delivery has books");
        assert_eq!(state(&app, &market, cycle, "miel").await.0, PoolState::Open);
        confirm(&app, delivery_of(&app, &ids, market.shop.id).await).await;
        assert_eq!(state(&app, &market, cycle, "miel").await.0, PoolState::Closed);
    }
);

both!(
    async fn a_product_that_only_a_buyer_invoiced_by_month_has_is_shared_when_it_is_invoiced(app: TestApp) {
        let market = Market::open(&app).await;
        let cycle = market.delivered(&app, &[(&market.shop, &[("miel", 10)])]).await;
        app.run_jobs().await;
        assert!(pools(&app, cycle).await.is_empty(), "nothing is invoiced");
        app.advance(TimeDelta::days(31));
        app.run_jobs().await;
        assert_eq!(state(&app, &market, cycle, "miel").await, (PoolState::Closed, Amount(10 * 4_990)));
    }
);
