//! The steps of payments and refunds by card, with what the card processor does about them.

use serde_json::{Value, json};

use super::{
    Outcome, Step,
    finance::{clp, open_invoice},
    run_due_jobs, send,
};
use crate::money::{
    random::Random,
    world::{Request, World},
};

/// Takes a step with cards; none where there is nothing to do it with.
pub async fn take(world: &World, step: Step, random: &mut Random, at_once: bool) -> Option<Outcome> {
    match step {
        Step::PayByCard => pay_by_card(world, random, at_once).await,
        Step::RequestCardRefund => request_card_refund(world, random, at_once).await,
        _ => decide_card_refund(world, random).await,
    }
}

/// A buyer requests a card payment and pays it, or leaves the page. The event of a payment may be lost: then a poll finds it.
async fn pay_by_card(world: &World, random: &mut Random, at_once: bool) -> Option<Outcome> {
    let invoice = open_invoice(world, random).await?;
    let customers = [&world.market.lodge, &world.market.shop];
    let customer = customers.into_iter().find(|customer| invoice["buyer_id"] == json!(customer.id))?;
    let path = format!("/buyer/invoices/{}/card-payments", invoice["id"].as_str()?);
    let before = world.stripe.pages();
    let mut outcome = send(world, &Request::post(&customer.user, path, Value::Null)?, random, at_once).await;
    outcome.failures.extend(run_due_jobs(world, &world.nodes[0]).await);
    if world.stripe.pages() == before {
        return Some(outcome);
    }
    if random.percent(20) {
        world.stripe.becomes("expired");
        return Some(outcome);
    }
    world.stripe.becomes("complete");
    if random.percent(60) {
        let event = world.stripe.event("payment_intent.succeeded", &event_name(random));
        outcome.failures.extend(report(world, random, &event).await);
    }
    Some(outcome)
}

/// Finance returns a balance of a card payment to the card.
async fn request_card_refund(world: &World, random: &mut Random, at_once: bool) -> Option<Outcome> {
    let payment = world.pick(random, "SELECT id FROM payment WHERE method = 'card' AND unallocated > 0").await?;
    world.stripe.refunds_become(random.choose(&["succeeded", "pending", "failed"])?);
    let body = json!({ "amount": clp(random.between(1, 5_000)), "method": "card" });
    let request = Request::post(&world.market.finance, format!("/staff/payments/{payment}/refunds"), body)?;
    let mut outcome = send(world, &request, random, at_once).await;
    if random.percent(70) {
        outcome.failures.extend(run_due_jobs(world, &world.nodes[1]).await);
    }
    Some(outcome)
}

/// The card processor decides a refund, or cannot carry it out after all.
async fn decide_card_refund(world: &World, random: &mut Random) -> Option<Outcome> {
    let status = *random.choose(&["succeeded", "failed"])?;
    if !world.stripe.decide_refund(status) {
        return None;
    }
    let event = world.stripe.refund_event("refund.updated", &event_name(random));
    let failures = report(world, random, &event).await;
    Some(Outcome { accepted: failures.is_empty(), log: vec![status.to_owned()], failures })
}

fn event_name(random: &mut Random) -> String {
    format!("evt_{}", random.between(1, i64::MAX - 1))
}

/// Reports an event of the card processor to a node, and runs the jobs that follow; the failures.
async fn report(world: &World, random: &mut Random, event: &str) -> Vec<String> {
    let node = usize::from(random.percent(50));
    let status = world.send_card_event(node, event).await;
    let mut failures = run_due_jobs(world, &world.nodes[node]).await;
    if status != 204 {
        failures.push(format!("{event}: {status}"));
    }
    failures
}
