//! Two people, one lot; two nodes, one order; and sums that stay true whatever happens at once.

use entities::values::OrderLineId;
use futures_util::future::join_all;
use minga::{
    buyers,
    catalogue::{self, DeliverySlot, Hold},
    orders::{self, ArrivalTerms},
    platform::{app::App, http::problem::Result, unit_of_work::Actor},
};
use proptest::{prelude::*, strategy::ValueTree, test_runner::TestRunner};
use serde_json::json;
use uuid::Uuid;

use super::market::{CAPACITY, Market, check_reserved, day, exposure, reserved};
use crate::support::{TestApp, both};

both!(
    async fn two_buyers_racing_for_the_last_lot_cannot_both_win(app: TestApp) {
        let market = Market::open(&app).await;
        let cycle = market.this_week(&app).await;
        let first = market.order(&market.lodge, cycle, &[("JAM", CAPACITY - 10)]);
        market.lodge.client.post("/buyer/orders", first).await.ok();
        let want = [("JAM", 6), ("TEA", 6)];
        let (lodge, shop) = (market.order(&market.lodge, cycle, &want), market.order(&market.shop, cycle, &want));
        let both = futures_util::join!(
            market.lodge.client.post("/buyer/orders", lodge),
            market.shop.client.post("/buyer/orders", shop)
        );
        let mut statuses = [both.0.status, both.1.status];
        statuses.sort_unstable();
        assert_eq!(statuses, [201, 409]);
        let loser = if both.0.status == 409 { both.0 } else { both.1 };
        assert_eq!((loser.refusal(), loser.pointer()), ((409, "capacity_exceeded"), "/lines/0/quantity"));
        assert_eq!(reserved(&app, market.products["JAM"]).await, CAPACITY - 4);
        check_reserved(&app).await;
    }
);

both!(
    async fn a_crowd_takes_what_there_is_and_no_more(app: TestApp) {
        let market = Market::open(&app).await;
        let cycle = market.this_week(&app).await;
        // Opposite orders of the products: whoever locks them as they come would stand in a circle.
        let orders = (0..24).map(|i| {
            let client = if i % 2 == 0 { &market.lodge } else { &market.shop };
            let lines = if i % 3 == 0 { [("JAM", 5), ("TEA", 6)] } else { [("TEA", 6), ("JAM", 5)] };
            client.client.post("/buyer/orders", market.order(client, cycle, &lines))
        });
        let answers = join_all(orders.collect::<Vec<_>>()).await;
        let won = answers.iter().filter(|answer| answer.status == 201).count();
        // Sixty teas by six are ten orders; sixty jams by five would be twelve.
        assert_eq!(won, 10, "{:?}", answers.iter().map(|a| a.status).collect::<Vec<_>>());
        assert!(answers.iter().all(|answer| [201, 409].contains(&answer.status)));
        assert_eq!(reserved(&app, market.products["TEA"]).await, CAPACITY);
        let gross = 5_000 + 3_000 + 1_520;
        assert_eq!(exposure(&app, market.lodge.id).await + exposure(&app, market.shop.id).await, 10 * gross);
        check_reserved(&app).await;
    }
);

both!(
    async fn the_same_request_on_two_nodes_is_one_order(app: TestApp) {
        let market = Market::open(&app).await;
        let cycle = market.this_week(&app).await;
        let order = market.order(&market.lodge, cycle, &[("JAM", 6)]);
        let client = &market.lodge.client;
        let answers = join_all((0..6).map(|_| client.post_as("key", "/buyer/orders", order.clone()))).await;
        let made = answers.iter().filter(|answer| answer.status == 201).map(|answer| &answer.body["order"]["id"]);
        let made: Vec<_> = made.collect();
        assert!(!made.is_empty() && made.iter().all(|id| *id == made[0]), "{made:?}");
        assert!(answers.iter().all(|answer| [201, 409].contains(&answer.status)));
        assert_eq!(client.get("/buyer/orders").await.ok().as_array().unwrap().len(), 1);
        assert_eq!(reserved(&app, market.products["JAM"]).await, 6);
    }
);

async fn arrive(app: &App, market: &Market, reference: &str, guests: i32) -> Result<()> {
    let mut tx = app.begin(Actor::System).await?;
    let buyer = buyers::get_buyer(&tx, market.lodge.id).await?;
    let new = ArrivalTerms { reference: reference.to_owned(), date: day("2026-03-08"), guests };
    orders::create_arrival(&mut tx, &buyer, new).await?;
    tx.commit().await
}

both!(
    async fn arrivals_recorded_at_the_same_instant_leave_an_order_the_sum_of_its_lines(app: TestApp) {
        let market = Market::open(&app).await;
        let cycle = market.this_week(&app).await;
        let mut order = market.order(&market.lodge, cycle, &[("JAM", 1), ("TEA", 1)]);
        order["lines"][0]["per_guest"] = json!(true);
        order["lines"][1]["per_guest"] = json!(true);
        let placed = market.lodge.client.post("/buyer/orders", order.clone()).await.ok();
        let other = app.other_node().await;
        let references = ["R-0", "R-1", "R-2", "R-3"];
        let arrivals = references.iter().enumerate().map(|(i, reference)| {
            let node = if i % 2 == 0 { &app.app } else { &other };
            arrive(node, &market, reference, 3)
        });
        // One more order is placed while they are recorded.
        let (arrived, second) =
            futures_util::join!(join_all(arrivals), market.lodge.client.post("/buyer/orders", order));
        for arrived in arrived {
            arrived.unwrap();
        }
        for id in [&placed["order"]["id"], &second.ok()["order"]["id"]] {
            let detail = market.lodge.client.get(&format!("/buyer/orders/{}", id.as_str().unwrap())).await.ok();
            let quantities: Vec<_> = [0, 1].map(|i| detail["lines"][i]["quantity"].as_i64().unwrap()).into();
            assert_eq!(quantities, [12, 12]);
            assert_eq!(detail["order"]["net"]["amount"], 12 * 900 + 12 * 500);
        }
        assert_eq!(exposure(&app, market.lodge.id).await, 2 * (16_800 + 3_192));
        check_reserved(&app).await;
    }
);

both!(
    async fn arrivals_at_the_same_instant_do_not_pass_the_credit_limit_together(app: TestApp) {
        let market = Market::open(&app).await;
        let cycle = market.this_week(&app).await;
        let mut order = market.order(&market.lodge, cycle, &[("JAM", 1)]);
        order["lines"][0]["per_guest"] = json!(true);
        market.lodge.client.post("/buyer/orders", order).await.ok();
        let limit = sea_orm::ActiveValue::Set(Some(entities::values::Amount(9_000)));
        market.change_account(&app, market.lodge.id, |row| row.credit_limit = limit).await;
        let other = app.other_node().await;
        let (one, two) = futures_util::join!(arrive(&app.app, &market, "A", 5), arrive(&other, &market, "B", 5));
        one.unwrap();
        two.unwrap();
        assert_eq!(exposure(&app, market.lodge.id).await, 5_950);
        assert_eq!(reserved(&app, market.products["JAM"]).await, 5);
        check_reserved(&app).await;
    }
);

both!(
    async fn two_files_of_the_same_arrivals_at_once_are_stored_once(app: TestApp) {
        let market = Market::open(&app).await;
        market.this_week(&app).await;
        let file = "reference,date,guests\nA,2026-03-08,4\nB,2026-03-09,6\n".as_bytes().to_vec();
        let answers =
            join_all((0..4).map(|_| market.lodge.client.post_bytes("/buyer/arrivals-files", file.clone()))).await;
        let created: i64 = answers.into_iter().map(|answer| answer.ok()["created"].as_i64().unwrap()).sum();
        assert_eq!(created, 2);
    }
);

#[derive(Clone, Debug)]
enum Step {
    Reserve(Vec<(usize, usize, i64)>),
    UpTo(Vec<(usize, usize, i64)>),
    Release(Vec<usize>),
}

fn step() -> impl Strategy<Value = Step> {
    // A holder has one product: it is the order line of that product.
    let hold = (0_usize..12, 0_i64..40).prop_map(|(holder, quantity)| (holder, holder % 2, quantity));
    let mut holds = prop::collection::vec(hold, 1..5).boxed();
    holds = holds
        .prop_map(|mut holds| {
            holds.sort_unstable();
            holds.dedup_by_key(|hold| hold.0);
            holds
        })
        .boxed();
    prop_oneof![
        holds.clone().prop_map(Step::Reserve),
        holds.prop_map(Step::UpTo),
        prop::collection::vec(0_usize..12, 1..4).prop_map(Step::Release),
    ]
}

async fn take(app: &App, market: &Market, step: &Step) -> Result<()> {
    let holder = |i: &usize| OrderLineId(Uuid::from_u128(*i as u128 + 1));
    let holds = |holds: &[(usize, usize, i64)]| -> Vec<Hold> {
        let codes = ["JAM", "TEA"];
        holds
            .iter()
            .map(|(i, product, quantity)| Hold {
                multiple: 1,
                item: 0,
                item_units: 1,
                holder: holder(i),
                product_id: market.products[codes[*product]],
                quantity: *quantity,
            })
            .collect()
    };
    let mut tx = app.begin(Actor::System).await?;
    let slot = DeliverySlot { zone_id: market.zone, delivery_date: day("2026-03-06") };
    match step {
        Step::Reserve(wanted) => catalogue::reserve(&mut tx, slot, &holds(wanted)).await?,
        Step::UpTo(wanted) => drop(catalogue::reserve_available(&mut tx, slot, &holds(wanted)).await?),
        Step::Release(gone) => {
            catalogue::release(&mut tx, &gone.iter().map(holder).collect::<Vec<_>>()).await?;
        }
    }
    tx.commit().await
}

both!(
    async fn what_is_reserved_is_what_live_reservations_hold(app: TestApp) {
        let market = Market::open(&app).await;
        let mut runner = TestRunner::deterministic();
        let steps = prop::collection::vec(step(), 60).new_tree(&mut runner).unwrap().current();
        let other = app.other_node().await;
        for pair in steps.chunks(2) {
            let (one, two) = (take(&app.app, &market, &pair[0]), take(&other, &market, &pair[1]));
            for done in <[_; 2]>::from(futures_util::join!(one, two)) {
                let code = done.err().map(|problem| problem.code());
                assert!(matches!(code, None | Some("capacity_exceeded")), "{code:?}");
            }
            check_reserved(&app).await;
            for product in ["JAM", "TEA"] {
                assert!(reserved(&app, market.products[product]).await <= CAPACITY);
            }
        }
    }
);
