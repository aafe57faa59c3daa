//! Allergens in search texts: the catalogue's names, and typos in them.

use entities::values::{Allergen, Allergens};

use super::edit_distance::edit_distance;
use crate::{
    catalogue::{self, AllergenName},
    platform::words::words,
};

/// Letters from which on a name may have a typo.
const MIN_MISSPELLED_LENGTH: usize = 5;

/// The allergens of a filter such as `pescado`.
///
/// # Errors
/// The first word that names none.
pub fn filter_allergens(text: &str) -> Result<Allergens, String> {
    let words = words(text);
    match leading_allergen(&words) {
        Some(name) if name.words == words.len() => Ok(name.allergens.iter().copied().collect()),
        _ => catalogue::read_allergens(text),
    }
}

/// The allergen named at the start of normalized `words`. Accepts one typo in names of five or more letters: to exclude
/// too much is safe.
pub fn leading_allergen(words: &[String]) -> Option<AllergenName> {
    catalogue::leading_name(words).or_else(|| misspelled(words.first()?))
}

fn misspelled(word: &str) -> Option<AllergenName> {
    let long = |text: &str| text.len() >= MIN_MISSPELLED_LENGTH;
    let near = |name: &str| long(name) && edit_distance(word, name, 1).is_some();
    catalogue::single_word_names().find(|(name, of)| long(word) && !of.is_food && near(name)).map(|(_, of)| of)
}

/// Whether a product that is not surely free of `declared` is surely free of all of `excluded`.
pub fn is_free_of(not_free_of: &Allergens, excluded: &[Allergen]) -> bool {
    excluded.iter().all(|allergen| !not_free_of.contains(*allergen))
}

#[cfg(test)]
mod tests {
    use entities::values::Allergen::{Crustaceans, Fish, Gluten, Milk, Molluscs, Nuts, Peanuts};

    use super::*;

    #[test]
    fn names_and_near_names_are_filters() {
        for (text, allergens) in [
            ("Gluten", vec![Gluten]),
            ("lácteos", vec![Milk]),
            ("Frutos secos", vec![Nuts]),
            ("glutten", vec![Gluten]),
            ("maní", vec![Peanuts]),
            ("gluten,milk", vec![Gluten, Milk]),
            ("mariscos", vec![Crustaceans, Molluscs]),
        ] {
            assert_eq!(filter_allergens(text).map(Vec::from), Ok(allergens), "{text}");
        }
        for text in ["wild_garlic", "milk chocolate", "erizo", "", "pine"] {
            assert!(filter_allergens(text).is_err(), "{text}");
        }
    }

    #[test]
    fn a_product_is_free_only_of_what_it_surely_lacks() {
        let declares: Allergens = [Fish].into_iter().collect();
        assert!(!is_free_of(&declares, &[Milk, Fish]) && is_free_of(&declares, &[Milk]) && is_free_of(&declares, &[]));
        assert!(!is_free_of(&Allergen::all().collect(), &[Nuts]));
    }
}
