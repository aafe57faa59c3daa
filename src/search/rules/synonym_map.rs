//! Query expansion by synonyms. Built once.

use std::collections::HashMap;

use super::{
    edit_distance::edit_distance,
    synonyms::{SYNONYM_GROUPS, THEMES},
};
use crate::search::stems::{BilingualStemmer, Stems};

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

/// Synonyms and themes by stem.
pub struct SynonymMap {
    groups: Vec<Members>,
    by_es: HashMap<String, Vec<usize>>,
    by_en: HashMap<String, Vec<usize>>,
    words: Vec<&'static str>,
}

struct Members {
    es: Vec<String>,
    en: Vec<String>,
    is_theme: bool,
}

impl SynonymMap {
    /// Builds the map from the tables of synonyms.
    pub fn new() -> Self {
        let mut stemming = BilingualStemmer::new();
        let mut synonym_map =
            Self { groups: Vec::new(), by_es: HashMap::new(), by_en: HashMap::new(), words: Vec::new() };
        for group in SYNONYM_GROUPS {
            let es: Vec<_> = group.es.split_whitespace().map(|word| stemming.stems(word).es).collect();
            let en: Vec<_> = group.en.split_whitespace().map(|word| stemming.stems(word).en).collect();
            synonym_map.words.extend(group.es.split_whitespace().chain(group.en.split_whitespace()));
            synonym_map.add(&es, &en, Members { es: es.clone(), en: en.clone(), is_theme: false });
        }
        for theme in THEMES {
            let terms: Vec<_> = theme.terms.split_whitespace().map(|word| stemming.stems(word)).collect();
            let es: Vec<_> = terms.iter().map(|stems| stems.es.clone()).collect();
            let en: Vec<_> = terms.iter().map(|stems| stems.en.clone()).collect();
            let covered = theme.expands_to.split_whitespace().map(|word| stemming.stems(word).es).collect();
            synonym_map.words.extend(theme.terms.split_whitespace());
            synonym_map.add(&es, &en, Members { es: covered, en: Vec::new(), is_theme: true });
        }
        synonym_map
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
    pub fn similar_words(&self, word: &str, max_edits: u8) -> impl Iterator<Item = (usize, &'static str)> {
        let length = word.chars().count();
        let max_edits = usize::from(max_edits);
        self.words
            .iter()
            .filter(move |known| known.len().abs_diff(length) <= max_edits)
            .filter_map(move |known| Some((edit_distance(word, known, max_edits)?, *known)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn terms_are_expanded() {
        let synonym_map = SynonymMap::new();
        let mut stemming = BilingualStemmer::new();
        let mut expand = |word: &str| synonym_map.expand(&stemming.stems(word));
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
}
