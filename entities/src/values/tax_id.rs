//! The RUT, Chile's number of taxpayers: a number and a check digit, modulo 11 with weights 2…7 from the right.

/// Reads a RUT however people write it (`12.345.678-5`, `12345678-5`, `123456785`) and returns its plain form
/// `12345678-5`; none where the check digit is wrong or the number is not one.
pub fn parse_rut(text: &str) -> Option<String> {
    let mut plain: String = text.chars().filter(|c| !matches!(c, '.' | '-' | ' ')).collect();
    let digit = plain.pop()?.to_ascii_uppercase();
    if plain.is_empty() || plain.len() > 8 || !plain.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let number = plain.trim_start_matches('0');
    (!number.is_empty() && rut_check_digit(number) == Some(digit)).then(|| format!("{number}-{digit}"))
}

/// The check digit of a RUT's number; none where `number` has anything but digits.
pub fn rut_check_digit(number: &str) -> Option<char> {
    let mut sum = 0;
    for (weight, c) in (2..=7).cycle().zip(number.chars().rev()) {
        sum += weight * c.to_digit(10)?;
    }
    match 11 - sum % 11 {
        11 => Some('0'),
        10 => Some('K'),
        d => char::from_digit(d, 10),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_the_ways_people_write_a_rut() {
        for text in ["12.345.678-5", "12345678-5", "123456785", " 12 345 678 5"] {
            assert_eq!(parse_rut(text).as_deref(), Some("12345678-5"));
        }
        assert_eq!(parse_rut("60.803.000-k").as_deref(), Some("60803000-K"));
        for wrong in ["12.345.678-6", "", "-", "K", "abc", "1234567890123-4"] {
            assert_eq!(parse_rut(wrong), None, "{wrong}");
        }
    }
}
