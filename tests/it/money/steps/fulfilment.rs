//! The steps of quotas, goods receipts, deliveries, stock and certificates.

use serde_json::{Value, json};
use uuid::Uuid;

use super::{Step, finance::clp};
use crate::money::{
    random::Random,
    world::{Request, World},
};

/// The request of a step; none where nothing can be done.
pub async fn build<'a>(world: &'a World, step: Step, random: &mut Random) -> Option<Request<'a>> {
    let staff = &world.market.staff;
    match step {
        Step::PublishQuotas => {
            let cycle = world.pick(random, "SELECT id FROM cycle WHERE state = 'allocated'").await?;
            Request::post(staff, format!("/staff/cycles/{cycle}/allocation/publish"), Value::Null)
        }
        Step::AnswerQuota => answer_quota(world, random).await,
        Step::FreezeQuotas => {
            let cycle = world.pick(random, "SELECT id FROM cycle WHERE state = 'published'").await?;
            Request::post(staff, format!("/staff/cycles/{cycle}/allocation/freeze"), Value::Null)
        }
        Step::RecordReceipt => record_receipt(world, random).await,
        Step::PrepareDeliveries => {
            let cycle = world.pick(random, "SELECT id FROM cycle WHERE state IN ('published', 'delivering')").await?;
            Request::post(staff, format!("/staff/cycles/{cycle}/deliveries"), Value::Null)
        }
        Step::DispatchDelivery => {
            let delivery = world.pick(random, "SELECT id FROM delivery WHERE state = 'prepared'").await?;
            Request::post(staff, format!("/staff/deliveries/{delivery}/dispatch"), Value::Null)
        }
        Step::ConfirmDelivery => {
            let delivery = world.pick(random, "SELECT id FROM delivery WHERE state = 'dispatched'").await?;
            Request::post(staff, format!("/staff/deliveries/{delivery}/confirm"), Value::Null)
        }
        Step::EndDelivery => end_delivery(world, random).await,
        Step::DisposeStock => dispose_stock(world, random).await,
        Step::ReverseDisposal => {
            let disposal = world.pick(random, "SELECT id FROM stock_disposal").await?;
            Request::post(
                staff,
                format!("/staff/stock-disposals/{disposal}/reverse"),
                json!({ "reason": "Mal anotado" }),
            )
        }
        Step::SuspendCertificate => {
            let certificate = world.pick(random, "SELECT id FROM certificate WHERE suspended_at IS NULL").await?;
            let path = format!("/staff/certificates/{certificate}/suspend");
            let kind = *random.choose(&["safety", "paperwork"])?;
            Request::post(&world.approver, path, json!({ "kind": kind, "reason": "Falta un análisis" }))
        }
        Step::ReinstateCertificate => {
            let certificate = world.pick(random, "SELECT id FROM certificate WHERE suspended_at IS NOT NULL").await?;
            let path = format!("/staff/certificates/{certificate}/reinstate");
            Request::post(&world.approver, path, json!({ "reason": "El análisis llegó" }))
        }
        Step::CorrectReceipt => correct_receipt(world, random).await,
        _ => None,
    }
}

async fn answer_quota<'a>(world: &'a World, random: &mut Random) -> Option<Request<'a>> {
    let quota = world.pick(random, "SELECT id FROM quota WHERE state = 'published'").await?;
    let (answer, body) = match random.between(1, 10) {
        1 => ("decline", json!({ "reason": "No alcanzo" })),
        2 | 3 => ("amend", json!({ "lots": random.between(0, 20).max(1), "reason": "Menos leche" })),
        _ => ("accept", Value::Null),
    };
    let path = format!("/staff/quotas/{quota}/{answer}");
    Request::post(&world.market.staff, path, body)
}

async fn record_receipt<'a>(world: &'a World, random: &mut Random) -> Option<Request<'a>> {
    let sql = "SELECT q.id FROM quota q WHERE q.state IN ('accepted', 'amended', 'frozen', 'fulfilled')";
    let quota = world.pick(random, sql).await?;
    let mut body = received_goods(world, random, quota).await?;
    body["quota_id"] = json!(quota);
    Request::post(&world.market.staff, "/staff/goods-receipts".into(), body)
}

/// What came of a quota: mostly all of it, sometimes with rejected units, sometimes less.
async fn received_goods(world: &World, random: &mut Random, quota: Uuid) -> Option<Value> {
    let read = Request::get(&world.market.staff, format!("/staff/quotas/{quota}"));
    let units = world.send(0, &read).await.1["units"].as_i64()?;
    let rejected = if random.percent(20) { random.between(0, units) } else { 0 };
    let accepted = if random.percent(70) { units - rejected } else { random.between(0, units - rejected) };
    let mut body = json!({
        "made_on": world.app.now().date_naive(),
        "accepted": accepted,
        "rejected": rejected,
    });
    if rejected > 0 {
        body["rejection"] = json!(*random.choose(&["quality", "damaged"]).unwrap());
        body["reason"] = json!("Revisado en la recepción");
    }
    Some(body)
}

/// A receipt of which less came than was recorded, all of it, or nothing.
async fn correct_receipt<'a>(world: &'a World, random: &mut Random) -> Option<Request<'a>> {
    let receipt = world.pick(random, "SELECT id FROM goods_receipt WHERE cancelled_at IS NULL").await?;
    let mut body = json!({ "reason": "Mal anotado" });
    if random.percent(80) {
        let quota = world.pick_of(random, "SELECT quota_id AS id FROM goods_receipt WHERE id = ", receipt).await?;
        body["replacement"] = received_goods(world, random, quota).await?;
    }
    Request::post(&world.market.staff, format!("/staff/goods-receipts/{receipt}/correct"), body)
}

/// A delivery, or some units of a line of it, did not reach its buyer.
async fn end_delivery<'a>(world: &'a World, random: &mut Random) -> Option<Request<'a>> {
    let delivery = world.pick(random, "SELECT id FROM delivery WHERE state <> 'prepared'").await?;
    let failure = *random.choose(&["lost", "refused", "returned"])?;
    let mut body = json!({ "failure": failure, "reason": "El camino estaba cortado" });
    if random.percent(60) {
        let line = world.pick_of(random, "SELECT id FROM delivery_line WHERE delivery_id = ", delivery).await?;
        body["units"] = json!([{ "delivery_line_id": line, "quantity": random.between(1, 12) }]);
    }
    Request::post(&world.market.staff, format!("/staff/deliveries/{delivery}/end"), body)
}

async fn dispose_stock<'a>(world: &'a World, random: &mut Random) -> Option<Request<'a>> {
    let item = world.pick(random, "SELECT id FROM stock_item WHERE remaining > 0").await?;
    let mut body = json!({ "units": random.between(1, 10), "reason": "Feria del pueblo" });
    match random.between(1, 3) {
        1 => {
            body["kind"] = json!("sold");
            body["total"] = clp(random.between(1_000, 90_000));
            body["document"] = json!("BOLETA 12");
        }
        2 => {
            body["kind"] = json!("given_away");
            body["recipient"] = json!("Escuela");
        }
        _ => body["kind"] = json!("written_off"),
    }
    let path = format!("/staff/stock-items/{item}/disposals");
    Request::post(&world.market.staff, path, body)
}
