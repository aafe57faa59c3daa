//! Suggestions while somebody types: common searches, and which names begin as the text does.

use crate::platform::words::words;

/// A search in both languages.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CommonSearch {
    /// In Spanish.
    pub es: &'static str,
    /// In English.
    pub en: &'static str,
}

const fn search(es: &'static str, en: &'static str) -> CommonSearch {
    CommonSearch { es, en }
}

/// What buyers look for without naming a product.
const COMMON_SEARCHES: &[CommonSearch] = &[
    search("sin gluten", "gluten free"),
    search("algo dulce", "something sweet"),
    search("para el desayuno", "for breakfast"),
    search("regalo", "gift"),
    search("picoteo", "snacks"),
    search("para la once", "teatime"),
    search("para el asado", "for the barbecue"),
    search("sin lactosa", "lactose free"),
    search("sin alcohol", "without alcohol"),
    search("sin frutos secos", "nut free"),
];

/// The common searches that begin as `text` does; the first ones where nothing is typed yet.
pub fn common_searches(text: &str) -> impl Iterator<Item = CommonSearch> {
    let typed = words(text);
    COMMON_SEARCHES.iter().copied().filter(move |search| begins(search.es, &typed) || begins(search.en, &typed))
}

/// Whether each of the typed words begins a word of `name`.
pub fn begins(name: &str, typed: &[String]) -> bool {
    let words = words(name);
    typed.iter().all(|start| words.iter().any(|word| word.starts_with(start.as_str())))
}

/// A text with its mistyped words replaced.
pub fn corrected_text(text: &str, corrections: &[(String, String)]) -> String {
    let corrected = words(text).into_iter().map(|word| {
        let replacement = corrections.iter().find(|(typed, _)| *typed == word);
        replacement.map_or(word, |(_, replacement)| replacement.clone())
    });
    corrected.collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_completed() {
        let spanish = |text: &str| common_searches(text).map(|search| search.es).collect::<Vec<_>>();
        assert_eq!(spanish("gluten"), ["sin gluten"]);
        assert_eq!(spanish("para el d"), ["para el desayuno"]);
        assert_eq!(spanish("BREAK"), ["para el desayuno"]);
        assert_eq!(spanish("").len(), COMMON_SEARCHES.len());
        assert_eq!(spanish("miel"), Vec::<&str>::new());
        assert!(begins("Mieles del Baker", &words("baker miel")) && !begins("Mieles del Baker", &words("aker")));
        let corrections = [("mermelda".to_owned(), "mermelada".to_owned())];
        assert_eq!(corrected_text("Mermelda de CALAFATE", &corrections), "mermelada de calafate");
    }
}
