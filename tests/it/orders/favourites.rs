//! What a buyer remembers: its favourite products, and what it usually orders.

use entities::{
    catalogue::product,
    orders::favourite_product,
    values::{OrderState, ProductId},
};
use minga::platform::unit_of_work::Actor;
use sea_orm::{ActiveValue::Set, EntityTrait, IntoActiveModel};
use serde_json::{Value, json};
use uuid::Uuid;

use super::market::Market;
use crate::support::{ApiClient, TestApp, both};

async fn favourites(client: &ApiClient) -> Vec<Value> {
    let list = client.get("/buyer/favourite-products").await.ok();
    list.as_array().unwrap().iter().map(|favourite| favourite["product_id"].clone()).collect()
}

fn path(product: ProductId) -> String {
    format!("/buyer/favourite-products/{}", product.0)
}

both!(
    async fn a_buyer_keeps_favourites_of_its_own(app: TestApp) {
        let market = Market::open(&app).await;
        let (lodge, shop) = (&market.lodge.client, &market.shop.client);
        let (jam, tea) = (market.products["JAM"], market.products["TEA"]);
        for product in [jam, tea, jam] {
            lodge.put_without_if_match(&path(product), json!({})).await.ok();
        }
        assert_eq!(favourites(lodge).await, [json!(jam), json!(tea)], "the same again is one");
        assert!(favourites(shop).await.is_empty());
        // Another buyer's favourite is not deleted with one's own.
        shop.delete(&path(jam)).await.ok();
        for _ in 0..2 {
            lodge.delete(&path(tea)).await.ok();
        }
        assert_eq!(favourites(lodge).await, [json!(jam)]);

        lodge.put_without_if_match(&path(ProductId(Uuid::nil())), json!({})).await.assert_refusal(404, "not_found");
        let tx = app.app.begin(Actor::System).await.unwrap();
        let retired = product::ActiveModel { id: Set(tea), retired_at: Set(Some(app.now())), ..Default::default() };
        product::Entity::update(retired).exec(tx.db()).await.unwrap();
        tx.commit().await.unwrap();
        lodge.put_without_if_match(&path(tea), json!({})).await.assert_refusal(404, "not_found");
    }
);

both!(
    async fn favourites_have_a_maximum_also_for_two_requests_at_once(app: TestApp) {
        let market = Market::open(&app).await;
        let lodge = &market.lodge.client;
        let tx = app.app.begin(Actor::System).await.unwrap();
        let template = product::Entity::find_by_id(market.products["JAM"]).one(tx.db()).await.unwrap().unwrap();
        for number in 0..199 {
            let id = ProductId(app.app.ids.uuid(app.now()));
            let mut row: product::ActiveModel = template.clone().into();
            (row.id, row.code) = (Set(id), Set(format!("P{number}")));
            product::Entity::insert(row).exec_without_returning(tx.db()).await.unwrap();
            let row = favourite_product::Model { buyer_id: market.lodge.id, product_id: id, created_at: app.now() };
            favourite_product::Entity::insert(row.into_active_model()).exec_without_returning(tx.db()).await.unwrap();
        }
        tx.commit().await.unwrap();
        let node = app.other_node().await;
        let other = app.client_of_node(&node, lodge);
        let (jam, tea) = (path(market.products["JAM"]), path(market.products["TEA"]));
        let (one, two) =
            tokio::join!(lodge.put_without_if_match(&jam, json!({})), other.put_without_if_match(&tea, json!({})));
        let mut statuses = [one.status, two.status];
        statuses.sort_unstable();
        assert_eq!(statuses, [204, 409]);
        let refused = lodge.put_without_if_match(&path(market.products["HONEY"]), json!({})).await;
        assert_eq!(refused.refusal(), (409, "too_many_favourites"));
        assert_eq!(favourites(lodge).await.len(), 200);
    }
);

both!(
    async fn what_a_buyer_usually_orders_is_the_median_of_its_last_orders(app: TestApp) {
        let market = Market::open(&app).await;
        let cycle = market.this_week(&app).await;
        let lodge = &market.lodge;
        let usual = async |client: &ApiClient| client.get("/buyer/usual-products").await.ok();
        assert_eq!(usual(&lodge.client).await, json!([]));
        for lines in [&[("JAM", 4), ("TEA", 6)][..], &[("JAM", 10)], &[("JAM", 6), ("TEA", 12)]] {
            lodge.client.post("/buyer/orders", market.order(lodge, cycle, lines)).await.ok();
        }
        let (jam, tea) = (market.products["JAM"], market.products["TEA"]);
        assert_eq!(
            usual(&lodge.client).await,
            json!([
                { "product_id": jam, "orders": 3, "quantity": 6 },
                { "product_id": tea, "orders": 2, "quantity": 6 },
            ])
        );
        // What was cancelled does not count.
        let listed = lodge.client.get("/buyer/orders").await.ok();
        let last = listed[0]["id"].as_str().unwrap();
        let gone = lodge.client.post(&format!("/buyer/orders/{last}/cancel"), json!({})).await.ok();
        assert_eq!(gone["order"]["state"], OrderState::Cancelled.word());
        assert_eq!(usual(&lodge.client).await, json!([{ "product_id": jam, "orders": 2, "quantity": 4 }]));
        assert_eq!(usual(&market.shop.client).await, json!([]));
    }
);
