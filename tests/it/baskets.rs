//! Baskets: what staff and buyers compose, what follows from its contents, and who sees it.

use entities::values::{OrganisationKind, Role};
use serde_json::{Value, json};

use crate::{
    orders::market::{CAPACITY, Market},
    support::{ApiClient, TestApp, both},
};

struct Baskets {
    market: Market,
    staff: ApiClient,
    family: Value,
}

impl Baskets {
    async fn open(app: &TestApp) -> Self {
        let market = Market::open(app).await;
        let staff = app.staff_client(Role::Admin).await;
        let family = staff.get("/public/families").await.ok()[0]["id"].clone();
        Self { market, staff, family }
    }

    fn component(&self, code: &str, quantity: i64) -> Value {
        json!({ "product_id": self.market.products[code], "quantity": quantity })
    }

    /// Two jams and a tea, five percent less, in a box.
    fn input(&self, code: &str) -> Value {
        json!({
            "code": code, "family_id": self.family, "vat_bps": 1900, "discount_bps": 500,
            "texts": { "name_es": "Canasta de bienvenida", "name_en": "Welcome basket", "card_es": "Bienvenidos" },
            "components": [self.component("JAM", 2), self.component("TEA", 1)],
            "packaging_es": "Caja de lenga", "packaging_price": { "amount": 250, "currency": "CLP" },
        })
    }

    fn own(&self, name: &str, components: Value) -> Value {
        json!({ "texts": { "name_es": name }, "components": components })
    }

    async fn create(&self, input: Value) -> Value {
        self.staff.post("/staff/baskets", input).await.ok()
    }

    async fn publish(&self, basket: &Value) {
        self.staff.post(&format!("/staff/products/{}/publish", id(basket)), json!({})).await.ok();
    }

    async fn declare(&self, code: &str, lists: Value) {
        let path = format!("/staff/products/{}", self.market.products[code].0);
        let before = self.staff.get(&path).await;
        let tag = before.tag();
        let product = before.ok();
        let mut input = json!({
            "code": code, "family_id": self.family, "name_es": product["name_es"], "name_en": product["name_en"],
            "net_content": 250, "net_unit": "g", "lot_size": 1, "order_multiple": product["order_multiple"],
            "storage": "ambient", "shelf_life_days": 365, "vat_bps": 1900,
        });
        input.as_object_mut().unwrap().extend(lists.as_object().unwrap().clone());
        self.staff.put(&path, &tag, input).await.ok();
    }
}

fn id(basket: &Value) -> &str {
    let product = basket.get("product").unwrap_or_else(|| &basket["sold"]["product"]);
    product["id"].as_str().unwrap()
}

fn prices(basket: &Value) -> Vec<(i64, i64)> {
    let prices = basket["sold"]["prices"].as_array().unwrap().iter();
    prices.map(|tier| (tier["min_quantity"].as_i64().unwrap(), tier["price"]["amount"].as_i64().unwrap())).collect()
}

fn names(list: &Value) -> Vec<&str> {
    list.as_array().unwrap().iter().map(|basket| basket["sold"]["product"]["name_es"].as_str().unwrap()).collect()
}

both!(
    async fn staff_compose_a_basket_that_buyers_see_with_its_price_and_contents(app: TestApp) {
        let shop = Baskets::open(&app).await;
        let lodge = &shop.market.lodge.client;
        let made = shop.create(shop.input("CAN-1")).await;
        assert_eq!((&made["product"]["lot_size"], &made["product"]["net_unit"]), (&json!(1), &json!("unit")));
        assert!(lodge.get("/buyer/baskets").await.ok().as_array().unwrap().is_empty(), "not published");
        lodge.get(&format!("/buyer/baskets/{}", id(&made))).await.assert_refusal(404, "not_found");
        shop.publish(&made).await;

        let list = lodge.get("/buyer/baskets?delivery_date=2026-03-06").await.ok();
        // 2 × 1,000 + 500 less 5 % is 2,375, and the box; from six baskets on there are twelve jams at 900.
        assert_eq!(prices(&list[0]), [(1, 2_625), (6, 2_435)]);
        assert_eq!((&list[0]["own"], &list[0]["packaging_price"]["amount"]), (&json!(false), &json!(250)));
        assert_eq!(list[0]["sold"]["sellable"]["units"], json!(CAPACITY / 2));
        let products = lodge.get("/buyer/products").await.ok();
        let listed = products.as_array().unwrap().iter().find(|product| product["product"]["code"] == "CAN-1").unwrap();
        assert_eq!(listed["prices"], list[0]["sold"]["prices"], "a basket is a product");

        let page = app.anonymous_client().get(&format!("/public/products/{}", id(&made))).await.ok();
        let components = page["basket"]["components"].as_array().unwrap();
        let found: Vec<_> =
            components.iter().map(|c| (&c["product"]["code"], &c["quantity"], &c["makers"][0]["name"])).collect();
        assert_eq!(found, [(&json!("JAM"), &json!(2), &json!("Taller")), (&json!("TEA"), &json!(1), &json!("Taller"))]);
        assert_eq!(page["basket"]["packaging_es"], "Caja de lenga");
        assert!(page["makers"].as_array().unwrap().is_empty(), "a basket has no maker of its own");

        // It is made in the months in which all that is in it is made.
        let mut seasonal = shop.input("CAN-2");
        seasonal["components"] = json!([shop.component("JAM", 1), shop.component("HONEY", 1)]);
        shop.publish(&shop.create(seasonal).await).await;
        let calendar = app.anonymous_client().get("/public/season-calendar").await.ok();
        let months: Vec<_> = calendar.as_array().unwrap().iter().map(|product| &product["harvest_months"]).collect();
        let year = json!((1..=12).collect::<Vec<_>>());
        assert_eq!(months[..2], [&year, &json!([6])], "CAN-1 and CAN-2 are the first by code: {calendar}");

        // A change of what is in it changes its price; a stale change is refused.
        let path = format!("/staff/baskets/{}", id(&made));
        let tag = shop.staff.get(&path).await.tag();
        let mut change = shop.input("CAN-1");
        change["components"] = json!([shop.component("TEA", 3)]);
        change["discount_bps"] = json!(0);
        let changed = shop.staff.put(&path, &tag, change.clone()).await.ok();
        assert_eq!(changed["details"]["components"].as_array().unwrap().len(), 1);
        shop.staff.put(&path, &tag, change).await.assert_refusal(412, "stale");
        assert_eq!(prices(&lodge.get(&format!("/buyer/baskets/{}", id(&made))).await.ok()), [(1, 1_750)]);

        for language in ["es", "en"] {
            let card = lodge.get_file(&format!("/buyer/baskets/{}/card?language={language}", id(&made))).await;
            assert!(card.bytes.starts_with(b"%PDF"), "{language}");
        }
        let card = shop.staff.get_file(&format!("/staff/baskets/{}/card", id(&made))).await;
        assert!(card.bytes.starts_with(b"%PDF"));
    }
);

both!(
    async fn a_fixed_price_is_that_of_the_price_list(app: TestApp) {
        let shop = Baskets::open(&app).await;
        let mut input = shop.input("FIJA");
        input.as_object_mut().unwrap().remove("discount_bps");
        let made = shop.create(input).await;
        shop.publish(&made).await;
        let path = format!("/buyer/baskets/{}", id(&made));
        let lodge = &shop.market.lodge.client;
        assert!(prices(&lodge.get(&path).await.ok()).is_empty(), "it has no price yet");
        let list = format!("/staff/price-lists/{}", shop.market.list.0);
        let before = shop.staff.get(&list).await;
        let (tag, mut rows) = (before.tag(), before.ok()["prices"].as_array().unwrap().clone());
        for row in &mut rows {
            *row =
                json!({ "product_id": row["product_id"], "min_quantity": row["min_quantity"], "price": row["price"] });
        }
        let price = |amount: i64| json!({ "amount": amount, "currency": "CLP" });
        rows.push(json!({ "product_id": id(&made), "min_quantity": 1, "price": price(3_000) }));
        rows.push(json!({ "product_id": id(&made), "min_quantity": 10, "price": price(2_800) }));
        shop.staff.put(&format!("{list}/prices"), &tag, json!({ "prices": rows })).await.ok();
        assert_eq!(prices(&lodge.get(&path).await.ok()), [(1, 3_000), (10, 2_800)]);
    }
);

both!(
    async fn what_cannot_be_in_a_basket_is_named_by_its_place(app: TestApp) {
        let shop = Baskets::open(&app).await;
        let made = shop.create(shop.input("CAN-1")).await;
        let draft = shop.staff.post("/staff/products", json!({
            "code": "DRAFT", "family_id": shop.family, "name_es": "Borrador", "name_en": "Draft", "net_content": 1,
            "net_unit": "g", "lot_size": 1, "storage": "ambient", "shelf_life_days": 9, "vat_bps": 1900,
        })).await.ok();
        let (jam, tea) = (shop.market.products["JAM"], shop.market.products["TEA"]);
        let unknown = "01900000-0000-7000-8000-000000000000";
        let item = |product: Value, substitutes: Value| json!({ "product_id": product, "quantity": 1, "substitutes": substitutes });
        for (components, status, code, pointer) in [
            (json!([item(json!(unknown), json!([]))]), 409, "product_unknown", "/components/0/product_id"),
            (json!([item(draft["id"].clone(), json!([]))]), 409, "component_not_sold", "/components/0/product_id"),
            (json!([item(json!(id(&made)), json!([]))]), 409, "basket_in_basket", "/components/0/product_id"),
            (
                json!([item(json!(jam), json!([])), item(json!(jam), json!([]))]),
                422,
                "component_twice",
                "/components/1/product_id",
            ),
            (json!([item(json!(jam), json!([jam]))]), 422, "substitute_twice", "/components/0/substitutes/0"),
            (json!([item(json!(jam), json!([tea, tea]))]), 422, "substitute_twice", "/components/0/substitutes/1"),
            (json!([item(json!(jam), json!([id(&made)]))]), 409, "basket_in_basket", "/components/0/substitutes/0"),
            (json!([]), 400, "invalid_body", "/components"),
            (json!([{ "product_id": jam, "quantity": 0 }]), 400, "invalid_body", "/components/0/quantity"),
        ] {
            let mut input = shop.input("X");
            input["components"] = components.clone();
            let refused = shop.staff.post("/staff/baskets", input).await;
            assert_eq!((refused.refusal(), refused.pointer()), ((status, code), pointer), "{components}");
            let lodge = &shop.market.lodge.client;
            let refused = lodge.post("/buyer/basket-previews", json!({ "components": components })).await;
            assert_eq!(refused.status, status, "{components}");
        }
        let mut dear = shop.input("X");
        dear["packaging_price"] = json!({ "amount": 1, "currency": "USD" });
        let refused = shop.staff.post("/staff/baskets", dear).await;
        assert_eq!((refused.refusal(), refused.pointer()), ((422, "packaging_price_invalid"), "/packaging_price"));
        shop.staff.post("/staff/baskets", shop.input("JAM")).await.assert_refusal(409, "code_taken");

        // Nobody makes a basket: it has no offer and no certificate, and is changed as a basket.
        let pair = json!({ "workshop_id": shop.market.workshop, "product_id": id(&made) });
        let mut offer = pair.clone();
        offer["terms"] = json!({ "capacity_per_week": 9 });
        assert_eq!(shop.staff.post("/staff/offers", offer).await.refusal(), (409, "product_is_basket"));
        let mut certificate = pair;
        certificate["valid_from"] = json!("2026-01-01");
        certificate["valid_until"] = json!("2026-12-31");
        let quality = app.staff_client(Role::Quality).await;
        assert_eq!(quality.post("/staff/certificates", certificate).await.refusal(), (409, "product_is_basket"));
        let path = format!("/staff/products/{}", id(&made));
        let tag = shop.staff.get(&path).await.tag();
        let product = json!({
            "code": "CAN-1", "family_id": shop.family, "name_es": "C", "name_en": "C", "net_content": 1,
            "net_unit": "g", "lot_size": 5, "storage": "ambient", "shelf_life_days": 9, "vat_bps": 1900,
        });
        assert_eq!(shop.staff.put(&path, &tag, product).await.refusal(), (409, "product_is_basket"));
    }
);

both!(
    async fn a_buyers_own_basket_is_visible_to_that_buyer_alone(app: TestApp) {
        let shop = Baskets::open(&app).await;
        let (lodge, other) = (&shop.market.lodge.client, &shop.market.shop.client);
        let coop = shop.create(shop.input("CAN-1")).await;
        shop.publish(&coop).await;
        let mut input = shop.own("Para los novios", json!([shop.component("JAM", 1), shop.component("TEA", 2)]));
        input["packaging_of"] = json!(id(&coop));
        let own = lodge.post("/buyer/baskets", input.clone()).await.ok();
        assert_eq!((&own["own"], prices(&own)), (&json!(true), vec![(1, 2_250), (12, 2_150)]), "no discount, the box");
        assert_eq!(names(&lodge.get("/buyer/baskets").await.ok()).len(), 2);
        assert_eq!(names(&other.get("/buyer/baskets").await.ok()), ["Canasta de bienvenida"]);

        let path = format!("/buyer/baskets/{}", id(&own));
        let tag = lodge.get(&path).await.tag();
        for (method, refused) in [
            ("get", other.get(&path).await),
            ("card", other.get(&format!("{path}/card")).await),
            ("put", other.put(&path, &tag, input.clone()).await),
            ("remove", other.post(&format!("{path}/remove"), json!({})).await),
            ("product", other.get(&format!("/buyer/products/{}", id(&own))).await),
            ("public", lodge.get(&format!("/public/products/{}", id(&own))).await),
            (
                "favourite",
                other.put_without_if_match(&format!("/buyer/favourite-products/{}", id(&own)), json!({})).await,
            ),
            // Nor is a basket of the cooperative changed by a buyer.
            ("coop", lodge.put(&format!("/buyer/baskets/{}", id(&coop)), &tag, input.clone()).await),
            ("coop remove", lodge.post(&format!("/buyer/baskets/{}/remove", id(&coop)), json!({})).await),
            ("staff put", shop.staff.put(&format!("/staff/baskets/{}", id(&own)), &tag, shop.input("MIA")).await),
        ] {
            assert_eq!(refused.refusal(), (404, "not_found"), "{method}");
        }
        let mut copied = input.clone();
        copied["packaging_of"] = json!(id(&own));
        let refused = other.post("/buyer/baskets", copied).await;
        assert_eq!((refused.refusal(), refused.pointer()), ((409, "product_unknown"), "/packaging_of"));
        let nested = shop.own("Otra", json!([{ "product_id": id(&own), "quantity": 1 }]));
        assert_eq!(other.post("/buyer/baskets", nested.clone()).await.refusal(), (409, "product_unknown"));
        assert_eq!(lodge.post("/buyer/baskets", nested).await.refusal(), (409, "basket_in_basket"));

        let code = own["sold"]["product"]["code"].as_str().unwrap().to_owned();
        for (client, path, seen) in [
            (lodge, "/buyer/products", true),
            (other, "/buyer/products", false),
            (lodge, "/public/products", false),
            (&shop.staff, "/staff/products", true),
            (&shop.staff, "/staff/baskets", true),
        ] {
            let list = client.get(path).await.ok().to_string();
            assert_eq!(list.contains(&code), seen, "{path}");
        }
        for client in [lodge, other] {
            let file = client.get_file("/buyer/catalogue/file?format=csv&language=es").await;
            let text = String::from_utf8(file.bytes).unwrap();
            assert!(text.contains("CAN-1") && !text.contains(&code), "{text}");
        }
        app.advance(chrono::TimeDelta::seconds(6));
        app.run_jobs().await;
        let found = lodge.get("/public/search?q=novios").await.ok();
        assert!(!found.to_string().contains(&code), "the search is everybody's");
        lodge.put_without_if_match(&format!("/buyer/favourite-products/{}", id(&own)), json!({})).await.ok();

        // Renamed with the packaging that it has, then deleted.
        input["packaging_of"] = json!(id(&own));
        input["texts"]["name_es"] = json!("Novios");
        let changed = lodge.put(&path, &tag, input.clone()).await.ok();
        assert_eq!((names(&json!([changed])), prices(&changed)[0]), (vec!["Novios"], (1, 2_250)));
        for _ in 0..2 {
            lodge.post(&format!("{path}/remove"), json!({})).await.ok();
        }
        lodge.get(&path).await.assert_refusal(404, "not_found");
        assert_eq!(lodge.put(&path, "\"3\"", input).await.status, 412);
    }
);

both!(
    async fn allergens_and_shelf_life_follow_what_may_be_in_it(app: TestApp) {
        let shop = Baskets::open(&app).await;
        let mut input = shop.input("CAN-1");
        input["components"][0]["substitutes"] = json!([shop.market.products["HONEY"]]);
        let made = shop.create(input).await;
        shop.publish(&made).await;
        let path = format!("/staff/baskets/{}", id(&made));
        let read = async || shop.staff.get(&path).await.ok()["product"].clone();
        assert_eq!(read().await["allergens"], json!([]));
        shop.declare("JAM", json!({ "allergens": ["sulphites"], "may_contain": ["nuts"] })).await;
        shop.declare("HONEY", json!({ "allergens": ["nuts"], "shelf_life_days": 30, "storage": "chilled" })).await;
        let product = read().await;
        assert_eq!((&product["allergens"], &product["may_contain"]), (&json!(["nuts", "sulphites"]), &json!([])));
        assert_eq!((&product["shelf_life_days"], &product["storage"]), (&json!(30), &json!("chilled")));

        let search = async |query: &str| {
            app.advance(chrono::TimeDelta::seconds(6));
            app.run_jobs().await;
            let found = shop.staff.get(&format!("/public/search?q=canasta&{query}")).await.ok();
            found["products"].to_string().contains("CAN-1")
        };
        assert!(search("free_of=milk").await && !search("free_of=nuts").await && search("").await);
        // Where one of its products declares nothing, nothing is known of the basket.
        shop.declare("TEA", json!({})).await;
        assert!(read().await.get("allergens_declared_at").is_none());
        assert!(!search("free_of=milk").await && search("").await);
        let preview = json!({ "segment_id": shop.market.segment, "components": [shop.component("TEA", 1)] });
        let preview = shop.staff.post("/staff/basket-previews", preview).await.ok();
        assert_eq!((&preview["allergens_declared"], preview.get("price")), (&json!(false), None));
        assert_eq!(preview["list_price"]["amount"], 500);
    }
);

both!(
    async fn as_many_baskets_can_be_had_as_the_scarcest_component_allows(app: TestApp) {
        let shop = Baskets::open(&app).await;
        let lodge = &shop.market.lodge.client;
        let cycle = shop.market.this_week(&app).await;
        let made = shop.create(shop.input("CAN-1")).await;
        shop.publish(&made).await;
        let left = async |date: &str| {
            let path = format!("/buyer/baskets/{}?delivery_date={date}", id(&made));
            lodge.get(&path).await.ok()["sold"]["sellable"].clone()
        };
        assert_eq!(left("2026-03-06").await["units"], 30);
        lodge.post("/buyer/orders", shop.market.order(&shop.market.lodge, cycle, &[("TEA", 48)])).await.ok();
        assert_eq!(left("2026-03-06").await["units"], 12, "sixty teas less the ordered ones");
        let components = json!([shop.component("JAM", 7), shop.component("TEA", 1)]);
        let preview = json!({ "components": components, "delivery_date": "2026-03-06", "baskets": 2 });
        let preview = lodge.post("/buyer/basket-previews", preview).await.ok();
        assert_eq!(preview["sellable"]["units"], 8);
        // Two baskets hold fourteen jams, at the price of twelve or more.
        assert_eq!(
            (&preview["price"]["amount"], &preview["components"][0]["unit_price"]["amount"]),
            (&json!(6_800), &json!(900))
        );

        // Honey is out of harvest in March, so there is no basket with it, whatever its substitutes.
        let out = json!({
            "components": [{ "product_id": shop.market.products["HONEY"], "quantity": 1,
                "substitutes": [shop.market.products["JAM"]] }],
            "delivery_date": "2026-03-06",
        });
        let out = lodge.post("/buyer/basket-previews", out).await.ok();
        assert_eq!((&out["sellable"]["units"], &out["sellable"]["reason"]), (&json!(0), &json!("harvest")));

        app.advance(chrono::TimeDelta::seconds(6));
        app.run_jobs().await;
        let search = async |date: &str| {
            let found = shop.staff.get(&format!("/public/search?q=canasta&available_on={date}")).await.ok();
            found["products"].to_string().contains("CAN-1")
        };
        assert!(search("2026-03-06").await);
        // Without the seal of one component no basket is promised, and none is sold once the product is retired.
        let quality = app.staff_client(Role::Quality).await;
        let certificates = quality.get("/staff/certificates").await.ok();
        let tea = json!(shop.market.products["TEA"]);
        let certificate = certificates.as_array().unwrap().iter().find(|one| one["product_id"] == tea).unwrap();
        let path = format!("/staff/certificates/{}/withdraw", certificate["id"].as_str().unwrap());
        quality.post(&path, json!({ "reason": "Ya no se elabora" })).await.ok();
        let blocked = left("2026-03-06").await;
        assert_eq!((&blocked["units"], &blocked["reason"]), (&json!(0), &json!("certificate")));
        assert!(!search("2026-03-06").await);
        shop.staff.post(&format!("/staff/products/{}/retire", tea.as_str().unwrap()), json!({})).await.ok();
        assert_eq!(left("2026-03-06").await["reason"], "no_maker");
    }
);

both!(
    async fn only_buyers_compose_their_own_baskets_and_only_so_many(app: TestApp) {
        let shop = Baskets::open(&app).await;
        let lodge = &shop.market.lodge.client;
        let own = |name: &str| shop.own(name, json!([shop.component("JAM", 1)]));
        let maker = app.organisation_client(OrganisationKind::Producer, "OTRO").await;
        assert_eq!(maker.post("/buyer/baskets", own("No")).await.status, 403);
        for number in 0..99 {
            lodge.post("/buyer/baskets", own(&format!("Canasta {number}"))).await.ok();
        }
        let node = app.other_node().await;
        let other = app.client_of_node(&node, lodge);
        let (one, two) =
            tokio::join!(lodge.post("/buyer/baskets", own("Una")), other.post("/buyer/baskets", own("Otra")));
        let mut statuses = [one.status, two.status];
        statuses.sort_unstable();
        assert_eq!(statuses, [201, 409]);
        assert_eq!(lodge.post("/buyer/baskets", own("Más")).await.refusal(), (409, "baskets_full"));
    }
);
