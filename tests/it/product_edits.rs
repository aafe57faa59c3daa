//! What was ordered, agreed, made, delivered and documented stays what it was, however its product is edited afterwards.

use std::collections::BTreeMap;

use entities::{
    allocation::quota,
    cycles::cycle,
    fulfilment::{batch, delivery, recall, stock_item},
    invoicing::invoice,
    orders::{order, order_line},
    settlement::{pool, statement},
};
use minga::{
    catalogue::{self, ProductTerms},
    platform::{http::etag::IfMatch, unit_of_work::Actor},
};
use sea_orm::EntityTrait;
use serde_json::{Value, json};

use crate::{
    settlement::steps::{issue_statements, pay},
    support::{TestApp, both, market::Market, people::TestUser},
};

/// Pages about what the catalogue offers now, and pages of the program itself.
const PRESENT: [&str; 7] = ["products", "search", "offers", "price-lists", "exports", "jobs", "preview"];

/// Edits that are made while the cycle takes orders.
const OPEN_EDITS: i32 = 2;

/// Every page and document of the API that exists now, by path.
type Pages = BTreeMap<String, Vec<u8>>;

/// The values of a path's parameter, by the segment before it.
async fn known_ids(app: &TestApp) -> BTreeMap<&'static str, Vec<String>> {
    let tx = app.app.read(Actor::System).await.unwrap();
    macro_rules! ids {
        ($entity:path, $field:ident) => {{
            use $entity as rows;
            rows::Entity::find().all(tx.db()).await.unwrap().iter().map(|row| row.$field.to_string()).collect()
        }};
    }
    BTreeMap::from([
        ("orders", ids!(order, id)),
        ("order-lines", ids!(order_line, id)),
        ("cycles", ids!(cycle, id)),
        ("runs", vec!["1".to_owned()]),
        ("quotas", ids!(quota, id)),
        ("batches", ids!(batch, code)),
        ("deliveries", ids!(delivery, id)),
        ("stock-items", ids!(stock_item, id)),
        ("recalls", ids!(recall, id)),
        ("invoices", ids!(invoice, id)),
        ("pools", ids!(pool, id)),
        ("statements", ids!(statement, id)),
    ])
}

/// The paths of the API's description that are read without parameters in their query, with every known value.
async fn paths(app: &TestApp) -> Vec<String> {
    let ids = known_ids(app).await;
    let document: Value = serde_json::from_str(include_str!("../../openapi/openapi.json")).unwrap();
    let mut paths = Vec::new();
    for (path, operations) in document["paths"].as_object().unwrap() {
        let Some(read) = operations.get("get") else { continue };
        let parameters = read["parameters"].as_array();
        let asks = parameters.is_some_and(|all| all.iter().any(|p| p["in"] == "query" && p["required"] == true));
        if asks || path.split('/').any(|segment| PRESENT.contains(&segment)) {
            continue;
        }
        let mut begun = vec![String::new()];
        let mut before = "";
        for segment in path.split('/').skip(1) {
            let own = [segment.to_owned()];
            let values = if segment.starts_with('{') { ids.get(before).map_or(&[][..], Vec::as_slice) } else { &own };
            begun = begun.iter().flat_map(|start| values.iter().map(move |value| format!("{start}/{value}"))).collect();
            before = segment;
        }
        paths.extend(begun);
    }
    paths
}

async fn read_pages(app: &TestApp, market: &Market) -> Pages {
    let mut pages = Pages::new();
    for path in paths(app).await {
        let reader: &TestUser = match path.split('/').nth(3) {
            Some("buyer") => &market.lodge.user,
            Some("producer") => &market.ana.user,
            _ => &market.finance,
        };
        let response = app.client().get(&path).header("authorization", &reader.bearer).send().await.0;
        let link = path.ends_with("/quota-link") || path.ends_with("/application-link");
        assert!(link || response.status().as_u16() != 401, "{path}: the session has ended");
        if response.status().is_success() {
            pages.insert(path, response.into_body().into_vec().await.unwrap());
        }
    }
    pages
}

/// Gives every product another code, names, net content, lot size, multiple and taxes.
async fn edit_products(app: &TestApp, market: &Market, number: i32) {
    let mut tx = app.app.begin(Actor::System).await.unwrap();
    for (code, id) in &market.products {
        let product = catalogue::list_products_by_id(&tx, &[*id]).await.unwrap().remove(id).unwrap();
        let terms = ProductTerms {
            code: format!("cambiado-{code}-{number}"),
            name_es: format!("Cambiado {code} {number}"),
            name_en: format!("Cambiado {code} {number} (en)"),
            net_content: product.net_content + 1,
            lot_size: product.lot_size + 1,
            order_multiple: product.order_multiple + 1,
            vat_bps: 500 + number,
            additional_tax: (*code != "licor").then(|| ("27".to_owned(), 1_000 + number)),
            ..ProductTerms::from(product)
        };
        catalogue::update_product(&mut tx, *id, &IfMatch::any(), terms).await.unwrap();
    }
    tx.commit().await.unwrap();
}

/// Takes every document from the file store, so that each is made again.
fn lose_documents(app: &TestApp) {
    for folder in ["invoices", "statements"] {
        let Ok(files) = std::fs::read_dir(app.data().join("files").join(folder)) else { continue };
        for file in files.flatten() {
            std::fs::remove_file(file.path()).unwrap();
        }
    }
}

/// Edits the products and checks that every page and document stays, byte for byte. Only what a cycle that takes orders
/// would be split into follows.
async fn nothing_follows_an_edit(app: &TestApp, market: &Market, number: i32) -> Pages {
    let mut before = read_pages(app, market).await;
    app.advance(chrono::TimeDelta::seconds(1));
    edit_products(app, market, number).await;
    lose_documents(app);
    let mut after = read_pages(app, market).await;
    if number <= OPEN_EDITS {
        for pages in [&mut before, &mut after] {
            pages.retain(|path, _| !path.ends_with("/demand"));
        }
    }
    assert_eq!(before.keys().collect::<Vec<_>>(), after.keys().collect::<Vec<_>>());
    for (path, page) in &before {
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        assert!(*page == after[path], "{path} after edit {number}:\n{}\n{}", text(page), text(&after[path]));
    }
    before
}

both!(
    async fn what_was_placed_does_not_follow_later_edits_of_its_product(app: TestApp) {
        let market = Market::open(&app).await;
        let lines: &[(&str, i64)] = &[("licor", 6), ("miel", 5), ("libro", 2)];
        let cycle = market.ordered(&app, &[(&market.lodge, lines), (&market.shop, &[("miel", 4)])]).await;
        nothing_follows_an_edit(&app, &market, 1).await;

        // Another quantity and a line less, after the edit.
        let buyer = app.person_client(market.lodge.user.person).await;
        let orders = buyer.get("/buyer/orders").await.ok();
        let path = format!("/buyer/orders/{}", orders[0]["id"].as_str().unwrap());
        let kept = |code: &str, quantity: i64| json!({ "product_id": market.products[code], "quantity": quantity });
        let terms = json!({ "delivery_point_id": market.lodge.point, "lines": [kept("licor", 7), kept("miel", 5)] });
        let read = buyer.get(&path).await;
        buyer.put(&path, &read.tag(), terms).await.ok();
        let pages = nothing_follows_an_edit(&app, &market, 2).await;
        let changes = pages.iter().find(|(path, _)| path.starts_with("/api/v1/buyer") && path.ends_with("/changes"));
        assert!(!String::from_utf8_lossy(changes.unwrap().1).contains("ambiado"), "changes name what was ordered");

        market.freeze(&app, cycle).await;
        nothing_follows_an_edit(&app, &market, 3).await;
        market.receive(&app, cycle).await;
        nothing_follows_an_edit(&app, &market, 4).await;
        market.deliver(&app, cycle).await;
        nothing_follows_an_edit(&app, &market, 5).await;

        // It is invoiced, with the taxes that it had when it was placed.
        app.run_jobs().await;
        let invoices = buyer.get("/buyer/invoices").await.ok();
        let invoice = buyer.get(&format!("/buyer/invoices/{}", invoices[0]["id"].as_str().unwrap())).await.ok();
        let net = 7 * 8_350 + 5 * 4_990;
        let taxes = (net * 19 + 50) / 100 + (7 * 8_350 * 315 + 500) / 1_000;
        assert_eq!(invoices[0]["total"]["amount"], net + taxes);
        nothing_follows_an_edit(&app, &market, 6).await;

        pay(&app, market.lodge.id, 100).await;
        issue_statements(&app).await;
        let pages = nothing_follows_an_edit(&app, &market, 7).await;
        for kind in ["/pdf", "/xlsx"] {
            let of_statement = |path: &String| path.contains("/statements/") && path.ends_with(kind);
            assert!(pages.keys().any(of_statement), "{kind}");
        }
        assert!(pages.keys().any(|path| path.contains("/invoices/") && path.ends_with("/pdf")));

        let note = json!({
            "code": "amounts", "cause": "goods", "reason": "Frasco roto",
            "lines": [{ "invoice_line_id": invoice["lines"][0]["id"], "quantity": 1 }],
        });
        let finance = app.person_client(market.finance.person).await;
        let path = format!("/staff/invoices/{}/credit-notes", invoices[0]["id"].as_str().unwrap());
        finance.post(&path, note).await.ok();
        app.run_jobs().await;
        nothing_follows_an_edit(&app, &market, 8).await;
        for mail in app.mails() {
            let later = (OPEN_EDITS + 1..=8).find(|number| mail.contains(&format!("ambiado miel {number}")));
            assert_eq!(later, None, "{mail}");
        }
    }
);
