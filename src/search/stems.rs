//! Stemming in Spanish and English, the same for indexes, search texts and exclusions.

use tantivy::tokenizer::{Language, RawTokenizer, Stemmer, TextAnalyzer};

/// The stems of one word in both languages.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stems {
    /// Spanish stem.
    pub es: String,
    /// English stem.
    pub en: String,
}

/// Stems words in Spanish and English. Not shared between searches, because the analyzers are mutable.
pub struct BilingualStemmer {
    es: TextAnalyzer,
    en: TextAnalyzer,
}

impl BilingualStemmer {
    /// The same stemmers as those of the index.
    pub fn new() -> Self {
        let of = |language| TextAnalyzer::builder(RawTokenizer::default()).filter(Stemmer::new(language)).build();
        Self { es: of(Language::Spanish), en: of(Language::English) }
    }

    /// The stems of a normalized word.
    pub fn stems(&mut self, word: &str) -> Stems {
        let of = |analyzer: &mut TextAnalyzer| {
            let mut stream = analyzer.token_stream(word);
            if stream.advance() { stream.token().text.clone() } else { word.to_owned() }
        };
        Stems { es: of(&mut self.es), en: of(&mut self.en) }
    }

    /// The stems of a term: of a word, or of each word of a phrase.
    pub fn phrase_stems(&mut self, term: &str) -> Stems {
        let mut words = term.split(' ').map(|word| self.stems(word));
        let first = words.next().unwrap_or_else(|| Stems { es: String::new(), en: String::new() });
        words.fold(first, |all, next| Stems {
            es: format!("{} {}", all.es, next.es),
            en: format!("{} {}", all.en, next.en),
        })
    }
}
