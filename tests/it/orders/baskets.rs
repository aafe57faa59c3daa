//! Baskets in orders: their components are reserved, priced and changed together, and nothing else may name them.

use entities::values::{Amount, CycleId, ProductId};
use futures_util::future::join_all;
use minga::{
    catalogue::{self, PriceRow},
    orders::{self, OrderImport, OrderLineImport},
    platform::unit_of_work::Actor,
};
use serde_json::{Value, json};

use super::market::{CAPACITY, Client, Market, check_reserved, exposure, reserved};
use crate::support::{
    TestApp,
    baskets::{NewBasket, sell_basket},
    both,
};

/// Three jams and a tea, 10 % less than their sum, in packaging for 250.
async fn sell(app: &TestApp, market: &Market, code: &str, owner: Option<&Client>) -> ProductId {
    let mut tx = app.app.begin(Actor::System).await.unwrap();
    let family = catalogue::get_product(&tx, market.products["JAM"]).await.unwrap().family_id;
    let components = [(market.products["JAM"], 3), (market.products["TEA"], 1)];
    let buyer = owner.map(|client| client.id);
    let new = NewBasket { code, family, buyer, discount_bps: Some(1_000), packaging: 250, components: &components };
    let basket = sell_basket(&mut tx, new).await;
    tx.commit().await.unwrap();
    basket
}

fn order(market: &Market, client: &Client, cycle: CycleId, basket: ProductId, baskets: i64, jams: i64) -> Value {
    let mut order = market.order(client, cycle, &[("JAM", jams)]);
    let line = json!({ "product_id": basket, "quantity": baskets });
    order["lines"].as_array_mut().unwrap().push(line);
    order["lines"].as_array_mut().unwrap().retain(|line| line["quantity"] != 0);
    order
}

/// The amendment to so many baskets and jams.
fn terms(market: &Market, cycle: CycleId, basket: ProductId, baskets: i64, jams: i64) -> Value {
    let mut terms = order(market, &market.lodge, cycle, basket, baskets, jams);
    terms.as_object_mut().unwrap().remove("cycle_id");
    terms
}

both!(
    async fn baskets_are_ordered_amended_and_cancelled_with_what_is_in_them(app: TestApp) {
        let market = Market::open(&app).await;
        let cycle = market.this_week(&app).await;
        let basket = sell(&app, &market, "BASKET", None).await;
        let lodge = &market.lodge;
        let (jam, tea) = (market.products["JAM"], market.products["TEA"]);
        let placed = lodge.client.post("/buyer/orders", order(&market, lodge, cycle, basket, 2, 5)).await.ok();
        // 3 × 1000 + 500 = 3500, less 10 % is 3150, and 250 for the packaging: 3400 each. Five jams cost 5000.
        assert_eq!(placed["order"]["net"]["amount"], 11_800);
        assert_eq!(placed["order"]["tax"]["amount"], 2_242);
        assert_eq!(placed["lines"].as_array().unwrap().len(), 1);
        let mine = &placed["baskets"][0];
        assert_eq!((&mine["product_id"], &mine["quantity"]), (&json!(basket), &json!(2)));
        let amounts = ["unit_price", "packaging_price", "net"].map(|field| mine[field]["amount"].as_i64().unwrap());
        assert_eq!(amounts, [3_400, 250, 6_800]);
        assert_eq!((&mine["card_es"], &mine["packaging_en"]), (&json!("Bienvenidos"), &json!("Lenga box")));
        let contents = |basket: &Value| -> Vec<(i64, i64, i64)> {
            let field = |line: &Value, name: &str| line[name].as_i64().unwrap();
            let row = |line: &Value| {
                (field(line, "quantity"), field(line, "price_units"), line["unit_price"]["amount"].as_i64().unwrap())
            };
            basket["contents"].as_array().unwrap().iter().map(row).collect()
        };
        assert_eq!(contents(mine), [(6, 3, 2_700), (2, 1, 450)]);
        assert_eq!((reserved(&app, jam).await, reserved(&app, tea).await), (11, 2));
        assert_eq!(exposure(&app, lodge.id).await, 14_042);
        // The product of the basket itself is no demand, and nothing of it is due.
        let tx = app.app.read(Actor::System).await.unwrap();
        let demand = orders::list_demand(&tx, cycle).await.unwrap();
        assert_eq!(demand.iter().map(|d| (d.product_id, d.units)).collect::<Vec<_>>(), [(jam, 11), (tea, 2)]);
        drop(tx);

        let path = format!("/buyer/orders/{}", placed["order"]["id"].as_str().unwrap());
        let read = lodge.client.get(&path).await.ok();
        assert_eq!((&read["baskets"], &read["lines"]), (&placed["baskets"], &placed["lines"]));
        // The same terms change nothing.
        let same = lodge.client.put(&path, "\"v1\"", terms(&market, cycle, basket, 2, 5)).await;
        assert_eq!(same.tag(), "\"v1\"");
        // Four baskets hold twelve jams, which cost less: 3 × 900 + 500 = 3200, less 10 % is 2880.
        let more = lodge.client.put(&path, "\"v1\"", terms(&market, cycle, basket, 4, 0)).await.ok();
        assert_eq!((&more["order"]["net"]["amount"], &more["lines"]), (&json!(4 * 3_130), &json!([])));
        assert_eq!(more["baskets"][0]["id"], mine["id"]);
        assert_eq!(contents(&more["baskets"][0]), [(12, 3, 2_430), (4, 1, 450)]);
        assert_eq!((reserved(&app, jam).await, reserved(&app, tea).await), (12, 4));
        check_reserved(&app).await;
        app.assert_no_violations().await;

        // What was placed keeps its contents; the price list is that of the order.
        let mut tx = app.app.begin(Actor::System).await.unwrap();
        let row = PriceRow { product_id: jam, min_quantity: 1, amount: Amount(9_000) };
        catalogue::update_prices(&mut tx, market.list, &[row]).await.unwrap();
        catalogue::retire_product(&mut tx, tea).await.unwrap();
        tx.commit().await.unwrap();
        let raised = lodge.client.put(&path, "*", terms(&market, cycle, basket, 5, 0)).await;
        assert_eq!((raised.refusal(), raised.pointer()), ((409, "product_unavailable"), "/lines/0/product_id"));
        let fewer = lodge.client.put(&path, "*", terms(&market, cycle, basket, 1, 2)).await.ok();
        assert_eq!(fewer["order"]["net"]["amount"], 3_400 + 2_000);
        assert_eq!(fewer["baskets"][0]["sold"], false);

        let changes = lodge.client.get(&format!("{path}/changes")).await.ok();
        let of_basket = |change: &Value| {
            let lines = change["lines"].as_array().unwrap().clone();
            let line = lines.into_iter().find(|line| line["product_code"] == "BASKET").unwrap();
            (line["before"].as_i64().unwrap(), line["after"].as_i64().unwrap())
        };
        assert_eq!(changes.as_array().unwrap().iter().map(of_basket).collect::<Vec<_>>(), [(4, 1), (2, 4)]);
        let none = lodge.client.put(&path, "*", terms(&market, cycle, basket, 0, 2)).await.ok();
        assert_eq!((&none["baskets"], &none["order"]["net"]["amount"]), (&json!([]), &json!(2_000)));
        assert_eq!((reserved(&app, jam).await, reserved(&app, tea).await), (2, 0));
        lodge.client.post(&format!("{path}/cancel"), json!({})).await.ok();
        assert_eq!((reserved(&app, jam).await, exposure(&app, lodge.id).await), (0, 0));
        check_reserved(&app).await;
        app.assert_no_violations().await;
    }
);

both!(
    async fn a_basket_that_cannot_be_had_is_refused(app: TestApp) {
        let market = Market::open(&app).await;
        let cycle = market.this_week(&app).await;
        let basket = sell(&app, &market, "BASKET", None).await;
        let own = sell(&app, &market, "OWN", Some(&market.lodge)).await;
        let (lodge, shop) = (&market.lodge, &market.shop);
        // Sixty jams are twenty baskets; with five jams apart, eighteen.
        let too_many = lodge.client.post("/buyer/orders", order(&market, lodge, cycle, basket, 20, 5)).await;
        assert_eq!((too_many.refusal(), too_many.pointer()), ((409, "capacity_exceeded"), "/lines/1/quantity"));
        assert_eq!(too_many.body["errors"][0]["params"]["maximum"], (CAPACITY - 5) / 3);
        let twice = json!([{ "product_id": basket, "quantity": 1 }, { "product_id": basket, "quantity": 2 }]);
        let mut order_of = order(&market, lodge, cycle, basket, 1, 0);
        order_of["lines"] = twice;
        let twice = lodge.client.post("/buyer/orders", order_of.clone()).await;
        assert_eq!((twice.refusal(), twice.pointer()), ((409, "product_twice"), "/lines/1/product_id"));

        // A buyer's own basket is not another's.
        lodge.client.post("/buyer/orders", order(&market, lodge, cycle, own, 1, 0)).await.ok();
        let others = shop.client.post("/buyer/orders", order(&market, shop, cycle, own, 1, 0)).await;
        assert_eq!((others.refusal(), others.pointer()), ((409, "product_unavailable"), "/lines/0/product_id"));
        let placed = shop.client.post("/buyer/orders", order(&market, shop, cycle, basket, 1, 0)).await.ok();
        let path = format!("/buyer/orders/{}", placed["order"]["id"].as_str().unwrap());
        let mut amended = terms(&market, cycle, own, 1, 0);
        amended["delivery_point_id"] = json!(shop.point);
        assert_eq!(shop.client.put(&path, "*", amended).await.refusal(), (409, "product_unavailable"));

        // Only by number, in an order of its own.
        order_of["lines"] = json!([{ "product_id": basket, "quantity": 1, "per_guest": true }]);
        let refused = lodge.client.post("/buyer/orders", order_of.clone()).await;
        assert_eq!((refused.refusal(), refused.pointer()), ((409, "basket_only_in_orders"), "/lines/0/product_id"));
        let standing = json!({
            "name": "Bienvenida", "delivery_point_id": lodge.point, "rule": "FREQ=WEEKLY;BYDAY=FR",
            "starts_on": "2026-03-02", "lines": [{ "product_id": basket, "quantity": 1 }],
        });
        let refused = lodge.client.post("/buyer/standing-orders", standing).await;
        assert_eq!((refused.refusal(), refused.pointer()), ((409, "basket_only_in_orders"), "/lines/0/product_id"));
        let line = OrderLineImport { product_id: basket, quantity: 1, unit_price: None, discount_bps: 0 };
        let import = OrderImport {
            code: "X-1".into(),
            buyer_id: lodge.id,
            cycle_id: cycle,
            delivery_point_id: lodge.point,
            details: Default::default(),
            lines: vec![line],
            enforce_credit: false,
        };
        let mut tx = app.app.begin(Actor::System).await.unwrap();
        assert_eq!(orders::import_order(&mut tx, import).await.unwrap_err().code(), "basket_only_in_orders");
        drop(tx);

        // Everything in it is sold.
        let mut tx = app.app.begin(Actor::System).await.unwrap();
        catalogue::retire_product(&mut tx, market.products["TEA"]).await.unwrap();
        tx.commit().await.unwrap();
        let gone = lodge.client.post("/buyer/orders", order(&market, lodge, cycle, basket, 1, 0)).await;
        assert_eq!((gone.refusal(), gone.pointer()), ((409, "product_unavailable"), "/lines/0/product_id"));
        check_reserved(&app).await;
    }
);

both!(
    async fn sixty_four_buyers_exhaust_the_last_baskets_exactly(app: TestApp) {
        let market = Market::open(&app).await;
        let cycle = market.this_week(&app).await;
        let basket = sell(&app, &market, "BASKET", None).await;
        let orders = (0..64).map(|i| {
            let client = if i % 2 == 0 { &market.lodge } else { &market.shop };
            client.client.post("/buyer/orders", order(&market, client, cycle, basket, 1, 0))
        });
        let answers = join_all(orders.collect::<Vec<_>>()).await;
        let won = answers.iter().filter(|answer| answer.status == 201).count();
        // Sixty jams by three are twenty baskets.
        assert_eq!(won, 20, "{:?}", answers.iter().map(|a| a.status).collect::<Vec<_>>());
        let lost = answers.iter().filter(|answer| answer.status != 201);
        assert!(lost.clone().all(|answer| answer.refusal() == (409, "capacity_exceeded")));
        assert_eq!(reserved(&app, market.products["JAM"]).await, CAPACITY);
        assert_eq!(reserved(&app, market.products["TEA"]).await, 20);
        assert_eq!(exposure(&app, market.lodge.id).await + exposure(&app, market.shop.id).await, 20 * 4_046);
        check_reserved(&app).await;
        app.assert_no_violations().await;
    }
);
