//! Edit distance between words, for typo correction.

/// Maximum edit distance of a correction: 0 below four letters, 1 below eight, otherwise 2.
pub fn max_edits(word: &str) -> u8 {
    match word.chars().count() {
        0..=3 => 0,
        4..=7 => 1,
        _ => 2,
    }
}

/// Optimal string alignment distance: insertions, deletions, substitutions and transpositions of adjacent letters.
/// `None` if it exceeds `max`.
pub fn edit_distance(left: &str, right: &str, max: usize) -> Option<usize> {
    let right: Vec<char> = right.chars().collect();
    let mut second_last: Vec<usize> = vec![usize::MAX / 2; right.len() + 1];
    let mut last: Vec<usize> = (0..=right.len()).collect();
    let mut current: Vec<usize> = last.clone();
    let mut previous = None;
    let at = |line: &[usize], index: usize| line.get(index).copied().unwrap_or(usize::MAX / 2);
    for (row, letter) in left.chars().enumerate() {
        current.clear();
        current.push(row + 1);
        let mut before = None;
        for (column, other) in right.iter().enumerate() {
            let mut best = (at(&last, column) + usize::from(letter != *other))
                .min(at(&last, column + 1) + 1)
                .min(at(&current, column) + 1);
            if before == Some(letter) && previous == Some(*other) {
                best = best.min(at(&second_last, column.saturating_sub(1)) + 1);
            }
            before = Some(*other);
            current.push(best);
        }
        if current.iter().all(|distance| *distance > max) {
            return None;
        }
        std::mem::swap(&mut second_last, &mut last);
        std::mem::swap(&mut last, &mut current);
        previous = Some(letter);
    }
    last.last().copied().filter(|distance| *distance <= max)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn distance_counts_edits() {
        for (left, right, distance) in [
            ("mermelda", "mermelada", 1),
            ("slamon", "salmon", 1),
            ("calafte", "calafate", 1),
            ("quesso", "queso", 1),
            ("", "miel", 4),
            ("miel", "miel", 0),
            ("ulmo", "olmos", 2),
            ("abcd", "badc", 2),
        ] {
            assert_eq!(edit_distance(left, right, 4), Some(distance), "{left} {right}");
            assert_eq!(edit_distance(right, left, 4), Some(distance), "{right} {left}");
            assert_eq!(edit_distance(left, right, distance), Some(distance));
            assert!(distance == 0 || edit_distance(left, right, distance - 1).is_none());
        }
    }
}
