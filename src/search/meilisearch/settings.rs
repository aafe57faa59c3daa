//! Settings of the Meilisearch index: searched and filtered attributes, ranking rules and synonyms.

use std::collections::HashMap;

use meilisearch_sdk::settings::{
    FacetingSettings, MinWordSizeForTypos, PaginationSetting, Settings, TypoToleranceSettings,
};

use crate::search::{MAX_LIMIT, MAX_OFFSET, SynonymMap};

/// Version of the settings and of the document format. Part of the index name, so that an upgrade builds a new index
/// instead of reading an incompatible one. Increase it with every change of either.
pub const VERSION: u32 = 4;
/// Maximum number of counted values per facet.
const MAX_FACET_VALUES: usize = 1_000;
/// Without "proximity": it would rank almost all products differently, and leave no ties for fairness to break.
const RANKING_RULES: [&str; 6] = ["words", "typo", "attribute", "exactness", "fairness:asc", "code:asc"];
/// In the order of their weight.
const SEARCHABLE: [&str; 9] = [
    "code",
    "name_es",
    "name_en",
    "family_es",
    "family_en",
    "keywords",
    "ingredients_es",
    "description_es",
    "description_en",
];
const FILTERABLE: [&str; 9] =
    ["id", "family_code", "practices", "places", "makers", "not_free_of", "months", "published", "contents"];

/// The settings of an index.
pub fn index_settings(synonym_map: &SynonymMap) -> Settings {
    Settings::new()
        .with_searchable_attributes(SEARCHABLE)
        .with_filterable_attributes(FILTERABLE)
        .with_sortable_attributes(["fairness", "code"])
        .with_displayed_attributes(["id", "fingerprint", "name_es", "name_en"])
        .with_ranking_rules(RANKING_RULES)
        .with_synonyms(synonyms(synonym_map))
        .with_typo_tolerance(TypoToleranceSettings {
            enabled: Some(true),
            min_word_size_for_typos: Some(MinWordSizeForTypos { one_typo: Some(4), two_typos: Some(8) }),
            disable_on_attributes: Some(vec!["code".to_owned()]),
            ..TypoToleranceSettings::default()
        })
        .with_faceting(FacetingSettings { max_values_per_facet: MAX_FACET_VALUES, sort_facet_values_by: None })
        .with_pagination(PaginationSetting { max_total_hits: MAX_OFFSET + MAX_LIMIT })
}

/// Each term with the words that a search for it finds too.
pub fn synonyms(synonym_map: &SynonymMap) -> HashMap<String, Vec<String>> {
    synonym_map.listed().map(|(term, others)| (term.clone(), others.iter().cloned().collect())).collect()
}
