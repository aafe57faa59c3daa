//! Ranks the products that the words of a pasted order may mean, and says how certain the best of them is.

use std::collections::BTreeSet;

use entities::catalogue::product;

use super::{query_parser::ParsedText, tokens::is_stop_word};
use crate::platform::words::{normalize, words};

/// How certain it is that a product is meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MatchCertainty {
    /// Its code or its name is written, or no other product matches all words.
    Certain,
    /// It matches all words; so do others, a word was mistyped, or the net content is another.
    Likely,
    /// It matches some of the words only.
    Unsure,
}

/// A product that may be meant.
#[derive(Clone, Copy, Debug)]
pub struct RankedMatch<'a> {
    /// The product.
    pub product: &'a product::Model,
    /// How certain it is that this one is meant.
    pub certainty: MatchCertainty,
}

/// What is known of a product that was found.
struct Candidate<'a> {
    product: &'a product::Model,
    is_complete: bool,
    has_size: bool,
    is_named: bool,
    has_code: bool,
}

/// The products that were found for `text`, the best first: those whose code is written, that match all words, that have
/// the net content that is written, and then as the search ranks them. The first `matching_all` of `found` match all words.
pub fn rank_matches<'a>(
    text: &str,
    parsed: &ParsedText,
    found: &[&'a product::Model],
    matching_all: usize,
    is_corrected: bool,
) -> Vec<RankedMatch<'a>> {
    let codes: BTreeSet<String> = text.split_whitespace().map(normalize).collect();
    let candidate = |(place, product): (usize, &&'a product::Model)| Candidate {
        product,
        is_complete: place < matching_all,
        has_size: parsed.sizes.iter().any(|size| (size.amount, size.unit) == (product.net_content, product.net_unit)),
        is_named: is_name(&product.name_es, parsed) || is_name(&product.name_en, parsed),
        has_code: codes.contains(&normalize(&product.code)),
    };
    let mut candidates: Vec<Candidate<'a>> = found.iter().enumerate().map(candidate).collect();
    candidates.sort_by_key(|one| (!one.has_code, !one.is_complete, !one.has_size, !one.is_named));
    let count = |is: fn(&Candidate<'a>) -> bool| candidates.iter().filter(|one| is(one)).count();
    let codes = count(|one| one.has_code);
    let complete = count(|one| one.is_complete);
    let sized = count(|one| one.is_complete && one.has_size);
    let named = count(|one| one.is_complete && one.is_named);
    let certainty = |one: &Candidate<'a>| {
        let fits_size = parsed.sizes.is_empty() || one.has_size;
        let is_only = complete == 1 || (one.has_size && sized == 1) || (one.is_named && named == 1);
        if one.has_code && codes == 1 || one.is_complete && is_only && fits_size && !is_corrected {
            MatchCertainty::Certain
        } else if one.is_complete {
            MatchCertainty::Likely
        } else {
            MatchCertainty::Unsure
        }
    };
    candidates.iter().map(|one| RankedMatch { product: one.product, certainty: certainty(one) }).collect()
}

/// Whether the terms are all words of a name that describe the product.
fn is_name(name: &str, parsed: &ParsedText) -> bool {
    let name: BTreeSet<String> = words(name).into_iter().filter(|word| !is_stop_word(word)).collect();
    !name.is_empty() && name == parsed.terms.iter().cloned().collect()
}

/// Whether a product of this order multiple can be ordered in this quantity.
pub fn is_multiple(units: i64, multiple: i64) -> bool {
    units.checked_rem(multiple.max(1)) == Some(0)
}
