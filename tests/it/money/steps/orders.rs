//! The steps of buyers before the cut-off, and of staff with their orders.

use chrono::Days;
use serde_json::{Value, json};
use uuid::Uuid;

use super::{Step, finance::clp};
use crate::{
    money::{
        random::Random,
        world::{Request, World},
    },
    support::market::Customer,
};

/// The request of a step; none where nothing can be done.
pub async fn build<'a>(world: &'a World, step: Step, random: &mut Random) -> Option<Request<'a>> {
    let staff = &world.market.staff;
    match step {
        Step::PlaceOrder => {
            let cycle = world.pick(random, "SELECT id FROM cycle WHERE state = 'open'").await?;
            let customer = choose_customer(world, random);
            let lines = order_lines(world, random);
            let body = json!({ "cycle_id": cycle, "delivery_point_id": customer.point, "lines": lines });
            Request::post(&customer.user, "/buyer/orders".into(), body)
        }
        Step::AmendOrder => {
            let customer = choose_customer(world, random);
            let order = pick_order(world, random, customer, "open").await?;
            let body = json!({ "delivery_point_id": customer.point, "lines": order_lines(world, random) });
            Request::put(&customer.user, format!("/buyer/orders/{order}"), body)
        }
        Step::CancelOwnOrder => {
            let customer = choose_customer(world, random);
            let order = pick_order(world, random, customer, "open").await?;
            Request::post(
                &customer.user,
                format!("/buyer/orders/{order}/cancel"),
                json!({ "reason": "Cambio de planes" }),
            )
        }
        Step::CancelOrder => {
            let order = world.pick(random, "SELECT id FROM orders WHERE state = 'placed'").await?;
            Request::post(staff, format!("/staff/orders/{order}/cancel"), json!({ "reason": "El cliente avisó" }))
        }
        Step::ChangeCreditLimit => change_credit_limit(world, random).await,
        Step::CreateStandingOrder => create_standing_order(world, random),
        Step::EndStandingOrder => {
            let customer = choose_customer(world, random);
            let id = customer.id.0;
            let standing =
                world.pick_of(random, "SELECT id FROM standing_order WHERE ended_at IS NULL AND buyer_id = ", id);
            Request::post(&customer.user, format!("/buyer/standing-orders/{}/end", standing.await?), Value::Null)
        }
        Step::RecordArrival => {
            let customer = choose_customer(world, random);
            let reference = format!("R{}", random.between(1, 1_000_000));
            let body =
                json!({ "reference": reference, "date": arrival_date(world, random), "guests": random.between(1, 30) });
            Request::post(&customer.user, "/buyer/arrivals".into(), body)
        }
        Step::UpdateArrival => {
            let customer = choose_customer(world, random);
            let arrival = pick_arrival(world, random, customer).await?;
            let body = json!({ "date": arrival_date(world, random), "guests": random.between(1, 30) });
            Request::put(&customer.user, format!("/buyer/arrivals/{arrival}"), body)
        }
        Step::CancelArrival => {
            let customer = choose_customer(world, random);
            let arrival = pick_arrival(world, random, customer).await?;
            Request::post(&customer.user, format!("/buyer/arrivals/{arrival}/cancel"), json!({}))
        }
        _ => None,
    }
}

fn choose_customer<'a>(world: &'a World, random: &mut Random) -> &'a Customer {
    if random.percent(60) { &world.market.lodge } else { &world.market.shop }
}

/// Lines of one to three products, in a third of the orders with baskets.
fn order_lines(world: &World, random: &mut Random) -> Vec<Value> {
    let mut lines = lines(world, random);
    if random.percent(33) {
        lines.push(json!({ "product_id": world.basket, "quantity": random.between(1, 12) }));
    }
    lines
}

/// Lines of one to three products, some of them per guest.
fn lines(world: &World, random: &mut Random) -> Vec<Value> {
    let codes: Vec<&&str> = world.market.products.keys().collect();
    let first = random.between(0, 2);
    (0..random.between(1, 3))
        .map(|at| {
            let code = codes[usize::try_from((first + at) % 3).unwrap()];
            let product = world.market.products[*code];
            match random.percent(20) {
                true => json!({ "product_id": product, "quantity": random.between(1, 3), "per_guest": true }),
                false => json!({ "product_id": product, "quantity": random.between(1, 40) }),
            }
        })
        .collect()
}

async fn pick_order(world: &World, random: &mut Random, customer: &Customer, cycle: &str) -> Option<Uuid> {
    let sql = format!(
        "SELECT o.id FROM orders o JOIN cycle c ON c.id = o.cycle_id WHERE o.state = 'placed' AND c.state = '{cycle}' \
         AND o.buyer_id = "
    );
    world.pick_of(random, &sql, customer.id.0).await
}

async fn pick_arrival(world: &World, random: &mut Random, customer: &Customer) -> Option<Uuid> {
    world.pick_of(random, "SELECT id FROM arrival WHERE cancelled_at IS NULL AND buyer_id = ", customer.id.0).await
}

/// A day near a delivery that is still to come.
fn arrival_date(world: &World, random: &mut Random) -> chrono::NaiveDate {
    let days = u64::try_from(random.between(5, 25)).unwrap();
    world.app.now().date_naive().checked_add_days(Days::new(days)).unwrap()
}

fn create_standing_order<'a>(world: &'a World, random: &mut Random) -> Option<Request<'a>> {
    let customer = choose_customer(world, random);
    let rule =
        *random.choose(&["FREQ=WEEKLY;BYDAY=MO,TH", "FREQ=DAILY;INTERVAL=5", "FREQ=WEEKLY;INTERVAL=2;BYDAY=SA"])?;
    let body = json!({
        "name": "Desayuno",
        "delivery_point_id": customer.point,
        "rule": rule,
        "starts_on": world.app.now().date_naive(),
        "lines": lines(world, random),
    });
    Request::post(&customer.user, "/buyer/standing-orders".into(), body)
}

/// Half of the changes take the limit away again.
async fn change_credit_limit<'a>(world: &'a World, random: &mut Random) -> Option<Request<'a>> {
    let path = format!("/staff/buyers/{}", choose_customer(world, random).id);
    let account = world.send(0, &Request::get(&world.market.staff, path.clone())).await.1["account"].clone();
    let kept = ["segment_id", "zone_id", "payment_terms_days", "invoicing_terms", "order_minimum", "priority"];
    let mut terms: Value = kept.iter().map(|name| ((*name).to_owned(), account[name].clone())).collect();
    if random.percent(50) {
        terms["credit_limit"] = clp(random.between(50_000, 2_000_000));
    }
    Request::put(&world.market.staff, path, terms)
}
