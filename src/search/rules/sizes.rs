//! Sizes in search texts: "250 gr", "1,5 kg", "500cc". They are net contents, never words to match.

use entities::values::NetUnit;

use super::lexer::Token;

/// A net content.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Size {
    /// In `unit`.
    pub amount: i64,
    /// Its unit.
    pub unit: NetUnit,
}

/// Words of a unit, the unit of a net content, and how many of it one has.
const UNITS: &[(&str, NetUnit, i64)] = &[
    ("g gr grs gm gms gramo gramos gram grams", NetUnit::G, 1),
    ("kg kgs kilo kilos kilogramo kilogramos kilogram kilograms", NetUnit::G, 1_000),
    ("ml mls cc mililitro mililitros milliliter milliliters millilitre millilitres", NetUnit::Ml, 1),
    ("cl centilitro centilitros", NetUnit::Ml, 10),
    ("l lt lts ltr litro litros liter liters litre litres", NetUnit::Ml, 1_000),
];
/// Words of units that no net content has, and of pieces; they are sizes only after a number.
const OTHER_UNITS: &str = "oz onza onzas ounce ounces lb lbs libra libras pound pounds un ud uds unid unids unidad unidades \
    unit units pieza piezas pcs pc";
/// Words for a half.
const HALVES: &[&str] = &["medio", "media", "half"];

/// The size at the start of `tokens`, if it is one of a net content, and the number of its tokens.
pub fn leading_size(tokens: &[Token]) -> Option<(Option<Size>, usize)> {
    let first = tokens.first()?;
    let next = tokens.get(1);
    if HALVES.contains(&first.word.as_str()) {
        let (unit, factor) = metric(&next?.word)?;
        return Some((Some(Size { amount: factor / 2, unit }), 2));
    }
    if metric(&first.word).is_some() && first.word.len() > 1 {
        return Some((None, 1));
    }
    let (digits, suffix) = split_number(last_factor(&first.word))?;
    let (mut numerator, mut denominator, mut used, mut suffix) = (digits.parse::<i64>().ok()?, 1, 1, suffix);
    if let Some((more, rest)) = next.filter(|_| suffix.is_empty()).and_then(|next| split_number(&next.word)) {
        let more_value: i64 = more.parse().ok()?;
        let scale = 10_i64.checked_pow(u32::try_from(more.len()).ok()?)?;
        match next.map(|next| next.before.as_str()) {
            // A point before three figures is that of the thousands.
            Some(separator @ ("." | ",")) => {
                numerator = numerator.checked_mul(scale)?.checked_add(more_value)?;
                denominator = if separator == "." && more.len() == 3 { 1 } else { scale };
                (used, suffix) = (2, rest);
            }
            Some("/" | "\u{2044}") if more_value > 0 => {
                denominator = more_value;
                (used, suffix) = (2, rest);
            }
            _ => {}
        }
    }
    let word = if suffix.is_empty() {
        used += 1;
        tokens.get(used - 1)?.word.as_str()
    } else {
        suffix
    };
    if OTHER_UNITS.split_whitespace().any(|unit| unit == word) {
        return Some((None, used));
    }
    let (unit, factor) = metric(word)?;
    let total = numerator.checked_mul(factor)?;
    let exact = (total > 0 && total % denominator == 0).then(|| Size { amount: total / denominator, unit });
    Some((exact, used))
}

/// Whether a normalized word is a unit of net contents.
pub fn is_net_unit(word: &str) -> bool {
    metric(word).is_some()
}

fn metric(word: &str) -> Option<(NetUnit, i64)> {
    let found = UNITS.iter().find(|(words, ..)| words.split_whitespace().any(|unit| unit == word));
    found.map(|(_, unit, factor)| (*unit, *factor))
}

/// `250g` of `6x250g`.
fn last_factor(word: &str) -> &str {
    match word.rsplit_once('x') {
        Some((count, rest)) if !count.is_empty() && count.bytes().all(|byte| byte.is_ascii_digit()) => rest,
        _ => word,
    }
}

/// The figures at the start of a word, and what follows them.
fn split_number(word: &str) -> Option<(&str, &str)> {
    let end = word.find(|letter: char| !letter.is_ascii_digit()).unwrap_or(word.len());
    word.split_at_checked(end).filter(|(digits, _)| !digits.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::search::rules::lexer::tokens;

    #[test]
    fn sizes_are_net_contents() {
        for (text, amount, unit, used) in [
            ("250 gr", 250, NetUnit::G, 2),
            ("500g", 500, NetUnit::G, 1),
            ("1 kg", 1_000, NetUnit::G, 2),
            ("1,5 kg", 1_500, NetUnit::G, 3),
            ("1.5kg", 1_500, NetUnit::G, 2),
            ("1.000 g", 1_000, NetUnit::G, 3),
            ("1/2 kilo", 500, NetUnit::G, 3),
            ("½ kg", 500, NetUnit::G, 3),
            ("medio litro", 500, NetUnit::Ml, 2),
            ("375CC", 375, NetUnit::Ml, 1),
            ("75 cl", 750, NetUnit::Ml, 2),
            ("6x250g", 250, NetUnit::G, 1),
        ] {
            assert_eq!(leading_size(&tokens(text)), Some((Some(Size { amount, unit }), used)), "{text}");
        }
        for (text, used) in [("12 unidades", 2), ("8 oz", 2), ("kilo", 1), ("1/3 g", 3), ("0 g", 2)] {
            assert_eq!(leading_size(&tokens(text)), Some((None, used)), "{text}");
        }
        for text in ["500", "miel", "40 personas", "500gx", "g", "99999999999999999999 g", "medio dia", "pound cake"] {
            assert_eq!(leading_size(&tokens(text)), None, "{text}");
        }
    }
}
