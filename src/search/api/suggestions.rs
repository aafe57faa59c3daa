//! Suggestions while somebody types a search.

use entities::values::ProductId;
use poem::web::Data;
use poem_openapi::{Enum, Object, OpenApi, param::Query};

use super::tag::Tag;
use crate::{
    platform::{
        app::App,
        http::{limits, paging::List, problem::Result, text::FreeText},
    },
    search::actions,
};

/// What a suggestion leads to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[oai(rename_all = "snake_case")]
pub enum SuggestionKind {
    /// A search for the text.
    Search,
    /// The products of a family.
    Family,
    /// A product.
    Product,
    /// The products of a maker.
    Maker,
}

/// A suggestion.
#[derive(Clone, Debug, Object)]
#[oai(skip_serializing_if_is_none)]
pub struct SearchSuggestion {
    /// What it leads to.
    pub kind: SuggestionKind,
    /// The text in Spanish.
    pub text_es: String,
    /// The text in English.
    pub text_en: String,
    /// The product.
    pub product_id: Option<ProductId>,
    /// Code of the family.
    pub family_code: Option<String>,
}

impl SearchSuggestion {
    fn new(kind: SuggestionKind, text_es: String, text_en: String) -> Self {
        Self { kind, text_es, text_en, product_id: None, family_code: None }
    }
}

/// Operations of suggestions.
#[derive(Clone, Copy)]
pub struct Suggestions;

#[OpenApi(prefix_path = "/api/v1", tag = "Tag::Search")]
impl Suggestions {
    /// List suggestions for a text that somebody is typing, at most twelve
    ///
    /// Without a text they are common searches.
    #[oai(path = "/public/search/suggestions", method = "get", operation_id = "list_search_suggestions")]
    async fn list_search_suggestions(
        &self,
        app: Data<&App>,
        /// The text typed so far, in Spanish or English.
        q: Query<Option<FreeText<0, { limits::SEARCH }>>>,
    ) -> Result<List<SearchSuggestion>> {
        let text = q.0.map(FreeText::into_inner).unwrap_or_default();
        Ok(List::all(suggestions(actions::suggest(&app, &text).await?)))
    }
}

fn suggestions(found: actions::Suggestions) -> Vec<SearchSuggestion> {
    use SuggestionKind::{Family, Maker, Product, Search};
    let corrected = found.corrected.into_iter().map(|text| SearchSuggestion::new(Search, text.clone(), text));
    let families = found.families.into_iter().map(|family| SearchSuggestion {
        family_code: Some(family.code),
        ..SearchSuggestion::new(Family, family.name_es, family.name_en)
    });
    let products = found.products.into_iter().map(|product| SearchSuggestion {
        product_id: Some(product.id),
        ..SearchSuggestion::new(Product, product.name_es, product.name_en)
    });
    let makers = found.makers.into_iter().map(|name| SearchSuggestion::new(Maker, name.clone(), name));
    let searches =
        found.searches.into_iter().map(|search| SearchSuggestion::new(Search, search.es.into(), search.en.into()));
    corrected.chain(families).chain(products).chain(makers).chain(searches).collect()
}
