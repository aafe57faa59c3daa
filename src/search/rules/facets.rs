//! Facet counts that both engines compute in the same way.

use std::collections::BTreeMap;

use super::allergens::allergen_codes;

/// Counts, per allergen, the results that are free of it, highest count first.
///
/// An engine counts only the values that some result has, so an allergen that no result declares is missing from
/// `declared` (allergen code and the number of results that declare it). All `total` results are free of such an
/// allergen. The counts therefore cover every allergen of the catalogue, those in `requested`, and those in `declared`.
/// Allergens that every result declares are left out.
pub fn free_of_counts(
    declared: impl IntoIterator<Item = (String, u64)>,
    requested: &[String],
    total: u64,
) -> Vec<(String, u64)> {
    let undeclared = allergen_codes().map(str::to_owned).chain(requested.iter().cloned());
    let mut declared_by: BTreeMap<String, u64> = undeclared.map(|code| (code, 0)).collect();
    declared_by.extend(declared);
    let free_of = declared_by.into_iter().map(|(code, count)| (code, total.saturating_sub(count)));
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
    fn an_allergen_that_no_result_declares_is_counted_for_every_result() {
        let declared = [("gluten".to_owned(), 2), ("milk".to_owned(), 5), ("wild_garlic".to_owned(), 1)];
        let counts = free_of_counts(declared, &["pine".to_owned()], 5);
        let count_of = |code: &str| counts.iter().find(|(value, _)| value == code).map(|(_, count)| *count);
        assert_eq!(count_of("gluten"), Some(3));
        assert_eq!(count_of("milk"), None, "every result declares it");
        assert_eq!(count_of("wild_garlic"), Some(4), "declared, although the catalogue does not list it");
        assert_eq!(count_of("pine"), Some(5), "requested, although the catalogue does not list it");
        for code in allergen_codes().filter(|code| !["gluten", "milk"].contains(code)) {
            assert_eq!(count_of(code), Some(5), "{code}");
        }
        assert_eq!(counts.first(), Some(&("celery".to_owned(), 5)));
        assert_eq!(counts.last(), Some(&("gluten".to_owned(), 3)));
        assert_eq!(free_of_counts([], &[], 0), []);
    }
}
