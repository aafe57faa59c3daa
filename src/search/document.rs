//! The search document of a product: a copy of what the catalogue says about it, made by each refresh.

use std::collections::BTreeSet;

use entities::values::{Allergen, Allergens};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use uuid::Uuid;

/// `harvest_months` of a product that can be made all year.
pub const ALL_YEAR: i32 = 0xfff;

/// One product in the search index.
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
    /// Description in Spanish; empty if there is none.
    pub description_es: String,
    /// Description in English; empty if there is none.
    pub description_en: String,
    /// Code of the family, the value of its facet.
    pub family_code: String,
    /// Name of the family in Spanish.
    pub family_es: String,
    /// Name of the family in English.
    pub family_en: String,
    /// Ingredients in Spanish; empty if none are declared.
    pub ingredients_es: String,
    /// Allergens of which it is not surely free: contained, possible in traces, or not declared.
    pub not_free_of: Allergens,
    /// Keys of what it is made of, for exclusions.
    pub contents: BTreeSet<String>,
    /// Codes of the practices, such as `organic` or `wild_harvest`.
    pub practices: Vec<String>,
    /// Comunas of the workshops that may supply it.
    pub places: Vec<String>,
    /// Names of the workshops that may supply it.
    pub makers: Vec<String>,
    /// Months in which some workshop can make it: bit 0 = January … bit 11 = December.
    pub harvest_months: i32,
    /// Whether buyers see it. Unpublished products are indexed but never found.
    pub published: bool,
    /// Lowest value per share among its makers this season, in thousandths; sorts equally relevant products,
    /// ascending.
    pub fairness: i64,
}

impl ProductDocument {
    /// A hash of the whole document. Two indexes are equal if their fingerprints are.
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
            hash_text(&mut hash, text);
        }
        for list in [&self.practices, &self.places, &self.makers] {
            hash.update(list.len().to_le_bytes());
            list.iter().for_each(|text| hash_text(&mut hash, text));
        }
        for texts in [
            self.not_free_of.iter().map(Allergen::word).collect(),
            self.contents.iter().map(String::as_str).collect::<Vec<_>>(),
        ] {
            hash.update(texts.len().to_le_bytes());
            texts.iter().for_each(|text| hash_text(&mut hash, text));
        }
        hash.update(self.id.as_bytes());
        hash.update(self.harvest_months.to_le_bytes());
        hash.update([u8::from(self.published)]);
        hash.update(self.fairness.to_le_bytes());
        hash.finalize().iter().take(8).fold(0, |number, byte| (number << 8) | u64::from(*byte))
    }
}

/// Hashes the length first, so that adjacent texts cannot be confused.
fn hash_text(hash: &mut Sha256, text: &str) {
    hash.update(text.len().to_le_bytes());
    hash.update(text.as_bytes());
}
