//! Relevance of products for the terms of a search, as coarse integer scores.
//!
//! Products that match the same terms in the same fields have equal scores, so that fairness decides their order, and
//! repeating a word in a description gains nothing.

use tantivy::{TantivyError, Term, postings::BlockSegmentPostings, query::FuzzyTermQuery, schema::Field};

use super::{
    schema::Fields,
    snapshot::{NOT_VISIBLE, Segment, Snapshot},
};
use crate::search::{
    rules::{ExcludedWord, ParsedText, SynonymMap, max_edits},
    stems::{BilingualStemmer, Stems},
};

/// Score of a term by the field that contains it.
const NAME: u32 = 100;
const FAMILY: u32 = 40;
const KEYWORD: u32 = 50;
const INGREDIENTS: u32 = 40;
const DESCRIPTION: u32 = 15;
/// Extra score if the name consists of exactly the search terms.
const EXACT: u32 = 30;
/// Extra score of the product whose code was typed.
const CODE: u32 = 1_000;

/// Percentage of the score for a match by other than the typed term.
const SYNONYM: u32 = 70;
const THEME: u32 = 35;
const COMPLETED: u32 = 60;
const CORRECTED: u32 = 80;
const FUZZY_PREFIX: u32 = 40;

/// Minimum length of an incomplete term that is completed, in letters.
const MIN_COMPLETED_LENGTH: usize = 2;
/// Maximum number of completions of a term.
const MAX_COMPLETIONS: usize = 64;
/// Maximum number of corrections of a term.
const MAX_CORRECTIONS: usize = 3;

/// The products that match a text.
#[derive(Default)]
pub struct TextMatches {
    /// Rank and score of the products that match the highest number of terms, unordered.
    pub hits: Vec<(u32, u32)>,
    /// Terms without a match, each with its correction.
    pub corrections: Vec<(String, String)>,
}

/// The parts of an open index that text matching reads.
#[derive(Clone, Copy)]
pub struct Index<'a> {
    pub snapshot: &'a Snapshot,
    pub fields: &'a Fields,
    pub synonym_map: &'a SynonymMap,
}

/// Score of one term for one product: the best match per field group.
#[derive(Clone, Copy, Default, PartialEq)]
struct TermScore {
    name: u8,
    family: u8,
    other: u8,
}

#[derive(Clone, Copy)]
enum FieldGroup {
    Name,
    Family,
    /// Any other field, with its score.
    Other(u32),
}

#[derive(Clone, Copy, Default)]
struct ProductScore {
    score: u32,
    /// Terms that match in any field.
    matched_terms: u8,
    /// Terms that match the name as typed.
    name_matches: u8,
}

struct TextMatcher<'a> {
    index: Index<'a>,
    stemmer: BilingualStemmer,
    term_scores: Vec<TermScore>,
    touched: Vec<u32>,
    product_scores: Vec<ProductScore>,
    found: Vec<u32>,
    corrections: Vec<(String, String)>,
}

/// The products that match the terms, or whose code is the whole text. `None` if there are no terms and no such code.
pub fn match_text(index: Index<'_>, parsed: &ParsedText, code: &str) -> Result<Option<TextMatches>, TantivyError> {
    let size = index.snapshot.rows.len();
    let mut matcher = TextMatcher {
        index,
        stemmer: BilingualStemmer::new(),
        term_scores: vec![TermScore::default(); size],
        touched: Vec::new(),
        product_scores: vec![ProductScore::default(); size],
        found: Vec::new(),
        corrections: Vec::new(),
    };
    let by_code = matcher.match_code(code)?;
    if parsed.terms.is_empty() && by_code.is_empty() {
        return Ok(None);
    }
    for (position, term) in parsed.terms.iter().enumerate() {
        matcher.match_term(term, parsed.last_is_prefix && position + 1 == parsed.terms.len())?;
    }
    Ok(Some(matcher.into_matches(parsed, &by_code)))
}

/// For each rank, whether the product has all of the words and denies none of them.
pub fn has_words(index: Index<'_>, words: &[ExcludedWord]) -> Result<Vec<bool>, TantivyError> {
    let mut has_all = vec![true; index.snapshot.rows.len()];
    for word in words {
        let mut has = vec![false; has_all.len()];
        let marks = word.keys.iter().map(|key| (key, true)).chain(word.denied.iter().map(|key| (key, false)));
        for (key, mark) in marks {
            each_product(index.snapshot, index.fields.contents, key, |rank| {
                if let Some(has) = usize::try_from(rank).ok().and_then(|rank| has.get_mut(rank)) {
                    *has = mark;
                }
            })?;
        }
        has_all.iter_mut().zip(has).for_each(|(all, has)| *all &= has);
    }
    Ok(has_all)
}

impl TextMatcher<'_> {
    fn match_code(&self, code: &str) -> Result<Vec<u32>, TantivyError> {
        let mut ranks = Vec::new();
        each_product(self.index.snapshot, self.index.fields.code, code, |rank| ranks.push(rank))?;
        Ok(ranks)
    }

    fn match_term(&mut self, word: &str, is_prefix: bool) -> Result<(), TantivyError> {
        let mut known = self.match_known(word, 100)?;
        let letters = word.chars().count();
        if is_prefix && letters >= MIN_COMPLETED_LENGTH {
            self.match_completions(word)?;
        }
        known |= !self.touched.is_empty();
        if !known {
            known = self.match_corrections(word)?;
        }
        if !known && is_prefix && max_edits(word) > 0 {
            self.match_fuzzy_prefix(word)?;
        }
        self.add_term_scores();
        Ok(())
    }

    /// Matches a term and its synonyms. Returns whether the term is known.
    fn match_known(&mut self, word: &str, percent: u32) -> Result<bool, TantivyError> {
        let Index { fields, synonym_map, .. } = self.index;
        let stems: Stems = self.stemmer.stems(word);
        for (field, stem, group) in [
            (fields.name_es, &stems.es, FieldGroup::Name),
            (fields.name_en, &stems.en, FieldGroup::Name),
            (fields.family_es, &stems.es, FieldGroup::Family),
            (fields.family_en, &stems.en, FieldGroup::Family),
            (fields.ingredients_es, &stems.es, FieldGroup::Other(INGREDIENTS)),
            (fields.description_es, &stems.es, FieldGroup::Other(DESCRIPTION)),
            (fields.description_en, &stems.en, FieldGroup::Other(DESCRIPTION)),
        ] {
            self.match_field(field, stem, group, percent)?;
        }
        self.match_field(fields.keywords, word, FieldGroup::Other(KEYWORD), percent)?;
        let expansions = synonym_map.expand(&stems);
        for stem in &expansions.synonyms_es {
            self.match_field(fields.name_es, stem, FieldGroup::Name, percent * SYNONYM / 100)?;
            self.match_field(fields.family_es, stem, FieldGroup::Family, percent * SYNONYM / 100)?;
            self.match_field(fields.ingredients_es, stem, FieldGroup::Other(INGREDIENTS), percent * SYNONYM / 100)?;
        }
        for stem in &expansions.synonyms_en {
            self.match_field(fields.name_en, stem, FieldGroup::Name, percent * SYNONYM / 100)?;
            self.match_field(fields.family_en, stem, FieldGroup::Family, percent * SYNONYM / 100)?;
            self.match_field(fields.keywords, stem, FieldGroup::Other(KEYWORD), percent * SYNONYM / 100)?;
        }
        for stem in &expansions.theme_es {
            self.match_field(fields.name_es, stem, FieldGroup::Name, percent * THEME / 100)?;
            self.match_field(fields.family_es, stem, FieldGroup::Family, percent * THEME / 100)?;
        }
        Ok(!expansions.is_empty() || !self.touched.is_empty())
    }

    fn match_field(&mut self, field: Field, stem: &str, group: FieldGroup, percent: u32) -> Result<(), TantivyError> {
        let snapshot = self.index.snapshot;
        each_product(snapshot, field, stem, |rank| {
            record_match(&mut self.term_scores, &mut self.touched, rank, group, percent)
        })
    }

    /// Matches the words that start with an incomplete term.
    fn match_completions(&mut self, word: &str) -> Result<(), TantivyError> {
        let Index { snapshot, fields, .. } = self.index;
        for (field, group) in
            [(fields.title_words, FieldGroup::Name), (fields.detail_words, FieldGroup::Other(INGREDIENTS))]
        {
            for segment in &snapshot.segments {
                let Some(inverted) = segment.inverted(field) else { continue };
                let mut stream = inverted.terms().range().gt(word).into_stream()?;
                let mut left = MAX_COMPLETIONS;
                while left > 0 && stream.advance() && stream.key().starts_with(word.as_bytes()) {
                    left -= 1;
                    let postings = inverted.read_block_postings_from_terminfo(stream.value(), BASIC)?;
                    each_rank(segment, postings, |rank| {
                        record_match(&mut self.term_scores, &mut self.touched, rank, group, COMPLETED);
                    });
                }
            }
        }
        Ok(())
    }

    /// Matches the nearest known words to a mistyped term: fewest edits first, then the most products.
    fn match_corrections(&mut self, word: &str) -> Result<bool, TantivyError> {
        for edits in 1..=max_edits(word) {
            let mut near: Vec<(u32, String)> = Vec::new();
            self.fuzzy_terms(word, edits, false, |term, products| near.push((products, term.to_owned())))?;
            near.extend(self.index.synonym_map.similar_words(word, edits).map(|(_, known)| (0, known.to_owned())));
            // Products counted per segment and field add up; the order is by number, then alphabet: always the same.
            near.sort_by(|left, right| left.1.cmp(&right.1));
            near.dedup_by(|next, kept| {
                let same = next.1 == kept.1;
                kept.0 += if same { next.0 } else { 0 };
                same
            });
            near.sort_by(|left, right| right.0.cmp(&left.0).then_with(|| left.1.cmp(&right.1)));
            near.truncate(MAX_CORRECTIONS);
            if let Some((_, best)) = near.first() {
                self.corrections.push((word.to_owned(), best.clone()));
                for (_, term) in &near {
                    self.match_known(term, CORRECTED / u32::from(edits))?;
                }
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// Matches completions of an incomplete term with one typo.
    fn match_fuzzy_prefix(&mut self, word: &str) -> Result<(), TantivyError> {
        let snapshot = self.index.snapshot;
        let mut guesses: Vec<String> = Vec::new();
        self.fuzzy_terms(word, 1, true, |term, _| guesses.push(term.to_owned()))?;
        guesses.sort();
        guesses.dedup();
        for term in guesses.iter().take(MAX_COMPLETIONS) {
            each_product(snapshot, self.index.fields.title_words, term, |rank| {
                record_match(&mut self.term_scores, &mut self.touched, rank, FieldGroup::Name, FUZZY_PREFIX);
            })?;
        }
        Ok(())
    }

    fn fuzzy_terms(
        &self,
        word: &str,
        edits: u8,
        is_prefix: bool,
        mut take: impl FnMut(&str, u32),
    ) -> Result<(), TantivyError> {
        let fields = self.index.fields;
        for field in [fields.title_words, fields.detail_words] {
            let term = Term::from_field_text(field, word);
            let query = if is_prefix {
                FuzzyTermQuery::new_prefix(term, edits, true)
            } else {
                FuzzyTermQuery::new(term, edits, true)
            };
            for inverted in self.index.snapshot.segments.iter().filter_map(|segment| segment.inverted(field)) {
                let mut stream = inverted.terms().search(query.automaton()?).into_stream()?;
                while stream.advance() {
                    if let Ok(term) = std::str::from_utf8(stream.key()) {
                        take(term, stream.value().doc_freq);
                    }
                }
            }
        }
        Ok(())
    }

    /// Adds the scores of one term to its products and resets them for the next.
    fn add_term_scores(&mut self) {
        for rank in self.touched.drain(..) {
            let index = usize::try_from(rank).unwrap_or(usize::MAX);
            let (Some(term_score), Some(product_score)) =
                (self.term_scores.get_mut(index), self.product_scores.get_mut(index))
            else {
                continue;
            };
            let term_score = std::mem::take(term_score);
            // A match in name or family outweighs ingredients and description; they add nothing.
            let title_score = u32::from(term_score.name) + u32::from(term_score.family);
            if product_score.matched_terms == 0 {
                self.found.push(rank);
            }
            product_score.score += if title_score > 0 { title_score } else { u32::from(term_score.other) };
            product_score.matched_terms = product_score.matched_terms.saturating_add(1);
            product_score.name_matches += u8::from(u32::from(term_score.name) == NAME);
        }
    }

    fn into_matches(mut self, parsed: &ParsedText, by_code: &[u32]) -> TextMatches {
        let term_count = u8::try_from(parsed.terms.len()).unwrap_or(u8::MAX);
        for rank in by_code {
            if let Some(product_score) = usize::try_from(*rank).ok().and_then(|rank| self.product_scores.get_mut(rank))
            {
                if product_score.matched_terms == 0 {
                    self.found.push(*rank);
                }
                product_score.score += CODE;
                product_score.matched_terms = term_count;
            }
        }
        let product_score = |rank: u32| {
            let index = usize::try_from(rank).ok()?;
            Some((self.product_scores.get(index)?, self.index.snapshot.rows.get(index)?))
        };
        let most =
            self.found.iter().filter_map(|rank| Some(product_score(*rank)?.0.matched_terms)).max().unwrap_or_default();
        let hit = |rank: u32| {
            let (product_score, row) =
                product_score(rank).filter(|(product_score, _)| product_score.matched_terms == most)?;
            let exact = product_score.name_matches == term_count
                && (term_count == row.name_words.0 || term_count == row.name_words.1);
            Some((rank, product_score.score + if exact { EXACT } else { 0 }))
        };
        TextMatches { hits: self.found.iter().filter_map(|rank| hit(*rank)).collect(), corrections: self.corrections }
    }
}

const BASIC: tantivy::schema::IndexRecordOption = tantivy::schema::IndexRecordOption::Basic;

fn record_match(term_scores: &mut [TermScore], touched: &mut Vec<u32>, rank: u32, group: FieldGroup, percent: u32) {
    let Some(term_score) = usize::try_from(rank).ok().and_then(|rank| term_scores.get_mut(rank)) else { return };
    if *term_score == TermScore::default() {
        touched.push(rank);
    }
    let (best, full) = match group {
        FieldGroup::Name => (&mut term_score.name, NAME),
        FieldGroup::Family => (&mut term_score.family, FAMILY),
        FieldGroup::Other(full) => (&mut term_score.other, full),
    };
    *best = (*best).max(u8::try_from(full * percent / 100).unwrap_or(u8::MAX).max(1));
}

/// Visits the visible products whose field contains a term.
fn each_product(snapshot: &Snapshot, field: Field, term: &str, mut visit: impl FnMut(u32)) -> Result<(), TantivyError> {
    for segment in &snapshot.segments {
        let Some(inverted) = segment.inverted(field) else { continue };
        if let Some(info) = inverted.terms().get(term)? {
            each_rank(segment, inverted.read_block_postings_from_terminfo(&info, BASIC)?, &mut visit);
        }
    }
    Ok(())
}

fn each_rank(segment: &Segment, mut postings: BlockSegmentPostings, mut visit: impl FnMut(u32)) {
    while postings.block_len() > 0 {
        for document in postings.docs() {
            let rank = segment.rank(*document);
            if rank != NOT_VISIBLE {
                visit(rank);
            }
        }
        postings.advance();
    }
}
