//! Numbers of bank accounts.

use std::ops::RangeInclusive;

/// How many digits an account number has.
pub const ACCOUNT_NUMBER_DIGITS: RangeInclusive<usize> = 4..=20;

/// An account number as banks accept it, digits only. Dashes, dots and blanks are removed; none where anything else is
/// left, or the count of digits is wrong.
pub fn parse_account_number(entered: &str) -> Option<String> {
    let number: String = entered.chars().filter(|c| !matches!(c, '-' | '.' | ' ')).collect();
    let valid = ACCOUNT_NUMBER_DIGITS.contains(&number.len()) && number.bytes().all(|b| b.is_ascii_digit());
    valid.then_some(number)
}

/// A number with all but its last four characters hidden, or all but half of a short one.
pub fn mask(number: &str) -> String {
    let length = number.chars().count();
    let hidden = length - (length / 2).min(4);
    number.chars().enumerate().map(|(i, c)| if i < hidden { '•' } else { c }).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn numbers_show_their_end_only() {
        assert_eq!(mask("00123456789"), "•••••••6789");
        assert_eq!(mask("12345678-5"), "••••••78-5");
        assert_eq!(mask("123"), "••3");
        assert_eq!(mask(""), "");
        assert_eq!(parse_account_number("00-123.456 7890").as_deref(), Some("001234567890"));
        for wrong in ["123", "12a4", "", "123456789012345678901"] {
            assert_eq!(parse_account_number(wrong), None, "{wrong}");
        }
    }

    proptest! {
        #[test]
        fn masking_keeps_the_length_and_hides_at_least_half(number in "[0-9]{0,20}") {
            let masked = mask(&number);
            prop_assert_eq!(masked.chars().count(), number.len());
            let visible = masked.chars().filter(|c| *c != '•').count();
            prop_assert!(visible <= 4 && visible * 2 <= number.len());
        }
    }
}
