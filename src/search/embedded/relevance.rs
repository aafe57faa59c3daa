//! How well a product answers to the words of a search, in whole points. Points are coarse on purpose: two jams that
//! both answer to "mermelada" are equals, and among equals fairness decides; nobody gets ahead by repeating words.

use tantivy::{TantivyError, Term, postings::BlockSegmentPostings, query::FuzzyTermQuery, schema::Field};

use super::{
    super::text::{Wanted, allowed},
    lexicon::{Lexicon, Stemming, Stems},
    schema::Fields,
    snapshot::{HIDDEN, Segment, Snapshot},
};

/// Points for a word where it stands: what a thing is called counts before what it is made of.
const NAME: u32 = 100;
const FAMILY: u32 = 40;
const OTHER: u32 = 50;
const INGREDIENTS: u32 = 40;
const DESCRIPTION: u32 = 15;
/// Points for being called exactly by the words of the search and no others.
const EXACT: u32 = 30;
/// Points for the product whose code was typed.
const CODE: u32 = 1_000;

/// Percent of the points for a word that is not the one typed.
const SYNONYM: u32 = 70;
const THEME: u32 = 35;
const COMPLETED: u32 = 60;
const CORRECTED: u32 = 80;
const GUESSED: u32 = 40;

/// Shortest unfinished word that is completed, in letters.
const COMPLETED_FROM: usize = 2;
/// Words that an unfinished word is completed to, at most.
const COMPLETIONS: usize = 64;
/// Words that a mistyped word is corrected to, at most.
const CORRECTIONS: usize = 3;

/// What was found for a text.
#[derive(Default)]
pub struct Answer {
    /// Rank and points of the products that answer to most of the words; in no order.
    pub hits: Vec<(u32, u32)>,
    /// Mistyped words and what was looked up.
    pub corrected: Vec<(String, String)>,
}

/// The parts of an open index that a lookup reads.
#[derive(Clone, Copy)]
pub struct Index<'a> {
    pub snapshot: &'a Snapshot,
    pub fields: &'a Fields,
    pub lexicon: &'a Lexicon,
}

/// What one word found at one product: best points by place.
#[derive(Clone, Copy, Default, PartialEq)]
struct Spot {
    name: u8,
    family: u8,
    rest: u8,
}

#[derive(Clone, Copy)]
enum Place {
    Name,
    Family,
    Rest(u32),
}

#[derive(Clone, Copy, Default)]
struct Tally {
    points: u32,
    matched: u8,
    named: u8,
}

struct Lookup<'a> {
    index: Index<'a>,
    stemming: Stemming,
    spots: Vec<Spot>,
    touched: Vec<u32>,
    tallies: Vec<Tally>,
    found: Vec<u32>,
    corrected: Vec<(String, String)>,
}

/// The products that answer to the words, or to the whole text as a code; none of these: nothing was asked for.
pub fn answer(index: Index<'_>, wanted: &Wanted, code: &str) -> Result<Option<Answer>, TantivyError> {
    let size = index.snapshot.rows.len();
    let mut lookup = Lookup {
        index,
        stemming: Stemming::new(),
        spots: vec![Spot::default(); size],
        touched: Vec::new(),
        tallies: vec![Tally::default(); size],
        found: Vec::new(),
        corrected: Vec::new(),
    };
    let by_code = lookup.code(code)?;
    if wanted.words.is_empty() && by_code.is_empty() {
        return Ok(None);
    }
    for (place, word) in wanted.words.iter().enumerate() {
        lookup.word(word, wanted.unfinished && place + 1 == wanted.words.len())?;
    }
    Ok(Some(lookup.finish(wanted, &by_code)))
}

/// For each rank, whether one of the words is among the product's ingredients.
pub fn made_with(index: Index<'_>, words: &[String]) -> Result<Vec<bool>, TantivyError> {
    let mut made = vec![false; index.snapshot.rows.len()];
    let mut stemming = Stemming::new();
    for word in words {
        let stems = stemming.stems(word);
        let instead = index.lexicon.instead(&stems);
        for stem in instead.same_es.iter().chain([&stems.es]) {
            each(index.snapshot, index.fields.ingredients_es, stem, |rank| {
                if let Some(known) = usize::try_from(rank).ok().and_then(|rank| made.get_mut(rank)) {
                    *known = true;
                }
            })?;
        }
    }
    Ok(made)
}

impl Lookup<'_> {
    fn code(&self, code: &str) -> Result<Vec<u32>, TantivyError> {
        let mut ranks = Vec::new();
        each(self.index.snapshot, self.index.fields.code, code, |rank| ranks.push(rank))?;
        Ok(ranks)
    }

    fn word(&mut self, word: &str, unfinished: bool) -> Result<(), TantivyError> {
        let mut known = self.called(word, 100)?;
        let letters = word.chars().count();
        if unfinished && letters >= COMPLETED_FROM {
            self.complete(word)?;
        }
        known |= !self.touched.is_empty();
        if !known {
            known = self.correct(word)?;
        }
        if !known && unfinished && allowed(word) > 0 {
            self.guess(word)?;
        }
        self.count();
        Ok(())
    }

    /// Looks a word up, and what may stand in its place; tells whether it is a word at all.
    fn called(&mut self, word: &str, percent: u32) -> Result<bool, TantivyError> {
        let Index { fields, lexicon, .. } = self.index;
        let stems: Stems = self.stemming.stems(word);
        for (field, stem, place) in [
            (fields.name_es, &stems.es, Place::Name),
            (fields.name_en, &stems.en, Place::Name),
            (fields.family_es, &stems.es, Place::Family),
            (fields.family_en, &stems.en, Place::Family),
            (fields.ingredients_es, &stems.es, Place::Rest(INGREDIENTS)),
            (fields.description_es, &stems.es, Place::Rest(DESCRIPTION)),
            (fields.description_en, &stems.en, Place::Rest(DESCRIPTION)),
        ] {
            self.look(field, stem, place, percent)?;
        }
        self.look(fields.other, word, Place::Rest(OTHER), percent)?;
        let instead = lexicon.instead(&stems);
        for stem in &instead.same_es {
            self.look(fields.name_es, stem, Place::Name, percent * SYNONYM / 100)?;
            self.look(fields.family_es, stem, Place::Family, percent * SYNONYM / 100)?;
            self.look(fields.ingredients_es, stem, Place::Rest(INGREDIENTS), percent * SYNONYM / 100)?;
        }
        for stem in &instead.same_en {
            self.look(fields.name_en, stem, Place::Name, percent * SYNONYM / 100)?;
            self.look(fields.family_en, stem, Place::Family, percent * SYNONYM / 100)?;
            self.look(fields.other, stem, Place::Rest(OTHER), percent * SYNONYM / 100)?;
        }
        for stem in &instead.meets_es {
            self.look(fields.name_es, stem, Place::Name, percent * THEME / 100)?;
            self.look(fields.family_es, stem, Place::Family, percent * THEME / 100)?;
        }
        Ok(!instead.is_empty() || !self.touched.is_empty())
    }

    fn look(&mut self, field: Field, stem: &str, place: Place, percent: u32) -> Result<(), TantivyError> {
        let snapshot = self.index.snapshot;
        each(snapshot, field, stem, |rank| mark(&mut self.spots, &mut self.touched, rank, place, percent))
    }

    /// An unfinished word is the beginning of one that something is called by.
    fn complete(&mut self, word: &str) -> Result<(), TantivyError> {
        let Index { snapshot, fields, .. } = self.index;
        for (field, place) in [(fields.called, Place::Name), (fields.mentioned, Place::Rest(INGREDIENTS))] {
            for segment in &snapshot.segments {
                let Some(inverted) = segment.inverted(field) else { continue };
                let mut stream = inverted.terms().range().gt(word).into_stream()?;
                let mut left = COMPLETIONS;
                while left > 0 && stream.advance() && stream.key().starts_with(word.as_bytes()) {
                    left -= 1;
                    let postings = inverted.read_block_postings_from_terminfo(stream.value(), BASIC)?;
                    each_rank(segment, postings, |rank| {
                        mark(&mut self.spots, &mut self.touched, rank, place, COMPLETED);
                    });
                }
            }
        }
        Ok(())
    }

    /// Looks up the words nearest to a mistyped one: of the fewest edits, those that most products are called by.
    fn correct(&mut self, word: &str) -> Result<bool, TantivyError> {
        for far in 1..=allowed(word) {
            let mut near: Vec<(u32, String)> = Vec::new();
            self.similar(word, far, false, |term, products| near.push((products, term.to_owned())))?;
            near.extend(self.index.lexicon.near(word, far).map(|(_, known)| (0, known.to_owned())));
            // Products counted per segment and field add up; the order is by number, then alphabet: always the same.
            near.sort_by(|left, right| left.1.cmp(&right.1));
            near.dedup_by(|next, kept| {
                let same = next.1 == kept.1;
                kept.0 += if same { next.0 } else { 0 };
                same
            });
            near.sort_by(|left, right| right.0.cmp(&left.0).then_with(|| left.1.cmp(&right.1)));
            near.truncate(CORRECTIONS);
            if let Some((_, best)) = near.first() {
                self.corrected.push((word.to_owned(), best.clone()));
                for (_, term) in &near {
                    self.called(term, CORRECTED / u32::from(far))?;
                }
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// The last resort: an unfinished word with a letter wrong.
    fn guess(&mut self, word: &str) -> Result<(), TantivyError> {
        let snapshot = self.index.snapshot;
        let mut guesses: Vec<String> = Vec::new();
        self.similar(word, 1, true, |term, _| guesses.push(term.to_owned()))?;
        guesses.sort();
        guesses.dedup();
        for term in guesses.iter().take(COMPLETIONS) {
            each(snapshot, self.index.fields.called, term, |rank| {
                mark(&mut self.spots, &mut self.touched, rank, Place::Name, GUESSED);
            })?;
        }
        Ok(())
    }

    fn similar(
        &self,
        word: &str,
        far: u8,
        unfinished: bool,
        mut take: impl FnMut(&str, u32),
    ) -> Result<(), TantivyError> {
        let fields = self.index.fields;
        for field in [fields.called, fields.mentioned] {
            let term = Term::from_field_text(field, word);
            let query = if unfinished {
                FuzzyTermQuery::new_prefix(term, far, true)
            } else {
                FuzzyTermQuery::new(term, far, true)
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

    /// Adds the points of one word to its products and makes room for the next.
    fn count(&mut self) {
        for rank in self.touched.drain(..) {
            let place = usize::try_from(rank).unwrap_or(usize::MAX);
            let (Some(spot), Some(tally)) = (self.spots.get_mut(place), self.tallies.get_mut(place)) else { continue };
            let spot = std::mem::take(spot);
            // What it is called by says enough: its ingredients and description add nothing.
            let called = u32::from(spot.name) + u32::from(spot.family);
            if tally.matched == 0 {
                self.found.push(rank);
            }
            tally.points += if called > 0 { called } else { u32::from(spot.rest) };
            tally.matched = tally.matched.saturating_add(1);
            tally.named += u8::from(u32::from(spot.name) == NAME);
        }
    }

    fn finish(mut self, wanted: &Wanted, by_code: &[u32]) -> Answer {
        let words = u8::try_from(wanted.words.len()).unwrap_or(u8::MAX);
        for rank in by_code {
            if let Some(tally) = usize::try_from(*rank).ok().and_then(|rank| self.tallies.get_mut(rank)) {
                if tally.matched == 0 {
                    self.found.push(*rank);
                }
                tally.points += CODE;
                tally.matched = words;
            }
        }
        let tally = |rank: u32| {
            let place = usize::try_from(rank).ok()?;
            Some((self.tallies.get(place)?, self.index.snapshot.rows.get(place)?))
        };
        let most = self.found.iter().filter_map(|rank| Some(tally(*rank)?.0.matched)).max().unwrap_or_default();
        let hit = |rank: u32| {
            let (tally, row) = tally(rank).filter(|(tally, _)| tally.matched == most)?;
            let exact = tally.named == words && (words == row.name_words.0 || words == row.name_words.1);
            Some((rank, tally.points + if exact { EXACT } else { 0 }))
        };
        Answer { hits: self.found.iter().filter_map(|rank| hit(*rank)).collect(), corrected: self.corrected }
    }
}

const BASIC: tantivy::schema::IndexRecordOption = tantivy::schema::IndexRecordOption::Basic;

fn mark(spots: &mut [Spot], touched: &mut Vec<u32>, rank: u32, place: Place, percent: u32) {
    let Some(spot) = usize::try_from(rank).ok().and_then(|rank| spots.get_mut(rank)) else { return };
    if *spot == Spot::default() {
        touched.push(rank);
    }
    let (best, full) = match place {
        Place::Name => (&mut spot.name, NAME),
        Place::Family => (&mut spot.family, FAMILY),
        Place::Rest(full) => (&mut spot.rest, full),
    };
    *best = (*best).max(u8::try_from(full * percent / 100).unwrap_or(u8::MAX).max(1));
}

/// Visits the visible products in whose field a term stands.
fn each(snapshot: &Snapshot, field: Field, term: &str, mut visit: impl FnMut(u32)) -> Result<(), TantivyError> {
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
            if rank != HIDDEN {
                visit(rank);
            }
        }
        postings.advance();
    }
}
