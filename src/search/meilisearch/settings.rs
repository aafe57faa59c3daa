//! What a Meilisearch index must know about a larder: where to look, what to filter by, which words mean the same, and
//! that fairness decides among equals.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};

use super::super::{
    document::{MAX_LIMIT, MAX_OFFSET, ProductDocument},
    text::{GROUPS, THEMES, allergen_code, words},
};

/// Changes with every change of this file's meaning; part of the index's name, so that the old one answers until the
/// new is filled.
pub const VERSION: u32 = 1;
/// Values of one facet that are counted.
const MAX_FACET_VALUES: usize = 1_000;

/// The settings of an index.
pub fn settings() -> Value {
    json!({
        "searchableAttributes": [
            "code", "name_es", "name_en", "family_es", "family_en", "other", "ingredients_es", "description_es",
            "description_en",
        ],
        "filterableAttributes": [
            "family_code", "practices", "places", "allergens", "months", "published", "made_with",
        ],
        "sortableAttributes": ["fairness", "code"],
        "displayedAttributes": ["id", "fingerprint"],
        // Without "proximity": where words stand in a name says little, and would leave nothing to fairness.
        "rankingRules": ["words", "typo", "attribute", "exactness", "fairness:asc", "code:asc"],
        "synonyms": synonyms(),
        "typoTolerance": {
            "enabled": true,
            "minWordSizeForTypos": { "oneTypo": 4, "twoTypos": 8 },
            "disableOnAttributes": ["code"],
        },
        "faceting": { "maxValuesPerFacet": MAX_FACET_VALUES },
        "pagination": { "maxTotalHits": MAX_OFFSET + MAX_LIMIT },
    })
}

/// Each word with the words that may stand in its place.
pub fn synonyms() -> BTreeMap<&'static str, BTreeSet<&'static str>> {
    let mut synonyms: BTreeMap<_, BTreeSet<_>> = BTreeMap::new();
    for group in GROUPS {
        let members: Vec<_> = group.es.split_whitespace().chain(group.en.split_whitespace()).collect();
        for word in &members {
            synonyms.entry(*word).or_default().extend(members.iter().filter(|other| *other != word));
        }
    }
    for theme in THEMES {
        for wish in theme.wish.split_whitespace() {
            synonyms.entry(wish).or_default().extend(theme.meets.split_whitespace().filter(|word| *word != wish));
        }
    }
    synonyms.retain(|_, others| !others.is_empty());
    synonyms
}

/// A product as it is sent.
pub fn to_index(product: &ProductDocument) -> Value {
    let months: Vec<_> = (1..=12_u32).filter(|month| product.harvest_months & (1 << (month - 1)) != 0).collect();
    let allergens: Vec<_> = product.allergens.iter().map(|allergen| allergen_code(allergen)).collect();
    let practices = product.practices.join(" ").replace('_', " ");
    json!({
        "id": product.id,
        "code": product.code,
        "name_es": product.name_es,
        "name_en": product.name_en,
        "family_es": product.family_es,
        "family_en": product.family_en,
        "other": [product.places.join(" "), product.makers.join(" "), practices],
        "ingredients_es": product.ingredients_es,
        "description_es": product.description_es,
        "description_en": product.description_en,
        "family_code": product.family_code,
        "practices": product.practices,
        "places": product.places,
        "allergens": allergens,
        "months": months,
        "published": product.published,
        "made_with": words(&product.ingredients_es),
        "fairness": product.fairness,
        "fingerprint": format!("{:016x}", product.fingerprint()),
    })
}
