//! Query expansion by synonyms: the built-in tables, and those that staff have added.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::{
    edit_distance::edit_distance,
    synonyms::{SYNONYM_GROUPS, THEMES},
    tokens::is_stop_word,
};
use crate::{
    platform::words::words,
    search::stems::{BilingualStemmer, Stems},
};

/// In the built-in tables, between the words of a phrase.
const PHRASE_MARK: char = '_';

/// A synonym that staff have added: whoever searches the term also finds what the words match.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CustomSynonym {
    /// The word or phrase that is searched.
    pub term: String,
    /// Words of product names.
    pub words: Vec<String>,
}

/// Stems that match in place of a term.
#[derive(Debug, Default)]
pub struct Expansions {
    /// Spanish synonyms.
    pub synonyms_es: Vec<String>,
    /// English synonyms.
    pub synonyms_en: Vec<String>,
    /// Spanish words that the theme covers.
    pub theme_es: Vec<String>,
}

impl Expansions {
    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.synonyms_es.is_empty() && self.synonyms_en.is_empty() && self.theme_es.is_empty()
    }
}

/// Synonyms and themes by stem. A phrase is one term whose words are separated by spaces.
pub struct SynonymMap {
    groups: Vec<Members>,
    by_es: HashMap<String, Vec<usize>>,
    by_en: HashMap<String, Vec<usize>>,
    /// Words that a typing error is compared with.
    words: Vec<String>,
    /// Stems of each phrase, the longest phrases first.
    phrases: Vec<Vec<Stems>>,
    /// Each term with the words that a search for it finds too.
    listed: BTreeMap<String, BTreeSet<String>>,
}

struct Members {
    es: Vec<String>,
    en: Vec<String>,
    is_theme: bool,
}

impl SynonymMap {
    /// The built-in tables and `custom`.
    pub fn new(custom: &[CustomSynonym]) -> Self {
        let mut stemming = BilingualStemmer::new();
        let mut synonym_map = Self {
            groups: Vec::new(),
            by_es: HashMap::new(),
            by_en: HashMap::new(),
            words: Vec::new(),
            phrases: Vec::new(),
            listed: BTreeMap::new(),
        };
        for group in SYNONYM_GROUPS {
            let (es, en) = (terms(group.es), terms(group.en));
            let members = [es.as_slice(), en.as_slice()].concat();
            for term in &members {
                synonym_map.list(term, members.iter().filter(|other| *other != term));
            }
            let es = stems(&mut stemming, &es, |stems| stems.es);
            let en = stems(&mut stemming, &en, |stems| stems.en);
            synonym_map.add(&es, &en, Members { es: es.clone(), en: en.clone(), is_theme: false });
        }
        for theme in THEMES {
            let (names, covered) = (terms(theme.terms), terms(theme.expands_to));
            for term in &names {
                synonym_map.list(term, covered.iter().filter(|other| *other != term));
            }
            let es = stems(&mut stemming, &names, |stems| stems.es);
            let en = stems(&mut stemming, &names, |stems| stems.en);
            let covered = stems(&mut stemming, &covered, |stems| stems.es);
            synonym_map.add(&es, &en, Members { es: covered, en: Vec::new(), is_theme: true });
        }
        for synonym in custom {
            synonym_map.add_custom(&mut stemming, synonym);
        }
        synonym_map.index_phrases(&mut stemming);
        synonym_map
    }

    fn add_custom(&mut self, stemming: &mut BilingualStemmer, synonym: &CustomSynonym) {
        let term = phrase(&synonym.term);
        let words: Vec<String> = synonym.words.iter().flat_map(|word| words(word)).collect();
        if term.is_empty() || words.is_empty() {
            return;
        }
        self.list(&term, words.iter().filter(|word| **word != term));
        let term = [term];
        let es = stems(stemming, &term, |stems| stems.es);
        let en = stems(stemming, &term, |stems| stems.en);
        let members = Members {
            es: stems(stemming, &words, |stems| stems.es),
            en: stems(stemming, &words, |stems| stems.en),
            is_theme: false,
        };
        self.add(&es, &en, members);
    }

    fn list<'a>(&mut self, term: &str, others: impl Iterator<Item = &'a String>) {
        self.listed.entry(term.to_owned()).or_default().extend(others.cloned());
    }

    fn index_phrases(&mut self, stemming: &mut BilingualStemmer) {
        let (phrases, words): (Vec<&String>, Vec<&String>) = self.listed.keys().partition(|term| term.contains(' '));
        self.words = words.into_iter().cloned().collect();
        self.phrases =
            phrases.into_iter().map(|phrase| phrase.split(' ').map(|word| stemming.stems(word)).collect()).collect();
        self.phrases.sort_by_key(|phrase| std::cmp::Reverse(phrase.len()));
    }

    fn add(&mut self, es: &[String], en: &[String], members: Members) {
        let place = self.groups.len();
        self.groups.push(members);
        for (stems, table) in [(es, &mut self.by_es), (en, &mut self.by_en)] {
            for stem in stems {
                let places = table.entry(stem.clone()).or_default();
                if !places.contains(&place) {
                    places.push(place);
                }
            }
        }
    }

    /// Each term with the words that a search for it finds too, for an engine that expands by itself.
    pub fn listed(&self) -> impl Iterator<Item = (&String, &BTreeSet<String>)> {
        self.listed.iter().filter(|(_, others)| !others.is_empty())
    }

    /// The terms of a search, in which the words of a phrase with synonyms are one term.
    pub fn join_phrases(&self, terms: &[String], stemming: &mut BilingualStemmer) -> Vec<String> {
        let stems: Vec<Stems> = terms.iter().map(|term| stemming.stems(term)).collect();
        let mut joined = Vec::new();
        let mut place = 0;
        while let (Some(rest), Some(words)) = (stems.get(place..), terms.get(place..)) {
            if rest.is_empty() {
                break;
            }
            let starts = |phrase: &&Vec<Stems>| {
                rest.len() >= phrase.len()
                    && phrase.iter().zip(rest).all(|(known, typed)| known.es == typed.es || known.en == typed.en)
            };
            let length = self.phrases.iter().find(starts).map_or(1, Vec::len);
            joined.push(words.get(..length).unwrap_or_default().join(" "));
            place += length;
        }
        joined
    }

    /// The expansions of a term, without the term itself.
    pub fn expand(&self, stems: &Stems) -> Expansions {
        let mut expansions = Expansions::default();
        let places = |table: &HashMap<String, Vec<usize>>, stem: &str| table.get(stem).cloned().unwrap_or_default();
        let mut places: Vec<_> = [places(&self.by_es, &stems.es), places(&self.by_en, &stems.en)].concat();
        places.sort_unstable();
        places.dedup();
        for members in places.into_iter().filter_map(|place| self.groups.get(place)) {
            let (es, en) = if members.is_theme {
                (&mut expansions.theme_es, &mut expansions.synonyms_en)
            } else {
                (&mut expansions.synonyms_es, &mut expansions.synonyms_en)
            };
            es.extend(members.es.iter().filter(|stem| **stem != stems.es).cloned());
            en.extend(members.en.iter().filter(|stem| **stem != stems.en).cloned());
        }
        expansions
    }

    /// Words of the tables within `max_edits` of `word`, with their distance.
    pub fn similar_words(&self, word: &str, max_edits: u8) -> impl Iterator<Item = (usize, &str)> {
        let length = word.chars().count();
        let max_edits = usize::from(max_edits);
        self.words
            .iter()
            .filter(move |known| known.len().abs_diff(length) <= max_edits)
            .filter_map(move |known| Some((edit_distance(word, known, max_edits)?, known.as_str())))
    }
}

/// A word or phrase as a term: normalized, without stop words.
pub fn phrase(text: &str) -> String {
    let words: Vec<String> = words(text).into_iter().filter(|word| !is_stop_word(word)).collect();
    words.join(" ")
}

/// The terms of a table.
fn terms(text: &str) -> Vec<String> {
    text.split_whitespace().map(|term| phrase(&term.replace(PHRASE_MARK, " "))).collect()
}

fn stems(stemming: &mut BilingualStemmer, terms: &[String], of: fn(Stems) -> String) -> Vec<String> {
    terms.iter().map(|term| of(stemming.phrase_stems(term))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn terms_are_expanded() {
        let synonym_map = SynonymMap::new(&[]);
        let mut stemming = BilingualStemmer::new();
        let mut expand = |word: &str| synonym_map.expand(&stemming.phrase_stems(word));
        let stem = |word: &str| BilingualStemmer::new().stems(word);
        assert!(expand("mermeladas").synonyms_en.contains(&stem("jam").en));
        assert!(expand("jams").synonyms_es.contains(&stem("mermelada").es));
        assert!(expand("murtillas").synonyms_es.contains(&stem("murta").es));
        assert!(expand("dulces").theme_es.contains(&stem("miel").es));
        assert!(!expand("miel").theme_es.contains(&stem("dulce").es) && !expand("miel").is_empty());
        assert!(expand("xyzzy").is_empty());
        assert_eq!(stem("salmones").es, stem("salmon").es);
        assert!(synonym_map.similar_words("callanpa", 2).any(|(distance, word)| distance == 1 && word == "callampa"));
    }

    #[test]
    fn staff_add_words_and_phrases() {
        let custom = |term: &str, words: &[&str]| CustomSynonym {
            term: term.into(),
            words: words.iter().map(|word| (*word).to_owned()).collect(),
        };
        let synonym_map =
            SynonymMap::new(&[custom("Berlín", &["kuchen"]), custom("Pan de Pascua", &["Kuchen", "pan"])]);
        let mut stemming = BilingualStemmer::new();
        let mut synonyms = |term: &str| synonym_map.expand(&stemming.phrase_stems(term)).synonyms_es;
        assert_eq!(synonyms("berlines"), ["kuch"]);
        assert!(synonyms("pan pascua").contains(&"kuch".to_owned()));
        assert!(!synonyms("kuchen").contains(&"berlin".to_owned()), "one way");
        let owned = |words: &[&str]| words.iter().map(|word| (*word).to_owned()).collect::<Vec<_>>();
        let mut stemming = BilingualStemmer::new();
        let mut join = |words: &[&str]| synonym_map.join_phrases(&owned(words), &mut stemming);
        assert_eq!(join(&["rico", "panes", "pascua", "miel"]), ["rico", "panes pascua", "miel"]);
        assert_eq!(join(&["pan", "miel"]), ["pan", "miel"]);
        assert_eq!(join(&[]), Vec::<String>::new());
    }
}
