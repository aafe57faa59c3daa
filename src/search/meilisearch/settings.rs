//! Settings of the Meilisearch index: searched and filtered attributes, ranking rules and synonyms.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};

use crate::search::{
    MAX_LIMIT, MAX_OFFSET,
    rules::{SYNONYM_GROUPS, THEMES},
};

/// Version of the settings and of the document format. Part of the index name, so that an upgrade builds a new index
/// instead of reading an incompatible one. Increase it with every change of either.
pub const VERSION: u32 = 3;
/// Maximum number of counted values per facet.
const MAX_FACET_VALUES: usize = 1_000;

/// The index settings, as sent to the server.
pub fn index_settings() -> Value {
    json!({
        "searchableAttributes": [
            "code", "name_es", "name_en", "family_es", "family_en", "keywords", "ingredients_es", "description_es",
            "description_en",
        ],
        "filterableAttributes": [
            "family_code", "practices", "places", "not_free_of", "months", "published", "contents",
        ],
        "sortableAttributes": ["fairness", "code"],
        "displayedAttributes": ["id", "fingerprint"],
        // Without "proximity": it would rank almost all products differently, and leave no ties for fairness to break.
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

/// Each word with its synonyms.
pub fn synonyms() -> BTreeMap<&'static str, BTreeSet<&'static str>> {
    let mut synonyms: BTreeMap<_, BTreeSet<_>> = BTreeMap::new();
    for group in SYNONYM_GROUPS {
        let members: Vec<_> = group.es.split_whitespace().chain(group.en.split_whitespace()).collect();
        for word in &members {
            synonyms.entry(*word).or_default().extend(members.iter().filter(|other| *other != word));
        }
    }
    for theme in THEMES {
        for term in theme.terms.split_whitespace() {
            let expansions = theme.expands_to.split_whitespace().filter(|word| *word != term);
            synonyms.entry(term).or_default().extend(expansions);
        }
    }
    synonyms.retain(|_, others| !others.is_empty());
    synonyms
}
