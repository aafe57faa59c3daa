//! Items of a request that are named twice.

use std::collections::BTreeSet;

/// The positions of the keys that an earlier one equals. A request that names one line twice is refused: whether the
/// second replaces the first or adds to it, nobody can know.
pub fn repeated<K: Ord>(keys: impl IntoIterator<Item = K>) -> impl Iterator<Item = usize> {
    let mut seen = BTreeSet::new();
    keys.into_iter().enumerate().filter_map(move |(at, key)| (!seen.insert(key)).then_some(at))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_repetition_is_named_by_its_position() {
        assert_eq!(repeated([3, 1, 3, 2, 1, 3]).collect::<Vec<_>>(), [2, 4, 5]);
        assert_eq!(repeated(["a", "b"]).next(), None);
    }
}
