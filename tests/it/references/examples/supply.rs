//! Requests about what workshops make and bring.

use serde_json::json;

use super::{Example, Reach, STAFF};
use crate::references::season::Season;

pub async fn examples(season: &Season) -> Vec<Example> {
    let market = &season.world.market;
    let today = season.world.app.now().date_naive();
    let (ana, beto) = (market.ana.workshop, market.beto.workshop);
    let (own, foreign) = (season.quota(season.frozen, ana).await, season.quota(season.frozen, beto).await);
    let batch = json!({ "made_on": today, "quantity": 3, "quota_id": own.id });
    let made = season.world.app.post(&market.ana.user, "/producer/batches", batch.clone()).await.ok();
    let received = season.quota(season.received, ana).await;
    let (batch_of_ana, batch_of_beto) = (
        json!(season.batch(received.id).await.id),
        json!(season.batch(season.quota(season.received, beto).await.id).await.id),
    );
    let receipts = season.staff(&format!("/staff/cycles/{}/receiving", season.received), None).await;
    let line = receipts.as_array().unwrap().iter().find(|line| line["quota_id"] == json!(received.id)).unwrap();
    let replacement = json!({ "batch_id": batch_of_ana, "accepted": line["accepted"] });
    let correction = json!({ "reason": "Mal anotado", "replacement": replacement });
    let receipt = json!({ "quota_id": own.id, "batch_id": made["id"], "accepted": 1 });
    let of_quota =
        [("/quota_id", Reach::Others(json!(foreign.id))), ("/batch_id", Reach::Others(batch_of_beto.clone()))];
    let (delivery, other) = (season.delivery(market.lodge.id).await, season.delivery(market.shop.id).await);
    let units = json!([{ "delivery_line_id": delivery["lines"][0]["id"], "quantity": 1 }]);
    let refusal = json!({ "failure": "refused", "reason": "Venía abierto", "units": units });
    let pin = json!({ "lots": 1, "product_id": season.product("miel"), "reason": "Prueba", "workshop_id": ana });
    vec![
        Example::new("create_batch", &[], batch, &of_quota[..1]),
        Example::new("record_goods_receipt", &[], receipt, &of_quota),
        Example::new(
            "correct_goods_receipt",
            &[&line["receipts"][0]["id"]],
            correction,
            &[("/replacement/batch_id", Reach::Others(batch_of_beto))],
        ),
        Example::new(
            "end_delivery",
            &[&delivery["id"]],
            refusal,
            &[("/units/0/delivery_line_id", Reach::Others(other["lines"][0]["id"].clone()))],
        ),
        Example::new(
            "create_pin",
            &[&json!(season.allocated)],
            pin,
            &[("/product_id", STAFF), ("/workshop_id", STAFF)],
        ),
    ]
}
