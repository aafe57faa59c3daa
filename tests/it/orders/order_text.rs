//! A pasted order: its lines are read, matched with what the buyer can order, and told where they are not clear.

use chrono::TimeDelta;
use minga::{
    catalogue::{self, PriceRow},
    platform::unit_of_work::Actor,
    search,
};
use sea_orm::{ActiveModelTrait, ActiveValue::Set, IntoActiveModel};
use serde_json::{Value, json};

use entities::{
    catalogue::product,
    values::{Amount, CycleId, ProductId},
};

use super::market::Market;
use crate::support::{ApiClient, TestApp, api_client::ApiResponse, both};

/// Names the products of the market, and indexes them.
async fn name_products(app: &TestApp, market: &Market) {
    let names = [
        ("JAM", "Mermelada de calafate", "Calafate jam"),
        ("TEA", "Té de menta", "Mint tea"),
        ("HONEY", "Miel de ulmo", "Ulmo honey"),
    ];
    for (code, name_es, name_en) in names {
        change_product(app, market.products[code], |row| {
            row.name_es = Set(name_es.to_owned());
            row.name_en = Set(name_en.to_owned());
        })
        .await;
    }
    search::rebuild_index(&app.app).await.unwrap();
}

async fn change_product(app: &TestApp, id: ProductId, change: impl FnOnce(&mut product::ActiveModel)) {
    let tx = app.app.begin(Actor::System).await.unwrap();
    let mut row = catalogue::get_product(&tx, id).await.unwrap().into_active_model();
    change(&mut row);
    row.update(tx.db()).await.unwrap();
    tx.commit().await.unwrap();
}

async fn preview(client: &ApiClient, cycle: CycleId, text: &str) -> ApiResponse {
    client.post("/buyer/order-text-previews", json!({ "cycle_id": cycle, "text": text })).await
}

/// Each line: the code of its product, the certainty, the quantity and what is the matter with it.
async fn lines(client: &ApiClient, cycle: CycleId, text: &str) -> Vec<(Value, Value, Value, Value)> {
    let found = preview(client, cycle, text).await.ok();
    let line = |line: &Value| {
        (
            line["product"]["code"].clone(),
            line["certainty"].clone(),
            line["quantity"].clone(),
            line["quantity_issue"].clone(),
        )
    };
    found["lines"].as_array().unwrap().iter().map(line).collect()
}

fn line(code: &str, certainty: &str, quantity: i64) -> (Value, Value, Value, Value) {
    (json!(code), json!(certainty), json!(quantity), Value::Null)
}

both!(
    async fn a_pasted_order_becomes_lines_to_confirm(app: TestApp) {
        let market = Market::open(&app).await;
        let cycle = market.this_week(&app).await;
        name_products(&app, &market).await;
        let lodge = &market.lodge.client;

        let text =
            "Hola, para el viernes:\n12 mermelada calafate, 6 té de menta\nTEA x 18\nmermelda calafte 3\n2 zapatos";
        let found = lines(lodge, cycle, text).await;
        assert_eq!(found.len(), 6, "{found:?}");
        assert_eq!(found[1], line("JAM", "certain", 12));
        assert_eq!(found[2], line("TEA", "certain", 6));
        assert_eq!(found[3], line("TEA", "certain", 18));
        assert_eq!(found[4], line("JAM", "likely", 3));
        assert_eq!((&found[5].0, &found[5].2), (&Value::Null, &json!(2)), "what nothing matches is kept");

        // Lines of one product are told, not added.
        let told = preview(lodge, cycle, text).await.ok();
        let told = told["lines"].as_array().unwrap();
        assert_eq!(
            (&told[3]["repeats"], &told[4]["repeats"], &told[2]["repeats"]),
            (&json!(2), &json!(1), &Value::Null)
        );
        assert_eq!(told[5]["text"], "2 zapatos");

        // A quantity is never a guess, and one that cannot be ordered is told.
        for (text, quantity, issue) in [
            ("mermelada calafate", Value::Null, json!("missing")),
            ("1,5 mermelada calafate", Value::Null, json!("not_whole")),
            ("2 cajas mermelada calafate", Value::Null, json!("packs")),
            ("12 mermelada calafate 6", Value::Null, json!("ambiguous")),
            ("mermelada calafate 250 g", Value::Null, json!("missing")),
            ("té menta 7", json!(7), json!("not_a_multiple")),
            ("una docena de té de menta", json!(12), Value::Null),
        ] {
            let found = lines(lodge, cycle, text).await;
            assert_eq!((found.len(), &found[0].2, &found[0].3), (1, &quantity, &issue), "{text}");
        }
        // In English, and by a word of another language.
        assert_eq!(lines(lodge, cycle, "a dozen jars of calafate jam").await, [line("JAM", "certain", 12)]);

        // Nothing is ordered.
        assert_eq!(lodge.get("/buyer/orders").await.ok(), json!([]));
    }
);

both!(
    async fn a_pasted_order_is_matched_with_what_the_buyer_can_order(app: TestApp) {
        let market = Market::open(&app).await;
        let cycle = market.this_week(&app).await;
        name_products(&app, &market).await;
        let lodge = &market.lodge.client;
        assert_eq!(lines(lodge, cycle, "3 miel").await, [line("HONEY", "certain", 3)]);

        // Two products match all words: the person chooses.
        change_product(&app, market.products["TEA"], |row| row.name_es = Set("Té de miel".to_owned())).await;
        search::rebuild_index(&app.app).await.unwrap();
        let found = preview(lodge, cycle, "6 miel").await.ok();
        assert_eq!(found["lines"][0]["certainty"], "likely");
        assert_eq!(found["lines"][0]["alternatives"].as_array().unwrap().len(), 1);

        // What is not on the price list of the buyer, or not sold any more, is not proposed.
        let mut tx = app.app.begin(Actor::System).await.unwrap();
        let prices = [PriceRow { product_id: market.products["JAM"], min_quantity: 1, amount: Amount(1_000) }];
        catalogue::update_prices(&mut tx, market.list, &prices).await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!(lines(lodge, cycle, "3 miel").await[0].0, Value::Null);
        assert_eq!(lines(lodge, cycle, "3 HONEY").await[0].0, Value::Null);
        assert_eq!(lines(lodge, cycle, "3 mermelada").await[0].0, "JAM");
        change_product(&app, market.products["JAM"], |row| row.retired_at = Set(Some(app.now()))).await;
        assert_eq!(lines(lodge, cycle, "3 mermelada").await[0].0, Value::Null);
    }
);

both!(
    async fn a_pasted_order_is_read_without_the_index_too(app: TestApp) {
        let market = Market::open(&app).await;
        let cycle = market.this_week(&app).await;
        name_products(&app, &market).await;
        let node = app.node_set(&[("SEARCH_URL", "http://127.0.0.1:9")]).await;
        let client = app.client_of_node(&node, &market.lodge.client);
        let found = preview(&client, cycle, "12 mermelada calafate\n6 té de menta").await.ok();
        assert_eq!(found["degraded"], true);
        let codes: Vec<&Value> =
            found["lines"].as_array().unwrap().iter().map(|line| &line["product"]["code"]).collect();
        assert_eq!(codes, ["JAM", "TEA"]);
    }
);

both!(
    async fn a_pasted_order_has_limits_and_belongs_to_an_open_cycle(app: TestApp) {
        let market = Market::open(&app).await;
        let cycle = market.this_week(&app).await;
        let lodge = &market.lodge.client;
        assert_eq!(preview(lodge, cycle, " \n ").await.ok()["lines"], json!([]));
        let many = |count: usize| (0..count).map(|at| format!("1 queso{at}")).collect::<Vec<_>>().join("\n");
        assert_eq!(preview(lodge, cycle, &many(100)).await.ok()["lines"].as_array().unwrap().len(), 100);
        let refused = preview(lodge, cycle, &many(101)).await;
        assert_eq!((refused.refusal(), refused.pointer()), ((422, "too_many_order_lines"), "/text"));
        let refused = preview(lodge, cycle, &"x".repeat(10_001)).await;
        assert_eq!((refused.refusal(), refused.pointer()), ((400, "invalid_body"), "/text"));

        app.advance(TimeDelta::days(3));
        preview(lodge, cycle, "1 miel").await.assert_refusal(409, "cycle_not_open");
    }
);
