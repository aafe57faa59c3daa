//! Exact decimal numbers in text.

/// Parses a decimal number in units of its last decimal: `12.9` with two digits is 1290.
///
/// Accepts an optional minus sign, digits, and a point followed by 1 to `digits` digits. `None` for anything else,
/// such as more decimals than `digits` or a number outside `i64`: nothing is rounded. One or two zeros may be more than
/// `digits`, as banks write pesos; three may be thousands.
pub fn parse_decimal(text: &str, digits: u32) -> Option<i64> {
    let (negative, number) = text.strip_prefix('-').map_or((false, text), |number| (true, number));
    let (whole, fraction) = number.split_once('.').unwrap_or((number, ""));
    let width = usize::try_from(digits).ok()?;
    let is_digits = |text: &str| text.bytes().all(|b| b.is_ascii_digit());
    let ends_with_point = number.contains('.') && fraction.is_empty();
    let zeros = fraction.len() <= 2 && fraction.bytes().all(|b| b == b'0');
    let fraction = if zeros { fraction.get(..width.min(fraction.len())).unwrap_or_default() } else { fraction };
    if whole.is_empty() || !is_digits(whole) || !is_digits(fraction) || fraction.len() > width || ends_with_point {
        return None;
    }
    let units: i64 = format!("{whole}{fraction:0<width$}").parse().ok()?;
    Some(if negative { -units } else { units })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::platform::table::decimal;

    #[test]
    fn decimals_are_read_exactly_or_not_at_all() {
        for (text, digits, want) in
            [("12.90", 2, Some(1290)), ("12.9", 2, Some(1290)), ("12", 2, Some(1200)), ("-0.05", 2, Some(-5))]
        {
            assert_eq!(parse_decimal(text, digits), want, "{text}");
        }
        for text in ["", ".", "1.", ".5", "1.234", "1,5", "1e3", " 1", "--1", "+1", "1.-5", "99999999999999999999"] {
            assert_eq!(parse_decimal(text, 2), None, "{text}");
        }
        assert_eq!(parse_decimal("12.5", 0), None);
        for (text, want) in
            [("12.0", Some(12)), ("64002.00", Some(64_002)), ("-7.00", Some(-7)), ("12.000", None), ("12.", None)]
        {
            assert_eq!(parse_decimal(text, 0), want, "{text}");
        }
    }

    proptest! {
        #[test]
        fn what_an_export_writes_is_read_again(units in any::<i64>(), digits in 0_u32..4) {
            prop_assume!(units != i64::MIN);
            prop_assert_eq!(parse_decimal(&decimal(units, digits), digits), Some(units));
        }
    }
}
