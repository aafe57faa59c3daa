//! Builds the search document of a product.

use std::collections::{BTreeSet, HashMap};

use entities::{
    catalogue::{family, product},
    members::workshop,
    values::{Allergen, WorkshopId},
};

use super::{
    allergens::is_free_of,
    contents::{ALCOHOL, ExcludedWord, content_keys, excluded_words, is_excluded},
    query::SearchQuery,
    query_parser::{ParsedText, excluded_allergens},
    synonym_map::SynonymMap,
};
use crate::{
    catalogue::{self, OfferEligibility},
    platform::words::normalize,
    search::{ProductDocument, stems::BilingualStemmer},
};

/// Additional taxes of alcoholic drinks: liqueurs and spirits, wine, beer and cider.
const ALCOHOL_TAXES: [&str; 3] = ["24", "25", "26"];

/// The search document of `product`. `supplies` are the offers of the workshops that may make it.
pub fn product_document(
    product: product::Model,
    family: Option<&family::Model>,
    supplies: &[OfferEligibility],
    workshops: &HashMap<WorkshopId, workshop::Model>,
    value_per_share: &HashMap<WorkshopId, i64>,
) -> ProductDocument {
    let makers = || supplies.iter().filter_map(|supply| workshops.get(&supply.offer.workshop_id));
    let distinct = |texts: &mut dyn Iterator<Item = String>| texts.collect::<BTreeSet<_>>().into_iter().collect();
    let value_of = |supply: &OfferEligibility| value_per_share.get(&supply.offer.workshop_id).copied().unwrap_or(0);
    let is_alcoholic = product.additional_tax_code.as_deref().is_some_and(|code| ALCOHOL_TAXES.contains(&code));
    let spanish = [product.name_es.as_str(), product.ingredients_es.as_deref().unwrap_or_default()];
    let alcohol = is_alcoholic.then_some(ALCOHOL);
    let spanish: Vec<&str> = spanish.into_iter().chain(alcohol).collect();
    let english = [product.name_en.as_str(), product.ingredients_en.as_deref().unwrap_or_default()];
    ProductDocument {
        contents: content_keys(&spanish, &english),
        not_free_of: catalogue::not_free_of(&product),
        id: product.id.0,
        code: product.code,
        name_es: product.name_es,
        name_en: product.name_en,
        description_es: product.description_es.unwrap_or_default(),
        description_en: product.description_en.unwrap_or_default(),
        family_code: family.map(|family| family.code.clone()).unwrap_or_default(),
        family_es: family.map(|family| family.name_es.clone()).unwrap_or_default(),
        family_en: family.map(|family| family.name_en.clone()).unwrap_or_default(),
        ingredients_es: product.ingredients_es.unwrap_or_default(),
        practices: product.practices.0,
        places: distinct(&mut makers().filter_map(|workshop| workshop.comuna.clone())),
        makers: distinct(&mut makers().map(|workshop| workshop.name.clone())),
        harvest_months: supplies.iter().fold(0, |months, supply| months | supply.offer.harvest_months),
        published: product.published_at.is_some() && product.retired_at.is_none(),
        fairness: supplies.iter().map(value_of).min().unwrap_or(0),
    }
}

/// What a query finds without an index: all filters are exact, and each term of the text or a synonym stands in a name of
/// the product or its family, or the whole text is its code.
pub struct DocumentFilter<'a> {
    query: &'a SearchQuery,
    terms: Vec<NameTerm>,
    code: String,
    free_of: Vec<Allergen>,
    excluded: Vec<Vec<ExcludedWord>>,
}

/// A term of the text: part of a name, or the beginning of one of its words as a stem.
struct NameTerm {
    words: Vec<String>,
    stems: Vec<String>,
}

impl NameTerm {
    fn new(term: &str, synonym_map: &SynonymMap, stemmer: &mut BilingualStemmer) -> Self {
        let expansions = synonym_map.expand(&stemmer.phrase_stems(term));
        Self {
            words: term.split(' ').map(str::to_owned).collect(),
            stems: [expansions.synonyms_es, expansions.synonyms_en, expansions.theme_es].concat(),
        }
    }

    fn is_in(&self, names: &str) -> bool {
        self.words.iter().all(|word| names.contains(word.as_str()))
            || self.stems.iter().any(|stem| names.split(' ').any(|word| word.starts_with(stem.as_str())))
    }
}

impl<'a> DocumentFilter<'a> {
    /// The filter of a query, of which `parsed` is the text.
    pub fn new(query: &'a SearchQuery, parsed: &ParsedText, synonym_map: &SynonymMap) -> Self {
        let mut stemmer = BilingualStemmer::new();
        let terms = synonym_map.join_phrases(&parsed.terms, &mut stemmer);
        Self {
            query,
            terms: terms.iter().map(|term| NameTerm::new(term, synonym_map, &mut stemmer)).collect(),
            code: normalize(query.text.trim()),
            free_of: excluded_allergens(query, parsed),
            excluded: parsed.excluded.iter().map(|exclusion| excluded_words(exclusion, synonym_map)).collect(),
        }
    }

    /// Whether the query finds `document`.
    pub fn matches(&self, document: &ProductDocument) -> bool {
        let query = self.query;
        let has = |list: &[String], value: &String| list.contains(value);
        let any = |wanted: &[String], list: &[String]| wanted.is_empty() || wanted.iter().any(|value| has(list, value));
        let in_month = |month: u32| {
            1_i32.checked_shl(month.saturating_sub(1)).is_some_and(|bit| document.harvest_months & bit != 0)
        };
        let names = [&document.name_es, &document.name_en, &document.family_es, &document.family_en];
        let names = names.map(|name| normalize(name)).join(" ");
        document.published
            && is_free_of(&document.not_free_of, &self.free_of)
            && !is_excluded(&document.contents, &self.excluded)
            && any(&query.families, std::slice::from_ref(&document.family_code))
            && any(&query.places, &document.places)
            && any(&query.makers, &document.makers)
            && query.practices.iter().all(|practice| has(&document.practices, practice))
            && query.month.is_none_or(in_month)
            && query.among.as_ref().is_none_or(|among| among.contains(&document.id))
            && (self.code == normalize(&document.code) || self.terms.iter().all(|term| term.is_in(&names)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::search::rules::parse_text;

    #[test]
    fn filters_are_exact_without_an_index() {
        let smoked = ProductDocument {
            code: "SAL-01".into(),
            name_es: "Salmón ahumado".into(),
            family_code: "ahumados".into(),
            not_free_of: [Allergen::Fish].into_iter().collect(),
            contents: content_keys(&["Salmón ahumado"], &[]),
            places: vec!["Aysén".into()],
            harvest_months: 0b100,
            published: true,
            ..ProductDocument::default()
        };
        let synonym_map = SynonymMap::new(&[]);
        let finds =
            |query: SearchQuery| DocumentFilter::new(&query, &parse_text(&query.text), &synonym_map).matches(&smoked);
        let text = |text: &str| SearchQuery { text: text.into(), ..SearchQuery::default() };
        assert!(
            finds(SearchQuery::default()) && finds(text("salmon")) && finds(text("sal-01")) && finds(text("smoked"))
        );
        assert!(!finds(text("miel")) && !finds(text("ahumado sin pescado")) && !finds(text("ahumado -salmón")));
        assert!(!finds(SearchQuery { free_of: vec![Allergen::Fish], ..SearchQuery::default() }));
        for (month, found) in [(3, true), (4, false)] {
            assert_eq!(finds(SearchQuery { month: Some(month), ..SearchQuery::default() }), found);
        }
        assert!(!finds(SearchQuery { places: vec!["Coyhaique".into()], ..SearchQuery::default() }));
        assert!(!finds(SearchQuery { families: vec!["miel".into()], ..SearchQuery::default() }));
        assert!(!finds(SearchQuery { practices: vec!["organic".into()], ..SearchQuery::default() }));
    }
}
