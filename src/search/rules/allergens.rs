//! Allergens: the codes of the catalogue and their names in Spanish and English.

use super::{edit_distance::edit_distance, tokens::tokenize};

/// Code of the catalogue, and its normalized names in both languages.
const ALLERGENS: &[(&str, &[&str])] = &[
    ("gluten", &["gluten", "trigo", "tacc", "wheat", "cereal", "cereales", "harina", "flour"]),
    (
        "milk",
        &[
            "milk",
            "leche",
            "lactosa",
            "lacteo",
            "lacteos",
            "lactose",
            "dairy",
            "caseina",
            "mantequilla",
            "butter",
            "crema",
        ],
    ),
    ("eggs", &["eggs", "egg", "huevo", "huevos"]),
    (
        "nuts",
        &[
            "nuts",
            "nut",
            "nuez",
            "nueces",
            "frutos secos",
            "fruto seco",
            "tree nuts",
            "almendra",
            "almendras",
            "almond",
            "almonds",
            "avellana",
            "avellanas",
            "hazelnut",
            "hazelnuts",
            "walnut",
            "walnuts",
        ],
    ),
    ("peanuts", &["peanuts", "peanut", "mani", "cacahuate", "cacahuete"]),
    ("soy", &["soy", "soya", "soja"]),
    ("fish", &["fish", "pescado", "pescados"]),
    ("crustaceans", &["crustaceans", "crustacean", "crustaceo", "crustaceos", "camaron", "camarones", "shrimp"]),
    ("molluscs", &["molluscs", "mollusc", "molusco", "moluscos", "shellfish", "marisco", "mariscos"]),
    ("sulphites", &["sulphites", "sulphite", "sulfites", "sulfite", "sulfito", "sulfitos"]),
    ("sesame", &["sesame", "sesamo"]),
    ("mustard", &["mustard", "mostaza"]),
    ("celery", &["celery", "apio"]),
    ("lupin", &["lupin", "lupino", "lupinos", "altramuz"]),
];

/// Codes of all allergens of the catalogue.
pub fn allergen_codes() -> impl Iterator<Item = &'static str> {
    ALLERGENS.iter().map(|(code, _)| *code)
}

/// The catalogue's code of the allergen named by `text`; if it is unknown, the normalized text joined by `_`.
pub fn allergen_code(text: &str) -> String {
    let words = tokenize(text);
    match leading_allergen(&words) {
        Some((code, length)) if length == words.len() => code.to_owned(),
        _ => words.join("_"),
    }
}

/// The allergen named at the start of `words`, and the number of words of its name. Accepts one typo in names of five
/// or more letters.
pub fn leading_allergen(words: &[String]) -> Option<(&'static str, usize)> {
    let pair = words.get(..2).map(|pair| pair.join(" "));
    let first = words.first()?;
    let exact = |text: &str| ALLERGENS.iter().find(|(_, names)| names.contains(&text)).map(|(code, _)| *code);
    if let Some(code) = pair.as_deref().and_then(exact) {
        return Some((code, 2));
    }
    exact(first).or_else(|| misspelled(first)).map(|code| (code, 1))
}

fn misspelled(word: &str) -> Option<&'static str> {
    let matches = |name: &str| name.len() >= 5 && edit_distance(word, name, 1).is_some();
    ALLERGENS.iter().find(|(_, names)| word.len() >= 5 && names.iter().any(|name| matches(name))).map(|(code, _)| *code)
}

/// Whether a product that declares these allergens, by code or by name, has none of the excluded codes.
pub fn is_free_of(declared: &[String], excluded: &[String]) -> bool {
    declared.iter().all(|name| !excluded.contains(&allergen_code(name)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_map_to_codes() {
        for (text, code) in [
            ("Gluten", "gluten"),
            ("lácteos", "milk"),
            ("Frutos secos", "nuts"),
            ("glutten", "gluten"),
            ("maní", "peanuts"),
            ("wild_garlic", "wild_garlic"),
            ("milk chocolate", "milk_chocolate"),
        ] {
            assert_eq!(allergen_code(text), code);
        }
        assert!(ALLERGENS.iter().all(|(code, names)| names.contains(code) && allergen_code(code) == *code));
    }

    #[test]
    fn a_declared_name_excludes_like_its_code() {
        let declares = |name: &str| vec![name.to_owned(), "wild_garlic".to_owned()];
        for name in ["fish", "Pescado", "pescdo"] {
            assert!(!is_free_of(&declares(name), &["fish".to_owned()]), "{name}");
        }
        assert!(is_free_of(&declares("milk"), &["fish".to_owned()]) && is_free_of(&declares("fish"), &[]));
    }
}
