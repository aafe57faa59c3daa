//! What cannot come is shared among the buyers by the rule, once.

use chrono::TimeDelta;
use entities::values::{OrderState, ShortageCause};
use minga::{orders, platform::unit_of_work::Actor};
use serde_json::json;

use super::market::{Market, exposure};
use crate::support::{TestApp, both};

both!(
    async fn a_shortage_falls_on_the_last_class_first_and_once(app: TestApp) {
        let market = Market::open(&app).await;
        let cycle = market.this_week(&app).await;
        let jam = market.products["JAM"];
        market.lodge.client.post("/buyer/orders", market.order(&market.lodge, cycle, &[("JAM", 10)])).await.ok();
        market
            .shop
            .client
            .post("/buyer/orders", market.order(&market.shop, cycle, &[("JAM", 4), ("TEA", 6)]))
            .await
            .ok();
        market.shop.client.post("/buyer/orders", market.order(&market.shop, cycle, &[("JAM", 2)])).await.ok();
        let cancelled =
            market.shop.client.post("/buyer/orders", market.order(&market.shop, cycle, &[("JAM", 5)])).await.ok();
        let path = format!("/buyer/orders/{}/cancel", cancelled["order"]["id"].as_str().unwrap());
        market.shop.client.post(&path, json!({})).await.ok();
        app.advance(TimeDelta::days(2));
        app.run_jobs().await;

        let before = exposure(&app, market.shop.id).await;
        for (units, key) in [(3, "a"), (3, "a"), (4, "b"), (100, "c")] {
            let mut tx = app.app.begin(Actor::System).await.unwrap();
            let cause = ShortageCause::NotAllocated;
            orders::record_shortage(&mut tx, cycle, jam, units, cause, key.into()).await.unwrap();
            let due = orders::list_due_lines(&tx, cycle).await.unwrap();
            let mut jams: Vec<_> =
                due.iter().filter(|d| d.line.product_id == jam).map(|d| (d.priority, d.line.quantity, d.due)).collect();
            jams.sort_unstable();
            match (units, key) {
                (3, _) => assert_eq!(jams, [(1, 10, 10), (2, 2, 1), (2, 4, 2)]),
                (4, _) => assert_eq!(jams, [(1, 10, 9)]),
                _ => assert_eq!(jams, []),
            }
            tx.commit().await.unwrap();
        }
        // Ordered stays what was ordered.
        let tx = app.app.read(Actor::System).await.unwrap();
        let demand = orders::list_demand(&tx, cycle).await.unwrap();
        assert_eq!(demand.iter().map(|d| (d.units, d.net.0)).collect::<Vec<_>>(), [(16, 16_000), (6, 3_000)]);
        drop(tx);
        // The shop's second order comes to nothing and leaves its exposure; the first still brings tea.
        assert_eq!(before - exposure(&app, market.shop.id).await, 2_380);
        assert_eq!(exposure(&app, market.lodge.id).await, 0);
    }
);

both!(
    async fn orders_go_along_with_their_deliveries(app: TestApp) {
        let market = Market::open(&app).await;
        let cycle = market.this_week(&app).await;
        let placed =
            market.lodge.client.post("/buyer/orders", market.order(&market.lodge, cycle, &[("JAM", 10)])).await.ok();
        let id = entities::values::OrderId(placed["order"]["id"].as_str().unwrap().parse().unwrap());
        for (to, state) in [
            (OrderState::InDelivery, "in_delivery"),
            (OrderState::InDelivery, "in_delivery"),
            (OrderState::Delivered, "delivered"),
            (OrderState::InDelivery, "delivered"),
        ] {
            let mut tx = app.app.begin(Actor::System).await.unwrap();
            orders::update_delivery_state(&mut tx, &[id], to).await.unwrap();
            tx.commit().await.unwrap();
            assert_eq!(market.lodge.client.get(&format!("/buyer/orders/{id}")).await.ok()["order"]["state"], state);
        }
    }
);
