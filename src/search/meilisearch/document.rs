//! Product documents in the format of the Meilisearch index.

use serde_json::{Value, json};

use crate::search::ProductDocument;

/// A product as sent to the server.
pub fn meilisearch_document(product: &ProductDocument) -> Value {
    let months: Vec<_> = (1..=12_u32).filter(|month| product.harvest_months & (1 << (month - 1)) != 0).collect();
    let practices = product.practices.join(" ").replace('_', " ");
    json!({
        "id": product.id,
        "code": product.code,
        "name_es": product.name_es,
        "name_en": product.name_en,
        "family_es": product.family_es,
        "family_en": product.family_en,
        "keywords": [product.places.join(" "), product.makers.join(" "), practices],
        "ingredients_es": product.ingredients_es,
        "description_es": product.description_es,
        "description_en": product.description_en,
        "family_code": product.family_code,
        "practices": product.practices,
        "places": product.places,
        "makers": product.makers,
        "not_free_of": product.not_free_of,
        "months": months,
        "published": product.published,
        "contents": product.contents,
        "fairness": product.fairness,
        "fingerprint": format!("{:016x}", product.fingerprint()),
    })
}
