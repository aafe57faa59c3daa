//! What a mistyped term was read as, by an engine that corrects and does not say how.

use std::{cmp::Reverse, collections::BTreeMap};

use super::{
    edit_distance::{edit_distance, max_edits},
    query_parser::ParsedText,
    synonym_map::SynonymMap,
};
use crate::{platform::words::words, search::stems::BilingualStemmer};

/// For each term that neither begins a word of the names that were found nor has a synonym, the nearest of their words;
/// of equally near ones the most frequent.
pub fn corrections<'a>(
    parsed: &ParsedText,
    names: impl Iterator<Item = &'a str>,
    synonym_map: &SynonymMap,
) -> Vec<(String, String)> {
    let mut frequencies: BTreeMap<String, usize> = BTreeMap::new();
    for word in names.flat_map(words) {
        *frequencies.entry(word).or_default() += 1;
    }
    let mut stemmer = BilingualStemmer::new();
    let mut corrected = Vec::new();
    for term in &parsed.terms {
        let stems = stemmer.stems(term);
        let is_known = !synonym_map.expand(&stems).is_empty()
            || frequencies.keys().any(|word| word.starts_with(term.as_str()) || stemmer.stems(word).es == stems.es);
        let near = |(word, frequency): (&String, &usize)| {
            let edits = edit_distance(term, word, usize::from(max_edits(term)))?;
            Some((edits, Reverse(*frequency), word.clone()))
        };
        if !is_known && let Some((_, _, word)) = frequencies.iter().filter_map(near).min() {
            corrected.push((term.clone(), word));
        }
    }
    corrected
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::search::rules::parse_text;

    #[test]
    fn a_term_that_no_name_has_was_corrected() {
        let names = ["Salmón ahumado", "Smoked salmon", "Trucha ahumada", "Smoked trout"];
        let corrected = |text: &str| corrections(&parse_text(text), names.into_iter(), &SynonymMap::new(&[]));
        assert_eq!(corrected("slamon ahumado"), [("slamon".to_owned(), "salmon".to_owned())]);
        for known in ["salmon", "salm", "ahumadas", "honey", "xyzzy", ""] {
            assert_eq!(corrected(known), [], "{known}");
        }
    }
}
