//! What is offered: products, offers and prices in the hands of those who may change them, and what each reader sees.

use chrono::TimeDelta;
use entities::{
    catalogue::{price, product},
    values::{OrganisationKind, Role},
};
use minga::{
    catalogue::{self, OfferTerms},
    members,
    platform::unit_of_work::Actor,
};
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter};
use serde_json::{Value, json};

use crate::{
    orders::market::{CAPACITY, Market, day},
    support::{ApiClient, TestApp, both},
};

fn product_body(code: &str, family: &Value) -> Value {
    json!({
        "code": code, "family_id": family["id"], "name_es": "Mermelada de calafate", "name_en": "Calafate jam",
        "net_content": 250, "net_unit": "g", "lot_size": 12, "allergens": ["sulphites"], "practices": ["wild_harvest"],
        "storage": "ambient", "shelf_life_days": 365, "vat_bps": 1900,
    })
}

async fn family(staff: &ApiClient) -> Value {
    let body = json!({ "code": "JAMS", "name_es": "Mermeladas", "name_en": "Jams" });
    staff.put_without_if_match("/staff/families", body).await.ok()
}

fn codes_of(list: &Value) -> Vec<&str> {
    list["products"].as_array().unwrap().iter().map(|product| product["code"].as_str().unwrap()).collect()
}

both!(
    async fn allergens_are_declared_in_words_that_a_filter_understands(app: TestApp) {
        let staff = app.staff_client(Role::Staff).await;
        let family = json!({ "code": "DULCES", "name_es": "Dulces", "name_en": "Sweets" });
        let family = staff.put_without_if_match("/staff/families", family).await.ok();
        let with = |code: &str, lists: Value| {
            let mut body = json!({
                "code": code, "family_id": family["id"], "name_es": "Galleta", "name_en": "Biscuit", "net_content": 200,
                "net_unit": "g", "lot_size": 1, "storage": "ambient", "shelf_life_days": 90, "vat_bps": 1900,
            });
            body.as_object_mut().unwrap().extend(lists.as_object().unwrap().clone());
            body
        };
        for (code, lists, contains, may_contain) in [
            ("A", json!({ "allergens": ["gluten;milk"] }), json!(["gluten", "milk"]), json!([])),
            ("B", json!({ "allergens": ["GLUTEN/MILK", "Leche"] }), json!(["gluten", "milk"]), json!([])),
            ("C", json!({ "allergens": ["puede contener trazas de nueces"] }), json!([]), json!(["nuts"])),
            (
                "D",
                json!({ "allergens": ["frutos secos"], "may_contain": ["maní", "nuts"] }),
                json!(["nuts"]),
                json!(["peanuts"]),
            ),
            ("E", json!({ "allergens": [] }), json!([]), json!([])),
        ] {
            let made = staff.post("/staff/products", with(code, lists)).await.ok();
            assert_eq!((&made["allergens"], &made["may_contain"]), (&contains, &may_contain), "{code}");
            assert!(made["allergens_declared_at"].is_string(), "{code}");
            staff.post(&format!("/staff/products/{}/publish", made["id"].as_str().unwrap()), json!({})).await.ok();
        }
        let undeclared = staff.post("/staff/products", with("F", json!({}))).await.ok();
        assert!(undeclared.get("allergens_declared_at").is_none());
        staff.post(&format!("/staff/products/{}/publish", undeclared["id"].as_str().unwrap()), json!({})).await.ok();
        for (lists, code, pointer) in [
            (json!({ "allergens": ["gluten", "polvo"] }), "allergen_unknown", "/allergens/1"),
            (json!({ "allergens": ["sin gluten"] }), "allergen_unknown", "/allergens/0"),
            (json!({ "allergens": [], "may_contain": ["erizo"] }), "allergen_unknown", "/may_contain/0"),
            (json!({ "may_contain": ["nuts"] }), "allergens_missing", "/allergens"),
        ] {
            let refused = staff.post("/staff/products", with("X", lists)).await;
            assert_eq!(refused.refusal(), (422, code));
            assert_eq!(refused.pointer(), pointer);
        }
        app.advance(TimeDelta::seconds(6));
        app.run_jobs().await;
        for (query, found) in [
            ("free_of=gluten", vec!["C", "D", "E"]),
            ("free_of=nueces", vec!["A", "B", "E"]),
            ("free_of=peanuts&free_of=milk", vec!["C", "E"]),
            ("q=sin%20nueces%20ni%20leche", vec!["E"]),
            ("q=galleta", vec!["A", "B", "C", "D", "E", "F"]),
        ] {
            let list = staff.get(&format!("/public/search?{query}")).await.ok();
            assert_eq!(codes_of(&list), found, "{query}");
        }
        // Without a declaration in it, a change withdraws the declaration: nothing is surely known any more.
        let path = format!("/staff/products/{}", undeclared["id"].as_str().unwrap());
        for (lists, is_declared) in [(json!({ "allergens": [] }), true), (json!({}), false)] {
            let tag = staff.get(&path).await.tag();
            let changed = staff.put(&path, &tag, with("F", lists)).await.ok();
            assert_eq!(changed["allergens_declared_at"].is_string(), is_declared);
        }
    }
);

both!(
    async fn a_name_that_documents_cannot_print_is_refused_with_its_characters(app: TestApp) {
        let staff = app.staff_client(Role::Staff).await;
        let family = family(&staff).await;
        let mut body = product_body("CAL", &family);
        body["name_es"] = json!("Mermelada 商店 🍓🍓");
        let refused = staff.post("/staff/products", body.clone()).await;
        assert_eq!((refused.refusal(), refused.pointer()), ((422, "invalid_body"), "/name_es"));
        let error = &refused.body["errors"][0];
        assert_eq!((&error["code"], &error["params"]["characters"]), (&json!("not_printable"), &json!("商店🍓")));
        body["name_es"] = json!("Mermelada de ñandú «azul» ½ – 5 €");
        staff.post("/staff/products", body).await.ok();
        // A search is printed nowhere.
        staff.get("/public/search?q=%F0%9F%8D%93").await.ok();
    }
);

both!(
    async fn a_product_is_made_edited_published_and_retired(app: TestApp) {
        let staff = app.staff_client(Role::Staff).await;
        let family = family(&staff).await;
        let made = staff.post("/staff/products", product_body("CAL", &family)).await.ok();
        let path = format!("/staff/products/{}", made["id"].as_str().unwrap());
        let public = format!("/public/products/{}", made["id"].as_str().unwrap());
        let taken = staff.post("/staff/products", product_body("CAL", &family)).await;
        assert_eq!((taken.refusal(), taken.pointer()), ((409, "code_taken"), "/code"));
        // Nobody sees it before it is published.
        assert_eq!(app.anonymous_client().get(&public).await.status, 404);

        let tag = staff.get(&path).await.tag();
        let mut change = product_body("CAL", &family);
        change["additional_tax"] = json!({ "code": "24", "bps": 3150 });
        let changed = staff.put(&path, &tag, change.clone()).await.ok();
        assert_eq!(
            (changed["additional_tax_code"].as_str(), changed["order_multiple"].as_i64()),
            (Some("24"), Some(1))
        );
        assert_eq!(staff.put(&path, &tag, change.clone()).await.refusal(), (412, "stale"));
        assert_eq!(staff.put_without_if_match(&path, change.clone()).await.refusal(), (400, "if_match_missing"));

        for _ in 0..2 {
            staff.post(&format!("{path}/publish"), json!({})).await.ok();
        }
        assert_eq!(app.anonymous_client().get(&public).await.ok()["family"]["code"], "JAMS");
        assert_eq!(app.anonymous_client().get("/public/products").await.ok().as_array().unwrap().len(), 1);
        for _ in 0..2 {
            staff.post(&format!("{path}/retire"), json!({})).await.ok();
        }
        assert_eq!(app.anonymous_client().get(&public).await.status, 404);
        assert_eq!(staff.put(&path, "*", change).await.refusal(), (409, "product_retired"));
        assert_eq!(staff.post(&format!("{path}/publish"), json!({})).await.refusal(), (409, "product_retired"));
    }
);

both!(
    async fn a_workshop_changes_its_own_offers_only(app: TestApp) {
        let market = Market::open(&app).await;
        let own = app.organisation_client(OrganisationKind::Producer, "TALLER").await;
        let other = app.organisation_client(OrganisationKind::Producer, "OTRO").await;
        let offers = own.get("/producer/offers").await.ok();
        assert_eq!(offers.as_array().unwrap().len(), 3);
        assert_eq!(other.get("/producer/offers").await.ok(), json!([]));
        let jam = offers.as_array().unwrap().iter().find(|o| o["product_id"] == json!(market.products["JAM"])).unwrap();
        let path = format!("/producer/offers/{}", jam["id"].as_str().unwrap());
        let terms = json!({ "capacity_per_week": 24, "min_batch": 12, "lead_days": 3, "harvest_months": [2, 3] });
        assert_eq!(other.put(&path, "*", terms.clone()).await.status, 404);
        let changed = own.put(&path, "\"v1\"", terms.clone()).await.ok();
        assert_eq!(changed["harvest_months"], json!([2, 3]));
        assert_eq!(own.put(&path, "\"v1\"", terms.clone()).await.refusal(), (412, "stale"));
        let batch = json!({ "capacity_per_week": 24, "min_batch": 25 });
        let batch = own.put(&path, "*", batch).await;
        assert_eq!((batch.refusal(), batch.pointer()), ((409, "batch_above_capacity"), "/min_batch"));

        let staff = app.staff_client(Role::Staff).await;
        let end = format!("/staff/offers/{}/end", jam["id"].as_str().unwrap());
        for _ in 0..2 {
            staff.post(&end, json!({})).await.ok();
        }
        assert_eq!(own.put(&path, "*", terms).await.refusal(), (409, "offer_ended"));
    }
);

both!(
    async fn a_buyer_sees_its_prices_and_what_is_left(app: TestApp) {
        let market = Market::open(&app).await;
        let cycle = market.this_week(&app).await;
        let lodge = &market.lodge;
        lodge.client.post("/buyer/orders", market.order(lodge, cycle, &[("JAM", 10)])).await.ok();
        let seen = lodge.client.get("/buyer/products?delivery_date=2026-03-06").await.ok();
        let of = |code: &str| seen.as_array().unwrap().iter().find(|p| p["product"]["code"] == code).unwrap().clone();
        assert_eq!(of("JAM")["prices"].as_array().unwrap().len(), 2);
        assert_eq!(of("JAM")["prices"][1]["price"], json!({ "amount": 900, "currency": "CLP" }));
        assert_eq!(of("JAM")["sellable"]["units"], CAPACITY - 10);
        assert_eq!(
            of("HONEY")["sellable"],
            json!({
                "units": 0, "more_needed": 0, "order_until": "2026-03-06", "reason": "harvest"
            })
        );

        // A pause of the only maker takes all of it away, and says so.
        let mut tx = app.app.begin(Actor::System).await.unwrap();
        let pause = members::NewPause { from_date: day("2026-03-05"), until_date: None, reason: "Descanso".into() };
        members::create_pause(&mut tx, market.workshop, pause).await.unwrap();
        tx.commit().await.unwrap();
        let jam =
            lodge.client.get(&format!("/buyer/products/{}?delivery_date=2026-03-06", market.products["JAM"])).await;
        assert_eq!(jam.ok()["sellable"]["reason"], "pause");
        assert_eq!(
            lodge.client.post("/buyer/orders", market.order(lodge, cycle, &[("JAM", 1)])).await.refusal().1,
            "capacity_exceeded"
        );
    }
);

both!(
    async fn a_lead_time_closes_a_product_before_its_cycle(app: TestApp) {
        let market = Market::open(&app).await;
        let cycle = market.this_week(&app).await;
        let staff = app.staff_client(Role::Staff).await;
        let terms = json!({ "capacity_per_week": 30, "min_batch": 12, "lead_days": 4 });
        let offer = json!({ "workshop_id": market.workshop, "product_id": market.products["JAM"], "terms": terms });
        staff.post("/staff/offers", offer).await.ok();
        let lodge = &market.lodge;
        let path = format!("/buyer/products/{}?delivery_date=2026-03-06", market.products["JAM"]);
        let left = lodge.client.get(&path).await.ok()["sellable"].clone();
        assert_eq!(left, json!({ "units": 30, "more_needed": 12, "order_until": "2026-03-02" }));
        lodge.client.post("/buyer/orders", market.order(lodge, cycle, &[("JAM", 5)])).await.ok();
        assert_eq!(lodge.client.get(&path).await.ok()["sellable"]["more_needed"], 7);

        app.advance(TimeDelta::days(1));
        assert_eq!(lodge.client.get(&path).await.ok()["sellable"]["reason"], "closed");
        let late = lodge.client.post("/buyer/orders", market.order(lodge, cycle, &[("TEA", 6), ("JAM", 5)])).await;
        assert_eq!((late.refusal(), late.pointer()), ((409, "product_closed"), "/lines/1/quantity"));
    }
);

both!(
    async fn prices_change_by_versions_and_only_where_they_differ(app: TestApp) {
        let market = Market::open(&app).await;
        let staff = app.staff_client(Role::Staff).await;
        let path = format!("/staff/price-lists/{}", market.list);
        let read = staff.get(&path).await;
        let tag = read.tag();
        let list = read.ok();
        assert_eq!((list["list"]["version"].as_i64(), list["prices"].as_array().unwrap().len()), (Some(2), 4));
        let body = json!({ "prices": list["prices"] });
        assert_eq!(staff.put(&format!("{path}/prices"), &tag, body.clone()).await.tag(), tag);

        let mut raised = body.clone();
        raised["prices"][0]["price"]["amount"] = json!(1_100);
        let raised_tag = staff.put(&format!("{path}/prices"), &tag, raised).await.tag();
        assert_ne!(raised_tag, tag);
        assert_eq!(staff.put(&format!("{path}/prices"), &tag, body.clone()).await.refusal(), (412, "stale"));
        let mut wrong = body.clone();
        wrong["prices"][1]["price"] = json!({ "amount": -1, "currency": "USD" });
        let wrong = staff.put(&format!("{path}/prices"), "*", wrong).await;
        assert_eq!((wrong.refusal(), wrong.pointer()), ((422, "price_invalid"), "/prices/1/price/currency"));
        let twice = json!({ "prices": [body["prices"][0], body["prices"][0]] });
        assert_eq!(staff.put(&format!("{path}/prices"), "*", twice).await.refusal(), (409, "price_twice"));
        let dearer = |quantity: i64, amount: i64| {
            let price = json!({ "amount": amount, "currency": "CLP" });
            json!({ "product_id": body["prices"][0]["product_id"], "min_quantity": quantity, "price": price })
        };
        let dearer = json!({ "prices": [dearer(24, 99_000), dearer(1, 4_000)] });
        let dearer = staff.put(&format!("{path}/prices"), "*", dearer).await;
        assert_eq!((dearer.refusal(), dearer.pointer()), ((422, "tier_price_increases"), "/prices/0/price"));
        let other = json!({ "code": "L2", "name": "Otra", "segment_id": market.segment });
        assert_eq!(staff.post("/staff/price-lists", other).await.refusal(), (409, "segment_has_list"));
    }
);

both!(
    async fn prices_of_an_earlier_version_block_no_other_change(app: TestApp) {
        let market = Market::open(&app).await;
        let staff = app.staff_client(Role::Staff).await;
        let path = format!("/staff/price-lists/{}", market.list);
        let listed = staff.get(&path).await.ok()["prices"].clone();
        let position = |code: &str, quantity: i64| {
            let product = json!(market.products[code]);
            let mut prices = listed.as_array().unwrap().iter();
            prices.position(|p| p["product_id"] == product && p["min_quantity"] == quantity).unwrap()
        };
        let (dear, tea) = (position("JAM", 12), position("TEA", 1));
        // An earlier version stored a dearer tier and a price of nothing.
        let tx = app.app.begin(Actor::System).await.unwrap();
        for (code, quantity, amount) in [("JAM", 12, 5_000), ("HONEY", 1, 0)] {
            let stored = price::Entity::update_many()
                .col_expr(price::Column::Amount, amount.into())
                .filter(price::Column::ProductId.eq(market.products[code]))
                .filter(price::Column::MinQuantity.eq(quantity));
            assert_eq!(stored.exec(tx.db()).await.unwrap().rows_affected, 1);
        }
        tx.commit().await.unwrap();
        let put = async |change: &dyn Fn(&mut Value)| {
            let mut prices = staff.get(&path).await.ok()["prices"].clone();
            change(&mut prices);
            staff.put(&format!("{path}/prices"), "*", json!({ "prices": prices })).await
        };
        put(&|prices| prices[tea]["price"]["amount"] = json!(1_500)).await.ok();

        // What the change itself touches is refused.
        let dearer = put(&|prices| prices[dear]["price"]["amount"] = json!(4_000)).await;
        let pointer = format!("/prices/{dear}/price");
        assert_eq!((dearer.refusal(), dearer.pointer()), ((422, "tier_price_increases"), pointer.as_str()));
        let lower_step = position("JAM", 1);
        let dearer = put(&|prices| prices[lower_step]["price"]["amount"] = json!(900)).await;
        assert_eq!((dearer.refusal(), dearer.pointer()), ((422, "tier_price_increases"), pointer.as_str()));
        for (changed, amount) in [(tea, 0), (dear, 0), (dear, -5)] {
            let free = put(&|prices| prices[changed]["price"]["amount"] = json!(amount)).await;
            let pointer = format!("/prices/{changed}/price/amount");
            assert_eq!((free.refusal(), free.pointer()), ((422, "price_invalid"), pointer.as_str()));
        }
        put(&|prices| prices[dear]["price"]["amount"] = json!(850)).await.ok();
    }
);

both!(
    async fn the_calendar_and_the_fresh_sheet_show_what_is_made_and_can_be_had(app: TestApp) {
        let market = Market::open(&app).await;
        let anyone = app.anonymous_client();
        let codes = async || -> Value {
            let sheet = anyone.get("/public/fresh-sheet").await.ok();
            assert_eq!((&sheet["from_date"], &sheet["until_date"]), (&json!("2026-03-09"), &json!("2026-03-15")));
            let group = |name: &str| -> Vec<String> {
                let products = sheet[name].as_array().unwrap().iter();
                products.map(|one| one["product"]["code"].as_str().unwrap().to_owned()).collect()
            };
            json!([group("new"), group("ending"), group("in_season"), group("plentiful")])
        };
        assert_eq!(codes().await, json!([["JAM", "TEA"], [], [], []]), "honey is out of harvest");
        let old =
            product::ActiveModel { published_at: Set(Some(app.now() - TimeDelta::days(28))), ..Default::default() };
        let tx = app.app.begin(Actor::System).await.unwrap();
        product::Entity::update_many().set(old).exec(tx.db()).await.unwrap();
        tx.commit().await.unwrap();
        let make = async |months: i32| {
            let terms =
                OfferTerms { capacity_per_week: CAPACITY, min_batch: None, lead_days: 0, harvest_months: months };
            let jam = market.products["JAM"];
            let mut tx = app.app.begin(Actor::System).await.unwrap();
            catalogue::upsert_offer(&mut tx, market.workshop, jam, terms).await.unwrap();
            tx.commit().await.unwrap();
        };
        make(1 << 2).await;
        assert_eq!(codes().await, json!([[], ["JAM"], [], ["TEA"]]));
        make(1 << 2 | 1 << 3).await;
        assert_eq!(codes().await, json!([[], [], ["JAM"], ["TEA"]]));
        market.this_week(&app).await;
        let next = market.cycle(&app, "2026-03-12", app.now()).await.id;
        app.run_jobs().await;
        market
            .lodge
            .client
            .post("/buyer/orders", market.order(&market.lodge, next, &[("JAM", 60), ("TEA", 18)]))
            .await
            .ok();
        assert_eq!(
            codes().await,
            json!([[], [], [], []]),
            "jam is sold out, and more than a quarter of the tea is taken"
        );

        let seasons = anyone.get("/public/season-calendar").await.ok();
        let months: Vec<_> = seasons.as_array().unwrap().iter().map(|one| one["harvest_months"].clone()).collect();
        assert_eq!(months, [json!([6]), json!([3, 4]), json!((1..=12).collect::<Vec<_>>())], "{seasons}");
        let page = anyone.get("/public/season-calendar?limit=1").await;
        assert_eq!(page.ok().as_array().unwrap().len(), 1);
        let pdf = anyone.get_file("/public/fresh-sheet/document?language=en").await;
        assert!(pdf.bytes.starts_with(b"%PDF"));
    }
);
