//! What a product is made of, as keys that an exclusion ("sin alcohol", "-ulmo") is compared with.
//!
//! A key is a stem with its language. What a text denies ("cerveza sin alcohol") is not contained, and has a key of its
//! own that outweighs the broad meaning of an excluded word. Engines compare keys only, so all exclude alike.

use std::collections::BTreeSet;

use super::{
    query_parser::{Exclusion, leading_exclusion},
    synonym_map::SynonymMap,
    tokens::{is_number, is_stop_word},
};
use crate::{platform::words::words, search::stems::BilingualStemmer};

/// The word whose key every alcoholic drink has.
pub const ALCOHOL: &str = "alcohol";

/// An excluded word as keys.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ExcludedWord {
    /// A product that has any of them has the word.
    pub keys: BTreeSet<String>,
    /// A product that has any of them denies it.
    pub denied: BTreeSet<String>,
}

#[derive(Clone, Copy)]
enum TextLanguage {
    Spanish,
    English,
}

/// The keys of a product's texts in Spanish and in English.
pub fn content_keys(spanish: &[&str], english: &[&str]) -> BTreeSet<String> {
    let mut stemmer = BilingualStemmer::new();
    let mut keys = BTreeSet::new();
    let texts = spanish.iter().map(|text| (text, TextLanguage::Spanish));
    for (text, language) in texts.chain(english.iter().map(|text| (text, TextLanguage::English))) {
        let words = words(text);
        let mut rest = words.as_slice();
        while let Some((word, after)) = rest.split_first() {
            if let Some((denied, after)) = leading_exclusion(rest) {
                let denied = denied.iter().flat_map(|exclusion| &exclusion.words);
                keys.extend(denied.map(|word| format!("-{}", key(&mut stemmer, word, language))));
                rest = after;
                continue;
            }
            rest = after;
            if !is_stop_word(word) && !is_number(word) {
                keys.insert(key(&mut stemmer, word, language));
            }
        }
    }
    keys
}

fn key(stemmer: &mut BilingualStemmer, word: &str, language: TextLanguage) -> String {
    let stems = stemmer.stems(word);
    match language {
        TextLanguage::Spanish => spanish(&stems.es),
        TextLanguage::English => english(&stems.en),
    }
}

fn spanish(stem: &str) -> String {
    format!("es_{stem}")
}

fn english(stem: &str) -> String {
    format!("en_{stem}")
}

/// The keys of each word of an exclusion. A product is excluded if it has all its words.
pub fn excluded_words(exclusion: &Exclusion, synonym_map: &SynonymMap) -> Vec<ExcludedWord> {
    let mut stemmer = BilingualStemmer::new();
    exclusion.words.iter().map(|word| excluded_word(&mut stemmer, synonym_map, word)).collect()
}

fn excluded_word(stemmer: &mut BilingualStemmer, synonym_map: &SynonymMap, word: &str) -> ExcludedWord {
    let stems = stemmer.stems(word);
    let expansions = synonym_map.expand(&stems);
    let mut keys: BTreeSet<String> =
        expansions.synonyms_es.iter().chain([&stems.es]).map(|stem| spanish(stem)).collect();
    keys.extend(expansions.synonyms_en.iter().chain([&stems.en]).map(|stem| english(stem)));
    let denied = keys.iter().map(|key| format!("-{key}")).collect();
    keys.extend(expansions.theme_es.iter().map(|stem| spanish(stem)));
    ExcludedWord { keys, denied }
}

/// Whether a product with these keys has all words of one of the exclusions, each given by its [`excluded_words`].
pub fn is_excluded(contents: &BTreeSet<String>, exclusions: &[Vec<ExcludedWord>]) -> bool {
    let has = |word: &ExcludedWord| !word.keys.is_disjoint(contents) && word.denied.is_disjoint(contents);
    exclusions.iter().any(|words| words.iter().all(has))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::search::rules::parse_text;

    #[test]
    fn what_a_text_denies_is_not_contained() {
        let synonym_map = SynonymMap::new(&[]);
        let exclusions = |text: &str| -> Vec<_> {
            parse_text(text).excluded.iter().map(|exclusion| excluded_words(exclusion, &synonym_map)).collect()
        };
        let excludes = |name: &str, text: &str| is_excluded(&content_keys(&[name], &[]), &exclusions(text));
        for (name, text, excluded) in [
            ("Miel de ulmo", "miel -ulmo", true),
            ("Miel de tiaca", "miel -ulmo", false),
            ("Confitura de mora", "-mermeladas", true),
            ("Licor de calafate", "sin alcohol", true),
            ("Cerveza sin alcohol", "sin alcohol", false),
            ("Cerveza rubia", "bebidas no alcohólicas", true),
            ("Mermelada de cereza sin azúcar", "mermelada sin azúcar", false),
            ("Mermelada de cereza, azúcar", "mermelada sin azúcar añadida", true),
            ("Miel de ulmo", "-\"miel de tiaca\"", false),
            ("Miel de tiaca", "-\"miel de tiaca\"", true),
        ] {
            assert_eq!(excludes(name, text), excluded, "{name}: {text}");
        }
        assert!(is_excluded(&content_keys(&[], &["Sugar cookies"]), &exclusions("sin azúcar")));
        assert!(!is_excluded(&content_keys(&[], &["Sugar-free cookies"]), &exclusions("sin azúcar")));
    }
}
