//! Search queries and results, the same for both engines.

use std::collections::BTreeSet;

use entities::values::Allergen;
use uuid::Uuid;

use crate::search::SearchError;

/// Maximum number of results of one page.
pub const MAX_LIMIT: usize = 200;
/// Maximum number of skipped results.
pub const MAX_OFFSET: usize = 10_000;
/// Characters of the search text that are used; the rest is ignored.
pub const MAX_TEXT: usize = 200;
/// Terms of the search text that are used; the rest is ignored.
pub const MAX_TERMS: usize = 10;

/// A search query. An empty list or text does not filter.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SearchQuery {
    /// The text as typed, in Spanish or English.
    pub text: String,
    /// Family codes; the product has any of them.
    pub families: Vec<String>,
    /// Allergens; the product is surely free of all of them.
    pub free_of: Vec<Allergen>,
    /// Practices; the product has all of them.
    pub practices: Vec<String>,
    /// Comunas of the makers; the product has any of them.
    pub places: Vec<String>,
    /// Names of makers; the product has any of them.
    pub makers: Vec<String>,
    /// Month in which the product can be made, 1 = January.
    pub month: Option<u32>,
    /// The product is one of these; `None` = any.
    pub among: Option<BTreeSet<Uuid>>,
    /// Maximum number of results, at most [`MAX_LIMIT`].
    pub limit: usize,
    /// Number of results to skip, at most [`MAX_OFFSET`].
    pub offset: usize,
}

impl SearchQuery {
    /// Checks the values that have no filter in any engine.
    ///
    /// # Errors
    /// [`SearchError::InvalidQuery`] if the month is not between 1 and 12.
    pub fn validate(&self) -> Result<(), SearchError> {
        match self.month {
            Some(month) if !(1..=12).contains(&month) => {
                Err(SearchError::InvalidQuery("a month is a number from 1 to 12"))
            }
            _ => Ok(()),
        }
    }
}

/// Search results, sorted by relevance, then fairness, then product code.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SearchResults {
    /// Ids of the products on this page.
    pub ids: Vec<Uuid>,
    /// Number of products on all pages.
    pub total: u64,
    /// How many of them, the first ones, match all terms of the text. The others are similar.
    pub matching_all: u64,
    /// Filter values with the number of results.
    pub facets: Facets,
    /// Terms without a match, each with the term that was searched instead.
    pub corrections: Vec<(String, String)>,
}

/// Filter values with the number of results, highest count first.
///
/// The counts of families, places and makers ignore the filter on the same facet, so they are what selecting one more
/// value would give.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Facets {
    /// By family code.
    pub families: Vec<(String, u64)>,
    /// By practice.
    pub practices: Vec<(String, u64)>,
    /// By comuna of the makers.
    pub places: Vec<(String, u64)>,
    /// By maker.
    pub makers: Vec<(String, u64)>,
    /// By allergen: results that are surely free of it. An allergen of which none is surely free is left out.
    pub free_of: Vec<(String, u64)>,
    /// By month, 1 to 12 in order: results that can be made in it.
    pub months: Vec<(u32, u64)>,
}
