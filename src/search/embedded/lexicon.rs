//! Stems, and the synonyms by their stems. Built once when the index is opened, read by every search.

use std::collections::HashMap;

use tantivy::tokenizer::{Language, RawTokenizer, Stemmer, TextAnalyzer};

use super::super::text::{GROUPS, THEMES, edits};

/// The stems of one word in either language.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stems {
    /// Read as Spanish.
    pub es: String,
    /// Read as English.
    pub en: String,
}

/// Words in place of a word, as stems.
#[derive(Debug, Default)]
pub struct Instead {
    /// Spanish words for the same thing.
    pub same_es: Vec<String>,
    /// English words for the same thing.
    pub same_en: Vec<String>,
    /// Spanish words for things that meet the wish.
    pub meets_es: Vec<String>,
}

impl Instead {
    /// Whether there is nothing in its place.
    pub fn is_empty(&self) -> bool {
        self.same_es.is_empty() && self.same_en.is_empty() && self.meets_es.is_empty()
    }
}

/// Takes words to their stems; made for one search or one table, since analyzers work in place.
pub struct Stemming {
    es: TextAnalyzer,
    en: TextAnalyzer,
}

impl Stemming {
    /// The stemmers that the index uses.
    pub fn new() -> Self {
        let of = |language| TextAnalyzer::builder(RawTokenizer::default()).filter(Stemmer::new(language)).build();
        Self { es: of(Language::Spanish), en: of(Language::English) }
    }

    /// The stems of a folded word.
    pub fn stems(&mut self, word: &str) -> Stems {
        let of = |analyzer: &mut TextAnalyzer| {
            let mut stream = analyzer.token_stream(word);
            if stream.advance() { stream.token().text.clone() } else { word.to_owned() }
        };
        Stems { es: of(&mut self.es), en: of(&mut self.en) }
    }
}

/// The synonyms and themes, found by stem.
pub struct Lexicon {
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

impl Lexicon {
    /// Reads the tables.
    pub fn new() -> Self {
        let mut stemming = Stemming::new();
        let mut lexicon = Self { groups: Vec::new(), by_es: HashMap::new(), by_en: HashMap::new(), words: Vec::new() };
        for group in GROUPS {
            let es: Vec<_> = group.es.split_whitespace().map(|word| stemming.stems(word).es).collect();
            let en: Vec<_> = group.en.split_whitespace().map(|word| stemming.stems(word).en).collect();
            lexicon.words.extend(group.es.split_whitespace().chain(group.en.split_whitespace()));
            lexicon.add(&es, &en, Members { es: es.clone(), en: en.clone(), is_theme: false });
        }
        for theme in THEMES {
            let wishes: Vec<_> = theme.wish.split_whitespace().map(|word| stemming.stems(word)).collect();
            let es: Vec<_> = wishes.iter().map(|stems| stems.es.clone()).collect();
            let en: Vec<_> = wishes.iter().map(|stems| stems.en.clone()).collect();
            let meets = theme.meets.split_whitespace().map(|word| stemming.stems(word).es).collect();
            lexicon.words.extend(theme.wish.split_whitespace());
            lexicon.add(&es, &en, Members { es: meets, en: Vec::new(), is_theme: true });
        }
        lexicon
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

    /// What may stand in place of a word; not the word itself.
    pub fn instead(&self, stems: &Stems) -> Instead {
        let mut instead = Instead::default();
        let places = |table: &HashMap<String, Vec<usize>>, stem: &str| table.get(stem).cloned().unwrap_or_default();
        let mut places: Vec<_> = [places(&self.by_es, &stems.es), places(&self.by_en, &stems.en)].concat();
        places.sort_unstable();
        places.dedup();
        for members in places.into_iter().filter_map(|place| self.groups.get(place)) {
            let (es, en) = if members.is_theme {
                (&mut instead.meets_es, &mut instead.same_en)
            } else {
                (&mut instead.same_es, &mut instead.same_en)
            };
            es.extend(members.es.iter().filter(|stem| **stem != stems.es).cloned());
            en.extend(members.en.iter().filter(|stem| **stem != stems.en).cloned());
        }
        instead
    }

    /// Words of the tables within `allowed` edits of `word`, with their distance.
    pub fn near(&self, word: &str, allowed: u8) -> impl Iterator<Item = (usize, &'static str)> {
        let length = word.chars().count();
        let allowed = usize::from(allowed);
        self.words
            .iter()
            .filter(move |known| known.len().abs_diff(length) <= allowed)
            .filter_map(move |known| Some((edits(word, known, allowed)?, *known)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_stand_for_one_another() {
        let lexicon = Lexicon::new();
        let mut stemming = Stemming::new();
        let mut instead = |word: &str| lexicon.instead(&stemming.stems(word));
        let stem = |word: &str| Stemming::new().stems(word);
        assert!(instead("mermeladas").same_en.contains(&stem("jam").en));
        assert!(instead("jams").same_es.contains(&stem("mermelada").es));
        assert!(instead("murtillas").same_es.contains(&stem("murta").es));
        assert!(instead("dulces").meets_es.contains(&stem("miel").es));
        assert!(!instead("miel").meets_es.contains(&stem("dulce").es) && !instead("miel").is_empty());
        assert!(instead("xyzzy").is_empty());
        assert_eq!(stem("salmones").es, stem("salmon").es);
        assert!(lexicon.near("callanpa", 2).any(|(far, word)| far == 1 && word == "callampa"));
    }
}
