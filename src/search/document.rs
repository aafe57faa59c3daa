//! What the index holds of a product, and what is asked of it and answered. A document repeats what the catalogue says
//! on one day; it decides nothing and can be thrown away and made again.

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use uuid::Uuid;

use super::engine::SearchError;

/// Results of one page at most.
pub const MAX_LIMIT: usize = 200;
/// Results that may be skipped at most.
pub const MAX_OFFSET: usize = 10_000;
/// Characters of a search text that are read; the rest is left out.
pub const MAX_TEXT: usize = 200;
/// Words of a search text that are looked up; the rest is left out.
pub const MAX_WORDS: usize = 10;
/// `harvest_months` of a product that can be made all year.
pub const ALL_YEAR: i32 = 0xfff;

/// One product as the index knows it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProductDocument {
    /// The product's id.
    pub id: Uuid,
    /// The product's code, unique in the catalogue.
    pub code: String,
    /// Name in Spanish.
    pub name_es: String,
    /// Name in English.
    pub name_en: String,
    /// Description in Spanish; empty where there is none.
    pub description_es: String,
    /// Description in English; empty where there is none.
    pub description_en: String,
    /// Code of the family, the value of its facet.
    pub family_code: String,
    /// Name of the family in Spanish.
    pub family_es: String,
    /// Name of the family in English.
    pub family_en: String,
    /// Ingredients in Spanish; empty where none are stated.
    pub ingredients_es: String,
    /// Codes of the declared allergens, such as `gluten` or `milk`.
    pub allergens: Vec<String>,
    /// Codes of the practices, such as `organic` or `wild_harvest`.
    pub practices: Vec<String>,
    /// Comunas of the workshops that may supply it.
    pub places: Vec<String>,
    /// Names of the workshops that may supply it.
    pub makers: Vec<String>,
    /// Months in which somebody can make it: bit 0 = January … bit 11 = December.
    pub harvest_months: i32,
    /// Whether buyers see it; an unpublished product is held but never found.
    pub published: bool,
    /// How much value per share its makers have been given so far; the lowest is shown first among equals.
    pub fairness: i64,
}

impl ProductDocument {
    /// A number that changes with any part of the document: two indexes agree where their fingerprints do.
    pub fn fingerprint(&self) -> u64 {
        let mut hash = Sha256::new();
        for text in [
            &self.code,
            &self.name_es,
            &self.name_en,
            &self.description_es,
            &self.description_en,
            &self.family_code,
            &self.family_es,
            &self.family_en,
            &self.ingredients_es,
        ] {
            write_text(&mut hash, text);
        }
        for list in [&self.allergens, &self.practices, &self.places, &self.makers] {
            hash.update(list.len().to_le_bytes());
            list.iter().for_each(|text| write_text(&mut hash, text));
        }
        hash.update(self.id.as_bytes());
        hash.update(self.harvest_months.to_le_bytes());
        hash.update([u8::from(self.published)]);
        hash.update(self.fairness.to_le_bytes());
        hash.finalize().iter().take(8).fold(0, |number, byte| (number << 8) | u64::from(*byte))
    }
}

fn write_text(hash: &mut Sha256, text: &str) {
    hash.update(text.len().to_le_bytes());
    hash.update(text.as_bytes());
}

/// What somebody looks for. An empty list or text asks for nothing in particular.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Query {
    /// The words as they were typed, in either language.
    pub text: String,
    /// Family codes; any of them.
    pub families: Vec<String>,
    /// Allergens that the product must not declare; none of them.
    pub free_of: Vec<String>,
    /// Practices; all of them.
    pub practices: Vec<String>,
    /// Comunas; any of them.
    pub places: Vec<String>,
    /// A month in which it can be made, 1 = January.
    pub month: Option<u32>,
    /// Results wanted, at most [`MAX_LIMIT`].
    pub limit: usize,
    /// Results skipped, at most [`MAX_OFFSET`].
    pub offset: usize,
}

impl Query {
    /// Refuses what no engine can answer.
    pub fn check(&self) -> Result<(), SearchError> {
        match self.month {
            Some(month) if !(1..=12).contains(&month) => Err(SearchError::Query("a month is a number from 1 to 12")),
            _ => Ok(()),
        }
    }
}

/// What was found, best first: by relevance, then fairness, then code.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Found {
    /// Products of this page.
    pub ids: Vec<Uuid>,
    /// Products of all pages.
    pub total: u64,
    /// What the answer could be narrowed to.
    pub facets: Facets,
    /// Allergens that the text itself asked to avoid ("sin gluten"), added to those of the query.
    pub read_free_of: Vec<String>,
    /// Words that nothing is called by, and what was looked up in their place.
    pub corrected: Vec<(String, String)>,
}

/// Values with the number of products, most first. Families and places count what choosing another one would give: they
/// leave their own filter out.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Facets {
    /// By family code.
    pub families: Vec<(String, u64)>,
    /// By practice.
    pub practices: Vec<(String, u64)>,
    /// By comuna.
    pub places: Vec<(String, u64)>,
    /// By allergen: products without it. Only allergens that the index knows are named.
    pub free_of: Vec<(String, u64)>,
    /// By month, 1 to 12 in order: products that can be made in it.
    pub months: Vec<(u32, u64)>,
}
