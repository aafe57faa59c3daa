//! Tax ids: of other countries, and the RUT, Chile's number of taxpayers: a number and a check digit, modulo 11 with weights 2…7 from the right.

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

/// Reads a tax id: a RUT, or one of another country after the two letters of the country (`AR 30-71234567-1`).
/// Returns the form in which it is stored; none where it is neither.
pub fn parse_tax_id(text: &str) -> Option<String> {
    parse_rut(text).or_else(|| parse_foreign_tax_id(text))
}

/// The most characters of a foreign tax id, without its country.
const FOREIGN_LENGTH: usize = 30;

fn parse_foreign_tax_id(text: &str) -> Option<String> {
    let text = text.trim();
    let (country, number) = (text.get(..2)?.to_ascii_uppercase(), text.get(2..)?.trim().to_ascii_uppercase());
    let is_country = country.bytes().all(|b| b.is_ascii_uppercase()) && country != "CL";
    let known = |b: u8| b.is_ascii_uppercase() || b.is_ascii_digit() || matches!(b, b'-' | b'.' | b'/' | b' ');
    let is_number = number.bytes().any(|b| b.is_ascii_digit()) && number.bytes().all(known);
    (is_country && is_number && number.len() <= FOREIGN_LENGTH).then(|| format!("{country} {number}"))
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

    #[test]
    fn reads_tax_ids_of_other_countries() {
        assert_eq!(parse_tax_id("12.345.678-5").as_deref(), Some("12345678-5"));
        assert_eq!(parse_tax_id(" ar30-71234567-1 ").as_deref(), Some("AR 30-71234567-1"));
        assert_eq!(parse_tax_id("DE 123456789").as_deref(), Some("DE 123456789"));
        for wrong in ["CL 12.345.678-6", "AR", "AR ---", "ñ 1234", "A1 234", "12.345.678-6", "DE 1<2"] {
            assert_eq!(parse_tax_id(wrong), None, "{wrong}");
        }
    }
}
