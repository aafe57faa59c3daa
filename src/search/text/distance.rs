//! How far a typed word is from a real one. Cold hands leave out a letter, double one, or swap two.

/// Edits allowed when looking for the word that was meant: none below four letters, two from eight on.
pub fn allowed(word: &str) -> u8 {
    match word.chars().count() {
        0..=3 => 0,
        4..=7 => 1,
        _ => 2,
    }
}

/// Letters left out, added, changed, or swapped with their neighbour (optimal string alignment); none if more than
/// `most`.
pub fn edits(left: &str, right: &str, most: usize) -> Option<usize> {
    let right: Vec<char> = right.chars().collect();
    let mut before_last: Vec<usize> = vec![usize::MAX / 2; right.len() + 1];
    let mut last: Vec<usize> = (0..=right.len()).collect();
    let mut current: Vec<usize> = last.clone();
    let mut previous = None;
    let at = |line: &[usize], place: usize| line.get(place).copied().unwrap_or(usize::MAX / 2);
    for (row, letter) in left.chars().enumerate() {
        current.clear();
        current.push(row + 1);
        let mut before = None;
        for (column, other) in right.iter().enumerate() {
            let mut best = (at(&last, column) + usize::from(letter != *other))
                .min(at(&last, column + 1) + 1)
                .min(at(&current, column) + 1);
            if before == Some(letter) && previous == Some(*other) {
                best = best.min(at(&before_last, column.saturating_sub(1)) + 1);
            }
            before = Some(*other);
            current.push(best);
        }
        if current.iter().all(|far| *far > most) {
            return None;
        }
        std::mem::swap(&mut before_last, &mut last);
        std::mem::swap(&mut last, &mut current);
        previous = Some(letter);
    }
    last.last().copied().filter(|far| *far <= most)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn edits_count_letters() {
        for (left, right, far) in [
            ("mermelda", "mermelada", 1),
            ("slamon", "salmon", 1),
            ("calafte", "calafate", 1),
            ("quesso", "queso", 1),
            ("", "miel", 4),
            ("miel", "miel", 0),
            ("ulmo", "olmos", 2),
            ("abcd", "badc", 2),
        ] {
            assert_eq!(edits(left, right, 4), Some(far), "{left} {right}");
            assert_eq!(edits(right, left, 4), Some(far), "{right} {left}");
            assert_eq!(edits(left, right, far), Some(far));
            assert!(far == 0 || edits(left, right, far - 1).is_none());
        }
    }
}
