//! Accounts, delivery points, and the credit that nobody exceeds.

use entities::{
    buyers::{buyer, exposure_movement},
    values::{Amount, BuyerId, OrganisationKind, Role},
};
use futures_util::future::join_all;
use minga::{
    buyers::{self, DeliveryPointTerms, Movement, move_exposure, move_exposures},
    catalogue::{self, PriceRow},
    platform::{app::App, http::problem::Result, unit_of_work::Actor},
};
use sea_orm::{ActiveValue::Set, EntityTrait, IntoActiveModel};
use serde_json::{Value, json};

use crate::support::{ApiClient, TestApp, both, market::Market};

fn clp(amount: i64) -> Value {
    json!({ "amount": amount, "currency": "CLP" })
}

/// Segment, zone and terms that name them.
async fn terms(staff: &ApiClient, limit: Option<i64>) -> Value {
    let segment = json!({ "code": "lodge", "name_es": "Lodges", "name_en": "Lodges" });
    let segment = staff.post("/staff/segments", segment).await.ok();
    let zone = staff.post("/staff/zones", json!({ "code": "norte", "name": "Zona norte" })).await.ok();
    let mut terms = json!({
        "segment_id": segment["id"], "zone_id": zone["id"], "payment_terms_days": 30,
        "invoicing_terms": "per_delivery", "order_minimum": clp(20_000), "priority": 2,
    });
    if let Some(limit) = limit {
        terms["credit_limit"] = clp(limit);
    }
    terms
}

/// A buyer's client and its account.
async fn account(app: &TestApp, staff: &ApiClient, code: &str, limit: Option<i64>) -> (ApiClient, BuyerId) {
    let client = app.organisation_client(OrganisationKind::Buyer, code).await;
    let organisation = client.user.as_ref().unwrap().organisation;
    let new = json!({ "organisation_id": organisation, "code": code, "terms": terms(staff, limit).await });
    let made = staff.post("/staff/buyers", new).await.ok();
    (client, serde_json::from_value(made["account"]["id"].clone()).unwrap())
}

both!(
    async fn an_account_is_opened_changed_closed_and_opened_again(app: TestApp) {
        let staff = app.staff_client(Role::Staff).await;
        let (lodge, id) = account(&app, &staff, "lodge", Some(500_000)).await;
        let own = lodge.get("/buyer/account").await.ok();
        assert_eq!((&own["account"]["exposure"], &own["zone"]["name"]), (&clp(0), &json!("Zona norte")));

        let terms = terms(&staff, None).await;
        let organisation = lodge.user.as_ref().unwrap().organisation;
        let again = json!({ "organisation_id": organisation, "code": "other", "terms": terms });
        assert_eq!(staff.post("/staff/buyers", again).await.refusal(), (409, "account_exists"));
        let shop = app.organisation_client(OrganisationKind::Buyer, "shop").await;
        let organisation = shop.user.as_ref().unwrap().organisation;
        let same_code = json!({ "organisation_id": organisation, "code": "lodge", "terms": terms });
        assert_eq!(staff.post("/staff/buyers", same_code).await.refusal(), (409, "code_taken"));
        let mut dollars = terms.clone();
        dollars["order_minimum"] = json!({ "amount": 1, "currency": "USD" });
        let wrong = json!({ "organisation_id": organisation, "code": "shop", "terms": dollars });
        let wrong = staff.post("/staff/buyers", wrong).await;
        assert_eq!((wrong.refusal(), wrong.pointer()), ((400, "invalid_body"), "/terms/order_minimum"));
        let producer = app.organisation_client(OrganisationKind::Producer, "ulmo").await;
        let organisation = producer.user.as_ref().unwrap().organisation;
        let no_buyer = json!({ "organisation_id": organisation, "code": "ulmo", "terms": terms });
        assert_eq!(staff.post("/staff/buyers", no_buyer).await.refusal(), (409, "not_a_buyer"));

        let path = format!("/staff/buyers/{id}");
        let tag = staff.get(&path).await.tag();
        let mut change = terms.clone();
        change["priority"] = json!(1);
        let changed = staff.put(&path, &tag, change.clone()).await;
        assert_eq!(changed.body["account"]["priority"], 1);
        assert!(changed.body["account"].get("credit_limit").is_none());
        assert_eq!(staff.put(&path, &tag, change).await.refusal(), (412, "stale"));

        staff.post(&format!("{path}/close"), Value::Null).await.ok();
        staff.post(&format!("{path}/close"), Value::Null).await.ok();
        assert!(lodge.get("/buyer/account").await.ok()["account"]["closed_at"].is_string(), "it is closed, not gone");
        lodge.get("/buyer/orders").await.ok();
        lodge.get("/buyer/invoices").await.ok();
        assert_eq!(lodge.get("/buyer/cycles").await.refusal(), (409, "account_closed"));
        staff.post(&format!("{path}/reopen"), Value::Null).await.ok();
        lodge.get("/buyer/account").await.ok();
        // Somebody whose organisation has no account has none to see.
        assert_eq!(shop.get("/buyer/account").await.refusal(), (404, "not_found"));
    }
);

both!(
    async fn two_who_approve_at_once_open_one_account(app: TestApp) {
        let staff = app.staff_client(Role::Staff).await;
        let terms = terms(&staff, None).await;
        let organisation =
            app.organisation_client(OrganisationKind::Buyer, "lodge").await.user.as_ref().unwrap().organisation;
        let codes = ["a", "b", "c", "a"];
        let tries = codes.map(|code| {
            staff.post("/staff/buyers", json!({ "organisation_id": organisation, "code": code, "terms": terms }))
        });
        let heard = join_all(tries).await;
        assert_eq!(heard.iter().filter(|h| h.status == 201).count(), 1);
        assert!(heard.iter().filter(|h| h.status != 201).all(|h| h.refusal() == (409, "account_exists")));
    }
);

both!(
    async fn delivery_points_belong_to_one_buyer(app: TestApp) {
        let staff = app.staff_client(Role::Staff).await;
        let (lodge, id) = account(&app, &staff, "lodge", None).await;
        let (_, other) = account(&app, &staff, "shop", None).await;
        let points = format!("/staff/buyers/{id}/delivery-points");
        let facts = json!({ "name": "Cocina", "address": "Camino al lago km 3", "comuna_code": "11101" });
        let made = staff.post(&points, facts.clone()).await.ok();
        assert_eq!(staff.post(&points, facts.clone()).await.ok()["id"], made["id"]);
        let bad = json!({ "name": "Cocina", "address": "Aquí", "comuna_code": "x1101" });
        assert_eq!(staff.post(&points, bad).await.status, 400);

        let point = made["id"].as_str().unwrap();
        let foreign = format!("/staff/buyers/{other}/delivery-points/{point}");
        assert_eq!(staff.put(&foreign, "\"v1\"", facts.clone()).await.refusal(), (404, "not_found"));
        let mut change = facts.clone();
        change["notes"] = json!("Tocar la campana");
        let path = format!("{points}/{point}");
        assert_eq!(staff.put(&path, "\"v1\"", change.clone()).await.ok()["notes"], "Tocar la campana");
        assert_eq!(staff.put(&path, "\"v1\"", change.clone()).await.refusal(), (412, "stale"));
        assert_eq!(lodge.get("/buyer/account").await.ok()["delivery_points"][0]["notes"], "Tocar la campana");

        let tx = app.app.read(Actor::System).await.unwrap();
        let point_id = serde_json::from_value(made["id"].clone()).unwrap();
        assert!(buyers::get_delivery_point(&tx, id, point_id).await.is_ok());
        assert_eq!(buyers::get_delivery_point(&tx, other, point_id).await.unwrap_err().code(), "not_found");
        drop(tx);
        let retired = staff.post(&format!("{path}/retire"), Value::Null).await;
        let tag = retired.tag();
        assert_eq!(staff.post(&format!("{path}/retire"), Value::Null).await.tag(), tag);
        assert_eq!(staff.put(&path, &tag, change).await.refusal(), (409, "point_retired"));
        let tx = app.app.read(Actor::System).await.unwrap();
        assert_eq!(buyers::get_delivery_point(&tx, id, point_id).await.unwrap_err().code(), "not_found");
        assert_eq!(lodge.get("/buyer/account").await.ok()["delivery_points"], json!([]));
    }
);

both!(
    async fn two_delivery_points_of_one_buyer_do_not_share_a_name(app: TestApp) {
        let staff = app.staff_client(Role::Staff).await;
        let (_, id) = account(&app, &staff, "lodge", None).await;
        let (_, other) = account(&app, &staff, "shop", None).await;
        let points = format!("/staff/buyers/{id}/delivery-points");
        let named = |name: &str, address: &str| json!({ "name": name, "address": address });
        let kitchen = staff.post(&points, named("Cocina Ñandú", "Camino 1")).await.ok();
        for name in ["Cocina Ñandú", "cocina nandu", "COCINA ÑANDÚ"] {
            let taken = staff.post(&points, named(name, "Camino 2")).await;
            assert_eq!((taken.refusal(), taken.pointer()), ((409, "name_taken"), "/name"), "{name}");
        }
        let store = staff.post(&points, named("Bodega", "Camino 2")).await.ok();
        let path = format!("{points}/{}", store["id"].as_str().unwrap());
        let taken = staff.put(&path, "*", named("cocina ñandú", "Camino 2")).await;
        assert_eq!((taken.refusal(), taken.pointer()), ((409, "name_taken"), "/name"));
        // Its own name in another spelling, that of another buyer's, and that of a retired one.
        staff.put(&path, "*", named("BODEGA", "Camino 3")).await.ok();
        staff.post(&format!("/staff/buyers/{other}/delivery-points"), named("Bodega", "Camino 2")).await.ok();
        staff.post(&format!("{points}/{}/retire", kitchen["id"].as_str().unwrap()), Value::Null).await.ok();
        staff.put(&path, "*", named("Cocina Ñandú", "Camino 3")).await.ok();

        // Of several at once, one gets the name.
        let nodes = [app.app.clone(), app.other_node().await];
        let tries = (0..4).map(|n| {
            let node = nodes[n % 2].clone();
            tokio::spawn(async move {
                let mut tx = node.begin(Actor::System).await?;
                let terms = DeliveryPointTerms {
                    name: "Muelle".into(),
                    address: format!("Camino {n}"),
                    comuna_code: None,
                    notes: None,
                };
                buyers::create_delivery_point(&mut tx, id, terms).await?;
                tx.commit().await
            })
        });
        let answers: Vec<Result<()>> = join_all(tries).await.into_iter().map(Result::unwrap).collect();
        assert_eq!(answers.iter().filter(|answer| answer.is_ok()).count(), 1);
        assert!(answers.iter().flat_map(|answer| answer.as_ref().err()).all(|problem| problem.code() == "name_taken"));
    }
);

async fn moved(app: &App, buyer: BuyerId, cause: String, amount: i64, enforce: bool) -> Result<()> {
    let mut tx = app.begin(Actor::System).await?;
    move_exposure(&mut tx, buyer, cause, Amount(amount), enforce).await?;
    tx.commit().await
}

async fn exposure(app: &App, buyer: BuyerId) -> (i64, usize) {
    let tx = app.read(Actor::System).await.unwrap();
    let stored = buyers::get_buyer(&tx, buyer).await.unwrap().exposure.0;
    let movements = exposure_movement::Entity::find().all(tx.db()).await.unwrap();
    let mine: Vec<_> = movements.into_iter().filter(|m| m.buyer_id == buyer).collect();
    assert_eq!(mine.iter().map(|m| m.amount.0).sum::<i64>(), stored, "the movements are the exposure");
    (stored, mine.len())
}

both!(
    async fn many_at_once_never_exceed_the_limit(app: TestApp) {
        // The movements are of no order.
        app.expect_violations();
        let staff = app.staff_client(Role::Staff).await;
        let (_, id) = account(&app, &staff, "lodge", Some(100)).await;
        let nodes = [app.app.clone(), app.other_node().await];
        let tries = (0..10).map(|n| {
            let node = nodes[n % 2].clone();
            tokio::spawn(async move { moved(&node, id, format!("order:{n}"), 30, true).await })
        });
        let answers: Vec<Result<()>> = join_all(tries).await.into_iter().map(Result::unwrap).collect();
        assert_eq!(answers.iter().filter(|a| a.is_ok()).count(), 3);
        assert!(answers.iter().flat_map(|a| a.as_ref().err()).all(|p| p.code() == "credit_limit_exceeded"));
        assert_eq!(exposure(&app.app, id).await, (90, 3));
        // Up to the limit itself, and not one peso more.
        assert!(moved(&app.app, id, "eleven".into(), 11, true).await.is_err());
        moved(&app.app, id, "ten".into(), 10, true).await.unwrap();
        // What is due anyway, and what gives back, asks for no credit.
        moved(&app.app, id, "rounding".into(), 5, false).await.unwrap();
        moved(&app.app, id, "payment".into(), -60, true).await.unwrap();
        assert_eq!(exposure(&app.app, id).await, (45, 6));
    }
);

both!(
    async fn the_same_cause_counts_once_however_often_it_comes(app: TestApp) {
        // The movements are of no order.
        app.expect_violations();
        let staff = app.staff_client(Role::Staff).await;
        let (_, id) = account(&app, &staff, "lodge", Some(100)).await;
        let nodes = [app.app.clone(), app.other_node().await];
        let tries = (0..8).map(|n| {
            let node = nodes[n % 2].clone();
            tokio::spawn(async move { moved(&node, id, "order:1".into(), 70, true).await })
        });
        assert!(join_all(tries).await.into_iter().all(|answer| answer.unwrap().is_ok()));
        assert_eq!(exposure(&app.app, id).await, (70, 1));
        // A refusal leaves nothing behind, in the same work too.
        let mut tx = app.app.begin(Actor::System).await.unwrap();
        let refused = move_exposure(&mut tx, id, "order:2".into(), Amount(31), true).await.unwrap_err();
        assert_eq!(refused.code(), "credit_limit_exceeded");
        move_exposure(&mut tx, id, "order:3".into(), Amount(30), true).await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!(exposure(&app.app, id).await, (100, 2));
    }
);

both!(
    async fn a_run_moves_thousands_once(app: TestApp) {
        // The movements are of no order.
        app.expect_violations();
        let staff = app.staff_client(Role::Staff).await;
        let (_, lodge) = account(&app, &staff, "lodge", Some(1)).await;
        let (_, shop) = account(&app, &staff, "shop", None).await;
        let movements: Vec<Movement> = (0..2_500)
            .map(|n| Movement {
                buyer_id: if n % 2 == 0 { lodge } else { shop },
                cause: format!("invoice:{n}"),
                amount: Amount(n),
            })
            .collect();
        for _ in 0..2 {
            let mut tx = app.app.begin(Actor::System).await.unwrap();
            move_exposures(&mut tx, movements.clone()).await.unwrap();
            tx.commit().await.unwrap();
        }
        let even: i64 = (0..2_500).filter(|n| n % 2 == 0).sum();
        let odd: i64 = (0..2_500).filter(|n| n % 2 == 1).sum();
        assert_eq!(exposure(&app.app, lodge).await, (even, 1_250));
        assert_eq!(exposure(&app.app, shop).await, (odd, 1_250));
        let seen = staff.get(&format!("/staff/buyers/{lodge}/exposure?limit=2")).await;
        assert!(seen.link.is_some());
        assert_eq!(seen.ok().as_array().unwrap().len(), 2);
    }
);

both!(
    async fn long_payment_terms_need_a_registered_agreement(app: TestApp) {
        let staff = app.staff_client(Role::Staff).await;
        let (_, id) = account(&app, &staff, "lodge", None).await;
        let path = format!("/staff/buyers/{id}");
        let read = staff.get(&path).await;
        let mut tag = read.tag();
        let account = read.ok()["account"].clone();
        let mut terms = json!({ "segment_id": account["segment_id"], "zone_id": account["zone_id"],
            "payment_terms_days": 60, "invoicing_terms": "monthly", "order_minimum": clp(0), "priority": 1 });
        let refused = staff.put(&path, &tag, terms.clone()).await;
        assert_eq!((refused.refusal(), refused.pointer()), ((409, "terms_need_agreement"), "/payment_terms_days"));
        terms["terms_agreement_number"] = json!("2026-0417");
        assert_eq!(staff.put(&path, &tag, terms.clone()).await.refusal(), (422, "agreement_incomplete"));
        terms["terms_agreement_on"] = json!("2026-12-31");
        assert_eq!(staff.put(&path, &tag, terms.clone()).await.refusal(), (409, "agreement_in_future"));
        terms["terms_agreement_on"] = json!("2026-01-15");
        let changed = staff.put(&path, &tag, terms.clone()).await;
        tag = changed.tag();
        let changed = changed.ok()["account"].clone();
        assert_eq!(
            (&changed["terms_agreement_number"], &changed["lacks_agreement"]),
            (&json!("2026-0417"), &json!(false))
        );
        assert_eq!(staff.get("/staff/buyers?lacks_agreement=true").await.ok(), json!([]));

        // One that had long terms before agreements were asked for is listed; its other terms change, and they shorten.
        let tx = app.app.begin(Actor::System).await.unwrap();
        let mut row = buyer::Entity::find_by_id(id).one(tx.db()).await.unwrap().unwrap().into_active_model();
        row.terms_agreement_number = Set(None);
        row.terms_agreement_on = Set(None);
        buyer::Entity::update(row).exec(tx.db()).await.unwrap();
        tx.commit().await.unwrap();
        let listed = staff.get("/staff/buyers?lacks_agreement=true").await.ok();
        assert_eq!((&listed[0]["code"], &listed[0]["lacks_agreement"]), (&json!("lodge"), &json!(true)));
        let terms = terms.as_object_mut().unwrap();
        terms.remove("terms_agreement_number");
        terms.remove("terms_agreement_on");
        for (days, refusal) in
            [(61, Some("terms_need_agreement")), (60, None), (45, None), (60, Some("terms_need_agreement"))]
        {
            terms.insert("payment_terms_days".into(), json!(days));
            let answer = staff.put(&path, &tag, Value::Object(terms.clone())).await;
            match refusal {
                Some(code) => assert_eq!(answer.refusal(), (409, code), "{days}"),
                None => tag = answer.tag(),
            }
        }
    }
);

both!(
    async fn open_business_is_decided_before_an_account_is_closed(app: TestApp) {
        let market = Market::open(&app).await;
        let path = format!("/staff/buyers/{}/close", market.lodge.id);
        market.delivered(&app, &[(&market.lodge, &[("miel", 10)])]).await;
        app.run_jobs().await;
        let open = market.ordered(&app, &[(&market.lodge, &[("miel", 5)])]).await;
        let mut tx = app.app.begin(Actor::System).await.unwrap();
        let segment = buyers::get_buyer(&tx, market.lodge.id).await.unwrap().segment_id;
        let list = catalogue::create_price_list(&mut tx, "L", "Lista", segment).await.unwrap().id;
        let price = PriceRow { product_id: market.products["miel"], min_quantity: 1, amount: Amount(4_990) };
        catalogue::update_prices(&mut tx, list, &[price]).await.unwrap();
        catalogue::publish_product(&mut tx, market.products["miel"]).await.unwrap();
        tx.commit().await.unwrap();
        let standing = json!({
            "name": "Desayuno", "rule": "FREQ=WEEKLY;BYDAY=TH", "starts_on": app.now().date_naive(),
            "delivery_point_id": market.lodge.point,
            "lines": [{ "product_id": market.products["miel"], "quantity": 6 }],
        });
        let standing = app.post(&market.lodge.user, "/buyer/standing-orders", standing).await.ok();

        let refused = app.post(&market.staff, &path, json!(null)).await;
        refused.assert_refusal(409, "open_business");
        let params = &refused.body["params"];
        assert_eq!(
            (&params["standing_orders"], &params["deliveries"]),
            (&json!(["Desayuno"]), &Value::Null),
            "{params}"
        );
        assert_eq!(params["balance"], Value::Null, "{params}");
        assert!(!params["orders"].as_array().unwrap().is_empty(), "{params}");
        assert_eq!(params["documents"].as_array().unwrap().len(), 1, "{params}");
        let with_debts = format!("{path}?debts_stay=true");
        app.post(&market.staff, &with_debts, json!(null)).await.assert_refusal(409, "open_business");

        let id = standing["standing_order"]["id"].as_str().unwrap();
        app.post(&market.lodge.user, &format!("/buyer/standing-orders/{id}/end"), json!({})).await.ok();
        let orders = app.get(&market.lodge.user, "/buyer/orders?limit=200").await.ok();
        for order in orders.as_array().unwrap().iter().filter(|order| order["cycle_id"] == json!(open)) {
            let id = order["id"].as_str().unwrap();
            let reason = json!({ "reason": "cierre" });
            app.post(&market.lodge.user, &format!("/buyer/orders/{id}/cancel"), reason).await.ok();
        }
        // What is owed alone: said, and left to be paid only on purpose.
        app.post(&market.staff, &path, json!(null)).await.assert_refusal(409, "open_business");
        app.post(&market.staff, &with_debts, json!(null)).await.ok();
        let invoices = app.get(&market.lodge.user, "/buyer/invoices").await.ok();
        assert_eq!(invoices.as_array().unwrap().len(), 1, "documents stay readable");
        let order = json!({
            "cycle_id": open, "delivery_point_id": market.lodge.point,
            "lines": [{ "product_id": market.products["miel"], "quantity": 1 }],
        });
        app.post(&market.lodge.user, "/buyer/orders", order).await.assert_refusal(409, "account_closed");
    }
);
