//! Relevance of products for the terms of a search, as coarse integer scores.
//!
//! Products that match the same terms in the same fields have equal scores, so that fairness decides their order, and
//! repeating a word in a description gains nothing.

use std::collections::BTreeSet;

use tantivy::{TantivyError, Term, postings::BlockSegmentPostings, query::FuzzyTermQuery, schema::Field};

use super::{
    schema::Fields,
    snapshot::{NOT_VISIBLE, Segment, Snapshot},
};
use crate::search::{
    rules::{ExcludedWord, ParsedText, SynonymMap, max_edits, query::MAX_TERMS},
    stems::{BilingualStemmer, Stems},
};

/// Score of a term by the field that contains it.
const NAME: u32 = 100;
const FAMILY: u32 = 80;
/// Added if it is the first word of the Spanish name.
const HEAD: u32 = 20;
const KEYWORD: u32 = 50;
const INGREDIENTS: u32 = 40;
const DESCRIPTION: u32 = 15;
/// Part of the lower score of name and family that is added to the higher one.
const BOTH: u32 = 5;
/// From this score on, so that a theme prefers no family.
const MIN_BOTH: u32 = 40;
/// Extra score of a product that says it does not have what the text excludes.
const DENIED: u32 = 200;
/// Extra score if the name consists of exactly the search terms.
const EXACT: u32 = 30;
/// Extra score of the product whose code was typed.
const CODE: u32 = 1_000;

/// Percentage of the score for a match by other than the typed term.
const SYNONYM: u32 = 60;
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

/// Added to the score for each matched term, so that a product that matches more terms is always better.
const TERM: u32 = 100_000;
/// Below this number of products, those that match fewer terms are found too.
const MIN_HITS: usize = 10;

/// The products that match a text.
#[derive(Default)]
pub struct TextMatches {
    /// Rank and score of the products, unordered: those that match the highest number of terms and, if they are few, those
    /// that match fewer.
    pub hits: Vec<(u32, u32)>,
    term_count: u32,
    /// Terms without a match, each with its correction.
    pub corrections: Vec<(String, String)>,
}

impl TextMatches {
    /// Whether a product of this score matches all terms.
    pub fn is_complete(&self, score: u32) -> bool {
        score / TERM >= self.term_count
    }
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
    head: u8,
    family: u8,
    other: u8,
}

#[derive(Clone, Copy)]
enum FieldGroup {
    Name,
    Head,
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
    let terms = index.synonym_map.join_phrases(&parsed.terms, &mut matcher.stemmer);
    for (position, term) in terms.iter().enumerate() {
        let is_prefix = parsed.last_is_prefix && position + 1 == terms.len();
        matcher.match_term(term, is_prefix, parsed.themes.contains(term))?;
    }
    Ok(Some(matcher.into_matches(&terms, &by_code)))
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

/// For each rank, the extra score of a product that denies one of the words.
pub fn denial_scores(index: Index<'_>, exclusions: &[Vec<ExcludedWord>]) -> Result<Vec<u32>, TantivyError> {
    let mut scores = vec![0; index.snapshot.rows.len()];
    for key in exclusions.iter().flatten().flat_map(|word| &word.denied) {
        each_product(index.snapshot, index.fields.contents, key, |rank| {
            if let Some(score) = usize::try_from(rank).ok().and_then(|rank| scores.get_mut(rank)) {
                *score = DENIED;
            }
        })?;
    }
    Ok(scores)
}

impl TextMatcher<'_> {
    fn match_code(&self, code: &str) -> Result<Vec<u32>, TantivyError> {
        let mut ranks = Vec::new();
        each_product(self.index.snapshot, self.index.fields.code, code, |rank| ranks.push(rank))?;
        Ok(ranks)
    }

    fn match_term(&mut self, word: &str, is_prefix: bool, is_theme: bool) -> Result<(), TantivyError> {
        if is_theme && self.match_theme(word)? {
            self.add_term_scores();
            return Ok(());
        }
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

    /// Matches what a theme covers and the family of its name, but no name that has the word: "algo dulce" is no "cebolla
    /// dulce". Returns whether there is such a theme.
    fn match_theme(&mut self, word: &str) -> Result<bool, TantivyError> {
        let Index { fields, synonym_map, .. } = self.index;
        let stems = self.stemmer.phrase_stems(word);
        let covered = synonym_map.expand(&stems).theme_es;
        for stem in &covered {
            self.match_field(fields.head_es, stem, FieldGroup::Name, 100)?;
            self.match_field(fields.name_es, stem, FieldGroup::Name, THEME)?;
            self.match_field(fields.family_es, stem, FieldGroup::Family, 100)?;
        }
        self.match_field(fields.family_es, &stems.es, FieldGroup::Family, 100)?;
        self.match_field(fields.family_en, &stems.en, FieldGroup::Family, 100)?;
        Ok(!covered.is_empty())
    }

    /// Matches a term and its synonyms. Returns whether the term is known.
    fn match_known(&mut self, word: &str, percent: u32) -> Result<bool, TantivyError> {
        let Index { fields, synonym_map, .. } = self.index;
        let stems: Stems = self.stemmer.phrase_stems(word);
        for (field, stem, group) in [
            (fields.name_es, &stems.es, FieldGroup::Name),
            (fields.name_en, &stems.en, FieldGroup::Name),
            (fields.head_es, &stems.es, FieldGroup::Head),
            (fields.family_es, &stems.es, FieldGroup::Family),
            (fields.family_en, &stems.en, FieldGroup::Family),
            (fields.ingredients_es, &stems.es, FieldGroup::Other(INGREDIENTS)),
            (fields.description_es, &stems.es, FieldGroup::Other(DESCRIPTION)),
            (fields.description_en, &stems.en, FieldGroup::Other(DESCRIPTION)),
        ] {
            self.match_field(field, stem, group, percent)?;
        }
        self.match_field(fields.keywords, &stems.en, FieldGroup::Other(KEYWORD), percent)?;
        let expansions = synonym_map.expand(&stems);
        for stem in &expansions.synonyms_es {
            self.match_field(fields.name_es, stem, FieldGroup::Name, percent * SYNONYM / 100)?;
            self.match_field(fields.head_es, stem, FieldGroup::Head, percent * SYNONYM / 100)?;
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
            self.match_field(fields.head_es, stem, FieldGroup::Head, percent * THEME / 100)?;
            self.match_field(fields.family_es, stem, FieldGroup::Family, percent * THEME / 100)?;
        }
        Ok(!expansions.is_empty() || !self.touched.is_empty())
    }

    /// Matches a stem, or all stems of a phrase.
    fn match_field(&mut self, field: Field, stem: &str, group: FieldGroup, percent: u32) -> Result<(), TantivyError> {
        let snapshot = self.index.snapshot;
        if stem.contains(' ') {
            for rank in ranks_with_all(snapshot, field, stem)? {
                record_match(&mut self.term_scores, &mut self.touched, rank, group, percent);
            }
            return Ok(());
        }
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
            let (name, family) = (u32::from(term_score.name), u32::from(term_score.family));
            let both = if name.min(family) >= MIN_BOTH { name.min(family) / BOTH } else { 0 };
            let title_score = name.max(family) + both + u32::from(term_score.head);
            if product_score.matched_terms == 0 {
                self.found.push(rank);
            }
            product_score.score += if title_score > 0 { title_score } else { u32::from(term_score.other) };
            product_score.matched_terms = product_score.matched_terms.saturating_add(1);
            product_score.name_matches += u8::from(u32::from(term_score.name) == NAME);
        }
    }

    fn into_matches(mut self, terms: &[String], by_code: &[u32]) -> TextMatches {
        let term_count = u8::try_from(terms.len()).unwrap_or(u8::MAX);
        for rank in by_code {
            if let Some(product_score) = usize::try_from(*rank).ok().and_then(|rank| self.product_scores.get_mut(rank))
            {
                if product_score.matched_terms == 0 {
                    self.found.push(*rank);
                }
                product_score.score += CODE;
                product_score.matched_terms = term_count.max(1);
            }
        }
        let product_score = |rank: u32| {
            let index = usize::try_from(rank).ok()?;
            Some((self.product_scores.get(index)?, self.index.snapshot.rows.get(index)?))
        };
        let least = self.least_matched_terms();
        let hit = |rank: u32| {
            let (product_score, row) =
                product_score(rank).filter(|(product_score, _)| product_score.matched_terms >= least)?;
            let exact = product_score.name_matches == term_count
                && (term_count == row.name_words.0 || term_count == row.name_words.1);
            let terms = u32::from(product_score.matched_terms) * TERM;
            Some((rank, terms + product_score.score + if exact { EXACT } else { 0 }))
        };
        TextMatches {
            hits: self.found.iter().filter_map(|rank| hit(*rank)).collect(),
            term_count: u32::from(term_count),
            corrections: self.corrections,
        }
    }

    /// How many terms a product must match: as many as any other does, or fewer if that leaves few products.
    fn least_matched_terms(&self) -> u8 {
        let mut counts = [0_usize; MAX_TERMS + 1];
        for rank in &self.found {
            let matched = usize::try_from(*rank).ok().and_then(|rank| self.product_scores.get(rank));
            let place = matched.map_or(0, |product_score| usize::from(product_score.matched_terms));
            if let Some(count) = counts.get_mut(place) {
                *count += 1;
            }
        }
        let mut sum = 0;
        let mut least = 1;
        let counts: Vec<_> = (0_u8..).zip(counts).filter(|(terms, count)| *terms > 0 && *count > 0).collect();
        for (terms, count) in counts.into_iter().rev() {
            if sum >= MIN_HITS {
                break;
            }
            sum += count;
            least = terms;
        }
        least
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
        FieldGroup::Head => (&mut term_score.head, HEAD),
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

/// The visible products whose field contains all terms of a phrase.
fn ranks_with_all(snapshot: &Snapshot, field: Field, phrase: &str) -> Result<BTreeSet<u32>, TantivyError> {
    let mut common: Option<BTreeSet<u32>> = None;
    for term in phrase.split(' ') {
        let mut ranks = BTreeSet::new();
        each_product(snapshot, field, term, |rank| {
            ranks.insert(rank);
        })?;
        common = Some(match common {
            Some(common) => common.intersection(&ranks).copied().collect(),
            None => ranks,
        });
    }
    Ok(common.unwrap_or_default())
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
