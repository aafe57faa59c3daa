//! Requests of buyers, and those of a session.

use chrono::TimeDelta;
use serde_json::{Value, json};

use super::{CATALOGUE, Example, Reach};
use crate::references::season::Season;

pub async fn examples(season: &Season) -> Vec<Example> {
    let market = &season.world.market;
    let point = ("/delivery_point_id", Reach::Others(json!(market.shop.point)));
    let product = ("/lines/0/product_id", CATALOGUE);
    let ids = [point.clone(), product.clone()];
    let lines = json!([{ "product_id": season.product("miel"), "quantity": 2 }]);
    let order = json!({ "delivery_point_id": market.lodge.point, "lines": lines });
    let placed = with(&order, &[("cycle_id", json!(season.open))]);
    let today = season.world.app.now().date_naive();
    let standing = with(
        &order,
        &[
            ("name", json!("Desayuno")),
            ("rule", json!("FREQ=DAILY")),
            ("starts_on", json!(today + TimeDelta::days(30))),
        ],
    );
    let own = create_standing_order(season, &market.lodge.user, &standing).await;
    let of_shop = with(&standing, &[("delivery_point_id", json!(market.shop.point))]);
    let foreign = create_standing_order(season, &market.shop.user, &of_shop).await;
    let before = season.world.app.post(&market.lodge.user, "/buyer/orders", placed.clone()).await.ok();
    let date = json!(today + TimeDelta::days(31));
    let later = with(
        &order,
        &[
            ("name", json!("Otro desayuno")),
            ("rule", json!("FREQ=DAILY")),
            ("from_date", json!(today + TimeDelta::days(40))),
        ],
    );
    let cycle = ("/cycle_id", CATALOGUE);
    let pasted = json!({ "cycle_id": season.open, "text": "2 miel" });
    let contents = json!([{
        "product_id": season.product("miel"), "quantity": 1, "substitutes": [season.product("libro")],
    }]);
    let basket = json!({ "texts": { "name_es": "Para la caminata" }, "components": contents });
    let before_basket = season.world.app.post(&market.lodge.user, "/buyer/baskets", basket.clone()).await.ok();
    let own_basket = &before_basket["sold"]["product"]["id"];
    let packed = with(&basket, &[("packaging_of", own_basket.clone())]);
    let in_basket = [
        ("/components/0/product_id", CATALOGUE),
        ("/components/0/substitutes/0", CATALOGUE),
        ("/packaging_of", CATALOGUE),
    ];
    let draft = json!({ "components": contents, "packaging_of": own_basket });
    vec![
        Example::new("create_own_basket", &[], packed.clone(), &in_basket),
        Example::new("update_own_basket", &[own_basket], packed, &in_basket),
        Example::new("preview_own_basket", &[], draft, &in_basket),
        Example::new("preview_order_text", &[], pasted, std::slice::from_ref(&cycle)),
        Example::new("place_order", &[], placed, &[cycle, point, product.clone()]),
        Example::new("amend_order", &[&before["order"]["id"]], order, &ids),
        Example::new("preview_standing_order", &[], standing.clone(), &ids),
        Example::new(
            "preview_standing_order",
            &[],
            standing.clone(),
            &[("?standing_order_id", Reach::Others(foreign))],
        )
        .with_query("standing_order_id", &own),
        Example::new("create_standing_order", &[], with(&standing, &[("name", json!("Cena"))]), &ids),
        Example::new("update_standing_order", &[&own], with(&standing, &[("name", json!("Almuerzo"))]), &ids),
        Example::new("update_occurrence", &[&own, &date], json!({ "lines": lines }), &[product]),
        Example::new("split_standing_order", &[&own], later, &ids),
        Example::new(
            "switch_organisation",
            &[],
            json!({ "organisation_id": market.lodge.user.organisation }),
            &[("/organisation_id", Reach::Others(json!(market.shop.user.organisation)))],
        ),
        Example::new(
            "demo_sign_in",
            &[],
            json!({ "person_id": season.demo_person }),
            &[("/person_id", Reach::Others(json!(market.shop.user.person)))],
        ),
    ]
}

/// A body with more fields.
fn with(body: &Value, fields: &[(&str, Value)]) -> Value {
    let mut body = body.clone();
    for (name, value) in fields {
        body[*name] = value.clone();
    }
    body
}

async fn create_standing_order(season: &Season, by: &crate::support::people::TestUser, body: &Value) -> Value {
    let created = season.world.app.post(by, "/buyer/standing-orders", body.clone()).await.ok();
    created["standing_order"]["id"].clone()
}
