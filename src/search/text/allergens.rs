//! What a guest must not eat. A cook writes "sin gluten", "gluten free" or "celíacos" and means a filter, not a word to
//! find.

use super::{distance::edits, words::words};

/// Code of the catalogue, and what people call it, folded, in both languages.
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

/// The one spelling of an allergen: the catalogue's code where it is known, else the text itself, folded.
pub fn allergen_code(text: &str) -> String {
    let words = words(text);
    match alias(&words) {
        Some((code, taken)) if taken == words.len() => code.to_owned(),
        _ => words.join("_"),
    }
}

/// The allergen that `words` begin with, and how many of them name it. A letter wrong in a longer word is forgiven.
pub fn alias(words: &[String]) -> Option<(&'static str, usize)> {
    let pair = words.get(..2).map(|pair| pair.join(" "));
    let first = words.first()?;
    let found = |wanted: &str| ALLERGENS.iter().find(|(_, names)| names.contains(&wanted)).map(|(code, _)| *code);
    if let Some(code) = pair.as_deref().and_then(found) {
        return Some((code, 2));
    }
    found(first).or_else(|| nearly(first)).map(|code| (code, 1))
}

fn nearly(word: &str) -> Option<&'static str> {
    let long = |name: &str| name.len() >= 5 && edits(word, name, 1).is_some();
    ALLERGENS.iter().find(|(_, names)| word.len() >= 5 && names.iter().any(|name| long(name))).map(|(code, _)| *code)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_allergen_has_one_spelling() {
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
}
