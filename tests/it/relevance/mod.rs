//! How good the answers of the search are, measured through the API on two catalogues: that of the demo, and the 1,000
//! foods of the published test data, which nobody who works on the ranking wrote. The bench prints it, a test holds it.

#[path = "../../../demo/mod.rs"]
#[allow(dead_code, reason = "the suite creates the cooperative and no season")]
mod demo;
pub mod judgements;

use std::path::Path;

use entities::{catalogue::product, values::Role};
use minga::{
    platform::{app::App, unit_of_work::Actor},
    search,
};
use sea_orm::EntityTrait;
use serde_json::{Value, json};

use crate::support::{ApiClient, TestApp, meilisearch::Meilisearch};
use judgements::{JudgedProduct, Judgement, Relevance};

/// A catalogue with judged queries.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Catalogue {
    /// The cooperative of the demo.
    Demo,
    /// The published foods.
    Foods,
}

impl Catalogue {
    fn judgements(self) -> Vec<Judgement> {
        judgements::read(match self {
            Self::Demo => include_str!("demo.txt"),
            Self::Foods => include_str!("foods.txt"),
        })
    }
}

/// Fills an empty installation with a catalogue and its index.
pub async fn fill(app: &TestApp, catalogue: Catalogue, data: Option<&Path>) -> anyhow::Result<Vec<JudgedProduct>> {
    match (catalogue, data) {
        (Catalogue::Demo, _) => demo::create_cooperative(&app.app).await?,
        (Catalogue::Foods, Some(data)) => import_foods(app, &data.join("foods")).await?,
        (Catalogue::Foods, None) => anyhow::bail!("TEST_DATA names no folder with foods/products.csv"),
    }
    search::rebuild_index(&app.app).await.map_err(|problem| anyhow::anyhow!("{problem}"))?;
    judged_products(app).await
}

/// The answers of this process to all judged queries of a catalogue.
pub async fn measure(client: &ApiClient, catalogue: Catalogue, products: &[JudgedProduct]) -> Relevance {
    let judgements = catalogue.judgements();
    let mut answers = Vec::new();
    for judgement in &judgements {
        let query = [("q", judgement.query.as_str()), ("limit", "10"), ("typing", "true")];
        let query = url::form_urlencoded::Serializer::new(String::new()).extend_pairs(query).finish();
        let found = client.get(&format!("/public/search?{query}")).await.ok();
        assert_eq!(found["degraded"], false, "{}", judgement.query);
        answers.push(codes(&found));
    }
    judgements::relevance(&judgements, products, &answers)
}

fn codes(found: &Value) -> Vec<String> {
    let products = found["products"].as_array().into_iter().flatten();
    products.filter_map(|product| product["code"].as_str()).map(str::to_owned).collect()
}

/// A node that searches on this server, with its index.
pub async fn node_on(app: &TestApp, server: &Meilisearch) -> anyhow::Result<App> {
    let settings = server.settings();
    let settings: Vec<(&str, &str)> = settings.iter().map(|(name, value)| (*name, value.as_str())).collect();
    let node = app.node_set(&settings).await;
    search::rebuild_index(&node).await.map_err(|problem| anyhow::anyhow!("{problem}"))?;
    Ok(node)
}

async fn import_foods(app: &TestApp, folder: &Path) -> anyhow::Result<()> {
    let staff = app.staff_client(Role::Staff).await;
    let mut families = std::collections::HashMap::new();
    for row in csv::Reader::from_path(folder.join("families.csv"))?.records() {
        let row = row?;
        let family = json!({ "code": &row[0], "name_es": &row[1], "name_en": &row[1] });
        let made = staff.put_without_if_match("/staff/families", family).await.ok();
        families.insert(row[0].to_owned(), made["id"].clone());
    }
    for row in csv::Reader::from_path(folder.join("products.csv"))?.records() {
        let row = row?;
        let food = json!({
            "code": &row[0], "family_id": families[&row[1]], "name_es": &row[2], "name_en": &row[2],
            "description_es": &row[3], "net_content": 500, "net_unit": "g", "lot_size": 1, "storage": "ambient",
            "shelf_life_days": 90, "vat_bps": 1900,
        });
        let made = staff.post("/staff/products", food).await.ok();
        staff
            .post(&format!("/staff/products/{}/publish", made["id"].as_str().unwrap_or_default()), json!({}))
            .await
            .ok();
    }
    Ok(())
}

async fn judged_products(app: &TestApp) -> anyhow::Result<Vec<JudgedProduct>> {
    let tx = app.app.read(Actor::System).await.map_err(|problem| anyhow::anyhow!("{problem}"))?;
    let rows = product::Entity::find().all(tx.db()).await?;
    drop(tx);
    let anyone = app.anonymous_client();
    let mut judged = Vec::new();
    for row in rows {
        let shown = anyone.get(&format!("/public/products/{}", row.id.0)).await.ok();
        let makers = || shown["makers"].as_array().into_iter().flatten();
        let texts = |key: &'static str| makers().filter_map(move |maker| maker[key].as_str()).map(str::to_owned);
        let free = |allergen: &entities::values::Allergen| {
            row.allergens_declared_at.is_some()
                && !row.allergens.contains(*allergen)
                && !row.may_contain.contains(*allergen)
        };
        judged.push(JudgedProduct {
            family: shown["family"]["code"].as_str().unwrap_or_default().to_owned(),
            names: vec![row.name_es.clone(), row.name_en.clone()],
            ingredients: row.ingredients_es.clone().unwrap_or_default(),
            free_of: entities::values::Allergen::all()
                .filter(free)
                .map(|allergen| allergen.word().to_owned())
                .collect(),
            practices: row.practices.0.clone(),
            places: texts("comuna").collect(),
            makers: texts("name").collect(),
            code: row.code,
        });
    }
    Ok(judged)
}
