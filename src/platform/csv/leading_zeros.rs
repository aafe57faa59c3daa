//! Identifiers that a spreadsheet program took for numbers: `0012` becomes `12`, which identifies something else.

/// Whether `read` is what is left of `stored` without some of its leading zeros.
pub fn has_lost_zeros(stored: &str, read: &str) -> bool {
    let lost = stored.strip_suffix(read).filter(|_| !read.is_empty());
    lost.is_some_and(|zeros| !zeros.is_empty() && zeros.bytes().all(|byte| byte == b'0'))
}

/// An identifier without its leading zeros: equal ones may have lost theirs.
pub fn without_zeros(text: &str) -> &str {
    text.trim_start_matches('0')
}

/// What an identifier may have been before it lost its leading zeros.
pub fn with_zeros(text: &str) -> Vec<String> {
    (1..=MOST_ZEROS).map(|zeros| format!("{}{text}", "0".repeat(zeros))).collect()
}

/// How many leading zeros are looked for.
const MOST_ZEROS: usize = 8;

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn only_zeros_are_lost() {
        for (stored, read) in [("0012345678", "12345678"), ("007", "07"), ("00", "0"), ("01-A", "1-A")] {
            assert!(has_lost_zeros(stored, read), "{stored} {read}");
        }
        for (stored, read) in [("12", "12"), ("12", "012"), ("112", "12"), ("0", ""), ("A01", "1"), ("0012", "13")] {
            assert!(!has_lost_zeros(stored, read), "{stored} {read}");
        }
    }

    proptest! {
        #[test]
        fn a_number_is_what_is_left(number in 1_u64.., zeros in 1_usize..6) {
            let stored = format!("{}{number}", "0".repeat(zeros));
            prop_assert!(has_lost_zeros(&stored, &number.to_string()));
            prop_assert_eq!(without_zeros(&stored), number.to_string());
        }
    }
}
