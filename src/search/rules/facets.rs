//! Facet counts that both engines compute in the same way.

use std::collections::BTreeMap;

use entities::values::Allergen;

/// Counts, per allergen, the results that are free of it, highest count first.
///
/// An engine counts only the values that some result has, so an allergen of which all `total` results are free is missing
/// from `not_free_of` (allergen and the number of results that are not surely free of it). Allergens of which no result
/// is surely free are left out.
pub fn free_of_counts(not_free_of: impl IntoIterator<Item = (String, u64)>, total: u64) -> Vec<(String, u64)> {
    let mut counts: BTreeMap<String, u64> = Allergen::all().map(|allergen| (allergen.word().to_owned(), 0)).collect();
    counts.extend(not_free_of);
    let free_of = counts.into_iter().map(|(code, count)| (code, total.saturating_sub(count)));
    highest_first(free_of.filter(|(_, count)| *count > 0).collect())
}

/// Sorts facet values by count, highest first, then by name.
pub fn highest_first(mut counts: Vec<(String, u64)>) -> Vec<(String, u64)> {
    counts.sort_unstable_by(|left, right| right.1.cmp(&left.1).then_with(|| left.0.cmp(&right.0)));
    counts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_allergen_that_no_result_may_have_is_counted_for_every_result() {
        let not_free_of = [("gluten".to_owned(), 2), ("milk".to_owned(), 5)];
        let counts = free_of_counts(not_free_of, 5);
        let count_of = |code: &str| counts.iter().find(|(value, _)| value == code).map(|(_, count)| *count);
        assert_eq!((count_of("gluten"), count_of("milk")), (Some(3), None), "no result is surely free of milk");
        for code in Allergen::all().map(Allergen::word).filter(|code| !["gluten", "milk"].contains(code)) {
            assert_eq!(count_of(code), Some(5), "{code}");
        }
        assert_eq!(counts.last(), Some(&("gluten".to_owned(), 3)));
        assert_eq!(free_of_counts([], 0), []);
    }
}
