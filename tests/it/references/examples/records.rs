//! Requests of staff about members, people, buyers, products, calendars and cycles.

use chrono::{Duration, TimeDelta};
use entities::values::{ApplicationId, Role};
use minga::{buyers, platform::unit_of_work::Actor};
use serde_json::{Value, json};

use super::{Example, Reach, STAFF};
use crate::{
    photos::png,
    references::{clp, season::Season},
};

pub async fn examples(season: &Season) -> Vec<Example> {
    let mut examples = people(season).await;
    examples.extend(applications(season).await);
    examples.extend(catalogue(season).await);
    examples.extend(cycles(season).await);
    examples
}

async fn applications(season: &Season) -> Vec<Example> {
    let zone = json!(season.world.market.zone);
    let segment = season.id("SELECT id FROM segment").await;
    let input = json!({
        "language": "es", "segment_id": segment, "name": "Posada", "legal_name": "Posada SpA", "tax_id": "76.543.210-3",
        "activity": "Alojamiento", "address": "Camino 45", "comuna": "Cochrane", "contact_name": "Rosa",
        "email": "posada@ejemplo.cl", "delivery_address": "Muelle 3", "delivery_comuna": "Cochrane",
        "delivery_hours": "de 9 a 13",
    });
    let app = &season.world.app;
    app.anonymous_client().post("/public/applications", input.clone()).await.ok();
    let application = season.id("SELECT id FROM application").await;
    let mut tx = app.app.begin(Actor::System).await.unwrap();
    let id = ApplicationId(application.as_str().unwrap().parse().unwrap());
    buyers::confirm_application(&mut tx, id).await.unwrap();
    tx.commit().await.unwrap();
    let terms = json!({
        "segment_id": segment, "zone_id": zone, "payment_terms_days": 30, "invoicing_terms": "per_delivery",
        "order_minimum": clp(0), "priority": 1,
    });
    vec![
        Example::new("submit_application", &[], input, &[("/segment_id", STAFF)]),
        Example::new(
            "approve_application",
            &[&application],
            json!({ "code": "POSADA", "terms": terms }),
            &[("/terms/segment_id", STAFF), ("/terms/zone_id", STAFF)],
        ),
    ]
}

async fn people(season: &Season) -> Vec<Example> {
    let market = &season.world.market;
    let (segment, zone) = (season.id("SELECT id FROM segment").await, json!(market.zone));
    let decision = season.id("SELECT id FROM decision").await;
    let today = season.world.app.now().date_naive();
    let terms = json!({
        "segment_id": segment, "zone_id": zone, "payment_terms_days": 30, "invoicing_terms": "per_delivery",
        "order_minimum": clp(0), "priority": 1,
    });
    let person = json!({
        "email": "nadie@ejemplo.cl", "name": "Nadie", "language": "es", "role": "viewer",
        "organisation_id": market.lodge.user.organisation,
    });
    let roles = json!({ "organisation_id": market.lodge.user.organisation, "roles": ["viewer"] });
    let facts = json!({ "name": "Taller nuevo", "tax_status": "exempt" });
    let workshop = json!({
        "code": "U09", "joined_on": today, "facts": facts, "organisation_id": market.ana.user.organisation,
    });
    let share = json!({ "decision_id": decision, "from_date": today, "weight": 120 });
    vec![
        Example::new(
            "create_buyer",
            &[],
            json!({ "code": "HOTEL", "organisation_id": season.newcomer, "terms": terms }),
            &[
                ("/organisation_id", Reach::Others(json!(market.ana.user.organisation))),
                ("/terms/segment_id", STAFF),
                ("/terms/zone_id", STAFF),
            ],
        ),
        Example::new("update_buyer", &[&json!(market.shop.id)], terms, &[("/segment_id", STAFF), ("/zone_id", STAFF)]),
        Example::new("create_person", &[], person, &[("/organisation_id", STAFF)]),
        Example::new("update_person_roles", &[&json!(season.demo_person)], roles, &[("/organisation_id", STAFF)]),
        Example::new(
            "create_workshop",
            &[],
            workshop,
            &[("/organisation_id", Reach::Others(json!(market.lodge.user.organisation)))],
        ),
        Example::new("create_share", &[&json!(market.beto.workshop)], share, &[("/decision_id", STAFF)]),
    ]
}

async fn catalogue(season: &Season) -> Vec<Example> {
    let market = &season.world.market;
    let family = season.id("SELECT id FROM family").await;
    let list = season.id("SELECT id FROM price_list").await;
    let without_list = json!({ "code": "HOTEL", "name_es": "Hoteles", "name_en": "Hotels" });
    let without_list = season.staff("/staff/segments", Some(without_list)).await["id"].clone();
    let price = |code: &str, amount: i64| json!({ "product_id": season.product(code), "price": clp(amount) });
    let prices = [price("libro", 3_400), price("miel", 4_990), price("licor", 8_350)];
    let book = season.product("libro");
    let product = json!({
        "code": "vela", "family_id": family, "name_es": "Vela", "name_en": "Candle", "net_content": 250,
        "net_unit": "g", "lot_size": 1, "allergens": [], "practices": [], "storage": "ambient",
        "shelf_life_days": 365, "vat_bps": 1_900,
    });
    let mut changed = product.clone();
    changed["code"] = json!("libro");
    let pair = [("/product_id", STAFF), ("/workshop_id", STAFF)];
    let offer = json!({
        "product_id": book, "workshop_id": market.ana.workshop, "terms": { "capacity_per_week": 9_000 },
    });
    let today = season.world.app.now().date_naive();
    let certificate = json!({
        "product_id": book, "workshop_id": market.ana.workshop, "valid_from": today + TimeDelta::days(500),
        "valid_until": today + TimeDelta::days(600),
    });
    let terms = json!({ "summary_es": "Todo", "summary_en": "All", "max_open_major": 0, "max_open_minor": 0 });
    let protocol = json!({ "family_id": family, "terms": terms });
    let app = &season.world.app;
    app.get(&market.staff, "/public/search?q=xilofono").await;
    let misses = app.get(&market.staff, "/staff/search-misses").await.ok();
    let synonym = json!({ "term": "xilofono", "words": ["miel"], "miss_id": misses[0]["id"] });
    let admin = app.staff_client(Role::Admin).await;
    let photo = admin.post_image(&format!("/staff/products/{book}/photos"), "image/png", png(300, 300)).await.ok();
    let components =
        json!([{ "product_id": season.product("miel"), "quantity": 1, "substitutes": [season.product("licor")] }]);
    let basket = json!({
        "code": "canasta-nueva", "family_id": family, "texts": { "name_es": "Canasta" }, "components": components,
        "discount_bps": 500, "vat_bps": 1_900,
    });
    let mut other_basket = basket.clone();
    other_basket["code"] = json!("canasta-2");
    let other_basket = season.staff("/staff/baskets", Some(other_basket)).await["product"]["id"].clone();
    let mut changed_basket = basket.clone();
    changed_basket["code"] = json!("canasta-3");
    let in_basket =
        [("/family_id", STAFF), ("/components/0/product_id", STAFF), ("/components/0/substitutes/0", STAFF)];
    let segment = season.id("SELECT id FROM segment").await;
    let draft = json!({ "segment_id": segment, "components": components, "discount_bps": 0 });
    vec![
        Example::new("create_basket", &[], basket, &in_basket),
        Example::new("update_basket", &[&other_basket], changed_basket, &in_basket),
        Example::new(
            "preview_basket",
            &[],
            draft,
            &[("/segment_id", STAFF), ("/components/0/product_id", STAFF), ("/components/0/substitutes/0", STAFF)],
        ),
        Example::new("create_product", &[], product, &[("/family_id", STAFF)]),
        Example::new("update_product", &[&json!(book)], changed, &[("/family_id", STAFF)]),
        Example::new(
            "update_photo_order",
            &[&json!(book)],
            json!({ "photo_ids": [photo["id"]] }),
            &[("/photo_ids/0", STAFF)],
        ),
        Example::new("upsert_offer", &[], offer, &pair),
        Example::new(
            "create_price_list",
            &[],
            json!({ "code": "L2", "name": "Otra lista", "segment_id": without_list }),
            &[("/segment_id", STAFF)],
        ),
        Example::new("update_prices", &[&list], json!({ "prices": prices }), &[("/prices/0/product_id", STAFF)]),
        Example::new("create_protocol", &[], protocol, &[("/family_id", STAFF)]),
        Example::new("grant_certificate", &[], certificate, &pair),
        Example::new("create_search_synonym", &[], synonym, &[("/miss_id", STAFF)]),
    ]
}

async fn cycles(season: &Season) -> Vec<Example> {
    let zone: Value = json!(season.world.market.zone);
    let now = season.world.app.now();
    let times = json!({
        "opens_at": now + Duration::days(1), "cut_off_at": now + Duration::days(20),
        "respond_by": now + Duration::days(22),
    });
    let schedule =
        json!({ "opens_days_before": 10, "cut_off_days_before": 4, "cut_off_time": "18:00:00", "weeks_ahead": 2 });
    let zone_id = [("/zone_id", STAFF)];
    vec![
        Example::new(
            "create_cycle",
            &[],
            json!({ "zone_id": zone, "delivery_date": (now + Duration::days(30)).date_naive(), "times": times }),
            &zone_id,
        ),
        Example::new(
            "create_calendar",
            &[],
            json!({ "zone_id": zone, "delivery_weekday": 4, "schedule": schedule }),
            &zone_id,
        ),
    ]
}
