//! The seal: numbers without gaps, states at once, what everybody may know.

use chrono::NaiveDate;
use entities::{
    catalogue::product,
    members::workshop,
    values::{OrganisationKind, ProductId, Role, WorkshopId},
};
use futures_util::future::join_all;
use minga::{
    catalogue::{self, FamilyTerms, ProductTerms},
    certification, members,
    platform::unit_of_work::Actor,
};
use sea_orm::{
    ColumnTrait, ConnectionTrait,
    sea_query::{Expr, Query},
};
use serde_json::{Value, json};

use crate::support::{TestApp, both, terms};

/// A workshop of the producer `code` and this many products.
async fn made(app: &TestApp, code: &str, products: usize) -> (WorkshopId, Vec<ProductId>) {
    let organisation = app.user(OrganisationKind::Producer, code, Role::Staff).await.organisation;
    let mut tx = app.app.begin(Actor::System).await.unwrap();
    let facts = members::WorkshopTerms { comuna: Some("Cochrane".to_owned()), ..terms::workshop(code) };
    let new = members::NewWorkshop { terms: facts, ..terms::new_workshop(organisation, code, tx.today()) };
    let workshop = members::create_workshop(&mut tx, new).await.unwrap();
    let family = FamilyTerms { code: "jam".into(), name_es: "Mermeladas".into(), name_en: "Jams".into() };
    let family = catalogue::upsert_family(&mut tx, family).await.unwrap();
    let mut ids = Vec::new();
    for n in 0..products {
        let terms = ProductTerms { lot_size: 12, ..terms::product(&format!("{code}-{n}"), family.id) };
        let product = catalogue::create_product(&mut tx, terms).await.unwrap();
        ids.push(product.id);
    }
    tx.commit().await.unwrap();
    (workshop.id, ids)
}

fn grant(workshop: WorkshopId, product: ProductId, from: &str, until: &str) -> Value {
    json!({ "workshop_id": workshop, "product_id": product, "valid_from": from, "valid_until": until })
}

const CERTIFICATES: &str = "/staff/certificates";

both!(
    async fn numbers_have_no_gaps_and_unknown_products_take_none(app: TestApp) {
        let quality = app.staff_client(Role::Quality).await;
        let (workshop, products) = made(&app, "ulmo", 2).await;
        let first = quality.post(CERTIFICATES, grant(workshop, products[0], "2026-03-01", "2026-12-31")).await.ok();
        assert_eq!(first["number"], "SC-2026-0001");
        assert_eq!((&first["product_es"], &first["state"]), (&json!("Mermelada ulmo-0"), &json!("active")));
        let unknown = ProductId(uuid::Uuid::nil());
        let refused = quality.post(CERTIFICATES, grant(workshop, unknown, "2026-03-01", "2026-12-31")).await;
        assert_eq!((refused.refusal(), refused.pointer()), ((409, "product_unknown"), "/product_id"));
        let nobody = WorkshopId(uuid::Uuid::nil());
        assert_eq!(
            quality.post(CERTIFICATES, grant(nobody, products[0], "2026-03-01", "2026-12-31")).await.status,
            404
        );
        let back = quality.post(CERTIFICATES, grant(workshop, products[1], "2026-03-02", "2026-03-01")).await;
        assert_eq!(back.refusal(), (409, "ends_before_start"));
        let second = quality.post(CERTIFICATES, grant(workshop, products[1], "2026-03-01", "2026-12-31")).await.ok();
        assert_eq!(second["number"], "SC-2026-0002");
        let staff = app.staff_client(Role::Staff).await;
        assert_eq!(
            staff.post(CERTIFICATES, grant(workshop, products[1], "2027-01-01", "2027-12-31")).await.status,
            403
        );
    }
);

both!(
    async fn many_grants_at_once_are_numbered_one_by_one(app: TestApp) {
        let quality = app.staff_client(Role::Quality).await;
        let (workshop, products) = made(&app, "ulmo", 8).await;
        let tries =
            products.iter().map(|p| quality.post(CERTIFICATES, grant(workshop, *p, "2026-03-01", "2026-12-31")));
        let mut numbers: Vec<String> =
            join_all(tries).await.into_iter().map(|h| h.ok()["number"].as_str().unwrap().to_owned()).collect();
        numbers.sort();
        let wanted: Vec<String> = (1..=8).map(|n| format!("SC-2026-{n:04}")).collect();
        assert_eq!(numbers, wanted);
        // The same certificate asked for by many at once is one.
        let tries =
            (0..4).map(|_| quality.post(CERTIFICATES, grant(workshop, products[0], "2027-01-01", "2027-12-31")));
        let numbers: Vec<Value> = join_all(tries).await.into_iter().map(|h| h.ok()["number"].clone()).collect();
        assert!(numbers.iter().all(|n| n == "SC-2026-0009"), "{numbers:?}");
    }
);

both!(
    async fn a_certificate_is_in_force_within_its_days_and_its_state_changes_at_once(app: TestApp) {
        let quality = app.staff_client(Role::Quality).await;
        let (workshop, products) = made(&app, "ulmo", 1).await;
        let made = quality.post(CERTIFICATES, grant(workshop, products[0], "2026-03-01", "2026-03-31")).await.ok();
        let path = format!("{CERTIFICATES}/{}", made["id"].as_str().unwrap());
        let certified = async |day: &str| {
            let tx = app.app.read(Actor::System).await.unwrap();
            let day: NaiveDate = day.parse().unwrap();
            let certified = certification::certified_on(day, workshop::Column::Id, product::Column::Id);
            let mut pair = Query::select();
            pair.expr(Expr::val(1)).from(workshop::Entity).from(product::Entity);
            pair.and_where(workshop::Column::Id.eq(workshop)).and_where(product::Column::Id.eq(products[0]));
            tx.db().query_one(pair.and_where(certified)).await.unwrap().is_some()
        };
        assert!(!certified("2026-02-28").await && certified("2026-03-01").await);
        assert!(certified("2026-03-31").await && !certified("2026-04-01").await);

        let overlap = quality.post(CERTIFICATES, grant(workshop, products[0], "2026-03-31", "2027-03-30")).await;
        assert_eq!(overlap.refusal(), (409, "certificate_overlaps"));
        quality.post(CERTIFICATES, grant(workshop, products[0], "2026-04-01", "2027-03-31")).await.ok();

        let why = || json!({ "reason": "Etiquetas sin fecha" });
        let suspension = || json!({ "kind": "paperwork", "reason": "Etiquetas sin fecha" });
        let suspended = quality.post(&format!("{path}/suspend"), suspension()).await;
        let tag = suspended.tag();
        assert_eq!((&suspended.body["state"], &suspended.body["reason"]), (&json!("suspended"), &why()["reason"]));
        assert!(!certified("2026-03-10").await && certified("2026-04-10").await);
        assert_eq!(quality.post(&format!("{path}/suspend"), suspension()).await.tag(), tag);
        assert_eq!(quality.post(&format!("{path}/reinstate"), why()).await.ok()["state"], "active");
        assert!(certified("2026-03-10").await);
        assert_eq!(quality.post(&format!("{path}/withdraw"), why()).await.ok()["state"], "withdrawn");
        assert!(!certified("2026-03-10").await);
        for (verb, body) in [("suspend", suspension()), ("reinstate", why())] {
            let refused = quality.post(&format!("{path}/{verb}"), body).await;
            assert_eq!(refused.refusal(), (409, "certificate_withdrawn"), "{verb}");
        }
        assert_eq!(quality.post(&format!("{path}/withdraw"), why()).await.ok()["state"], "withdrawn");
        assert_eq!(
            quality.post(&format!("{path}/suspend"), json!({ "kind": "paperwork", "reason": "" })).await.status,
            400
        );
    }
);

both!(
    async fn everybody_may_check_a_number_and_producers_see_their_own(app: TestApp) {
        let quality = app.staff_client(Role::Quality).await;
        let (workshop, products) = made(&app, "ulmo", 1).await;
        let (other, others) = made(&app, "maqui", 1).await;
        quality.post(CERTIFICATES, grant(workshop, products[0], "2026-03-01", "2026-12-31")).await.ok();
        quality.post(CERTIFICATES, grant(other, others[0], "2026-03-01", "2026-03-02")).await.ok();
        let anyone = app.anonymous_client();
        let seen = anyone.get("/public/certificates/sc-2026-0001").await.ok();
        let shown = ["number", "workshop", "comuna", "product_es", "valid_until", "state"]
            .map(|key| seen[key].as_str().unwrap());
        assert_eq!(shown, ["SC-2026-0001", "Taller ulmo", "Cochrane", "Mermelada ulmo-0", "2026-12-31", "active"]);
        assert!(seen.get("reason").is_none() && seen.get("workshop_id").is_none());
        assert_eq!(anyone.get("/public/certificates/SC-2026-0009").await.refusal(), (404, "not_found"));

        let producer = app.organisation_client(OrganisationKind::Producer, "ulmo").await;
        let own = producer.get("/producer/certificates").await.ok();
        assert_eq!((own.as_array().unwrap().len(), &own[0]["workshop"]), (1, &json!("Taller ulmo")));
        let expiring = quality.get(&format!("{CERTIFICATES}?expiring_by=2026-04-01")).await.ok();
        assert_eq!(expiring.as_array().unwrap().len(), 1);
        app.advance(chrono::TimeDelta::days(2));
        let seen = anyone.get("/public/certificates/SC-2026-0002").await.ok();
        assert_eq!(seen["state"], "expired");
        let path = format!("{CERTIFICATES}/{}", expiring[0]["id"].as_str().unwrap());
        let refused = quality.post(&format!("{path}/withdraw"), json!({ "reason": "tarde" })).await;
        assert_eq!(refused.refusal(), (409, "certificate_expired"));
    }
);
