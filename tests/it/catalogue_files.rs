//! The catalogue that a buyer downloads: its own prices, in each format.

use entities::values::Role;
use serde_json::{Value, json};

use crate::{
    orders::market::Market,
    support::{ApiClient, TestApp, both},
};

/// A downloaded file.
struct File {
    media_type: String,
    disposition: String,
    bytes: Vec<u8>,
}

async fn download(app: &TestApp, buyer: &ApiClient, query: &str) -> File {
    let bearer = &buyer.user.as_ref().unwrap().bearer;
    let client = app.client();
    let request = client.get(format!("/api/v1/buyer/catalogue/file?{query}")).header("authorization", bearer);
    let response = request.send().await.0;
    assert_eq!(response.status().as_u16(), 200);
    let header = |name: &str| response.header(name).unwrap().to_owned();
    let (media_type, disposition) = (header("content-type"), header("content-disposition"));
    File { media_type, disposition, bytes: response.into_body().into_bytes().await.unwrap().to_vec() }
}

/// The rows of a CSV file, by column.
fn rows(file: &File) -> Vec<Vec<(String, String)>> {
    let mut reader = csv::Reader::from_reader(file.bytes.strip_prefix("\u{feff}".as_bytes()).unwrap());
    let header = reader.headers().unwrap().clone();
    let row = |row: csv::StringRecord| header.iter().zip(&row).map(|(a, b)| (a.to_owned(), b.to_owned())).collect();
    reader.records().map(|record| row(record.unwrap())).collect()
}

fn cell<'a>(row: &'a [(String, String)], column: &str) -> &'a str {
    row.iter().find(|(name, _)| name == column).map(|(_, value)| value.as_str()).unwrap()
}

/// The nodes of this type.
fn nodes<'a>(document: &'a Value, kind: &str) -> Vec<&'a Value> {
    document["@graph"].as_array().unwrap().iter().filter(|node| node["@type"] == kind).collect()
}

async fn declare_allergens(app: &TestApp, market: &Market, code: &str, lists: Value) {
    let staff = app.staff_client(Role::Staff).await;
    let path = format!("/staff/products/{}", market.products[code]);
    let product = staff.get(&path).await;
    let mut body = json!({});
    for field in [
        "code",
        "family_id",
        "name_es",
        "name_en",
        "net_content",
        "net_unit",
        "lot_size",
        "order_multiple",
        "storage",
        "shelf_life_days",
        "vat_bps",
    ] {
        body[field] = product.body[field].clone();
    }
    body.as_object_mut().unwrap().extend(lists.as_object().unwrap().clone());
    staff.put(&path, &product.etag.clone().unwrap(), body).await.ok();
}

both!(
    async fn a_buyer_downloads_the_catalogue_at_its_own_prices(app: TestApp) {
        let market = Market::open(&app).await;
        let contains = json!({ "allergens": ["milk"], "may_contain": ["nuts"], "description_es": "=1+1 de Aysén" });
        declare_allergens(&app, &market, "JAM", contains).await;
        let lodge = &market.lodge.client;

        let file = download(&app, lodge, "format=csv&language=es").await;
        assert_eq!(file.media_type, "text/csv; charset=utf-8");
        assert_eq!(file.disposition, "attachment; filename=\"catalogo.csv\"");
        let seen = lodge.get("/buyer/products").await.ok();
        let seen = seen.as_array().unwrap();
        let priced: usize = seen.iter().map(|product| product["prices"].as_array().unwrap().len()).sum();
        let table = rows(&file);
        assert_eq!(table.len(), priced);
        let jam: Vec<_> = table.iter().filter(|row| cell(row, "código") == "JAM").collect();
        let prices: Vec<_> =
            jam.iter().map(|row| (cell(row, "desde unidades"), cell(row, "precio neto por unidad"))).collect();
        assert_eq!(prices, [("1", "1000"), ("12", "900")]);
        assert_eq!((cell(jam[0], "alérgenos"), cell(jam[0], "puede contener")), ("leche", "frutos secos"));
        assert!(!cell(jam[0], "descripción").starts_with('='), "no spreadsheet program takes it for a formula");

        let sheet = download(&app, lodge, "format=xlsx&language=en").await;
        assert_eq!(sheet.disposition, "attachment; filename=\"catalogue.xlsx\"");
        assert!(sheet.bytes.starts_with(b"PK"));
    }
);

both!(
    async fn json_ld_holds_products_items_and_offers_that_refer_to_each_other(app: TestApp) {
        let market = Market::open(&app).await;
        declare_allergens(&app, &market, "JAM", json!({ "allergens": ["milk"], "may_contain": ["nuts"] })).await;
        declare_allergens(&app, &market, "TEA", json!({})).await;
        let file = download(&app, &market.lodge.client, "format=jsonld&language=es").await;
        assert_eq!(file.disposition, "attachment; filename=\"catalogo.jsonld\"");
        let document: Value = serde_json::from_slice(&file.bytes).unwrap();
        assert!(document["@context"].is_object(), "a reader fetches nothing");

        let (products, items) = (nodes(&document, "dfc-b:SuppliedProduct"), nodes(&document, "dfc-b:CatalogItem"));
        let offers = nodes(&document, "dfc-b:Offer");
        assert!(!products.is_empty() && products.len() == items.len() && items.len() == offers.len());
        let listed = nodes(&document, "dfc-b:Catalog")[0]["dfc-b:lists"].as_array().unwrap();
        assert_eq!(listed.iter().collect::<Vec<_>>(), items.iter().map(|item| &item["@id"]).collect::<Vec<_>>());
        let item = items.iter().find(|item| item["dfc-b:sku"] == "JAM").unwrap();
        let product = products.iter().find(|product| product["@id"] == item["dfc-b:references"]).unwrap();
        let offer = offers.iter().find(|offer| offer["@id"] == item["dfc-b:offeredThrough"]).unwrap();
        assert_eq!(offer["dfc-b:hasPrice"]["dfc-b:value"]["@value"], "1000");
        assert_eq!(offer["dfc-b:hasPrice"]["dfc-b:VATrate"]["@value"], "19.00");
        assert_eq!(product["dfc-b:hasAllergenCharacteristic"][0]["dfc-b:hasAllergenDimension"], "dfc-m:LactoseMilks");
        // The vocabulary has no word for traces, nor for what nobody declared: the description says it.
        let description = |product: &Value| product["dfc-b:description"].as_str().unwrap().to_owned();
        assert!(description(product).contains("Puede contener: frutos secos."));
        let tea = items.iter().find(|item| item["dfc-b:sku"] == "TEA").unwrap();
        let tea = products.iter().find(|product| product["@id"] == tea["dfc-b:references"]).unwrap();
        assert!(description(tea).contains("Alérgenos no declarados."));
        let makers = product["dfc-b:suppliedBy"].as_array().unwrap();
        assert!(nodes(&document, "dfc-b:Enterprise").iter().any(|enterprise| enterprise["@id"] == makers[0]));
    }
);

both!(
    async fn what_is_not_sold_to_a_buyer_is_not_in_its_catalogue(app: TestApp) {
        let market = Market::open(&app).await;
        let staff = app.staff_client(Role::Staff).await;
        let codes = async || -> Vec<String> {
            let file = download(&app, &market.lodge.client, "format=csv&language=en").await;
            rows(&file).iter().map(|row| cell(row, "code").to_owned()).collect()
        };
        assert!(codes().await.contains(&"TEA".to_owned()));
        staff.post(&format!("/staff/products/{}/retire", market.products["TEA"]), json!({})).await.ok();
        assert!(!codes().await.contains(&"TEA".to_owned()));
    }
);
