//! Numbers in order texts: figures, fractions and number words, exact. Nothing is rounded.

/// Units of a line, at most; that of an order line.
const MAX_UNITS: i64 = 1_000_000;
/// Figures of a number that can be a quantity.
const MAX_FIGURES: usize = 12;

/// Why a line has no quantity.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum QuantityFault {
    /// It names none.
    Missing,
    /// Several numbers could be the quantity.
    Ambiguous,
    /// It is not a whole number, or may not be one, such as 1,5 or 1,000.
    NotWhole,
    /// It is in boxes or other packs, which have an unknown number of units.
    Packs,
    /// It is 0.
    Zero,
    /// It is above the maximum of an order line.
    TooLarge,
}

/// A number of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Amount {
    /// An exact fraction with a positive denominator.
    Exact { numerator: i64, denominator: i64 },
    /// A number of three decimals or more, which may be one of thousands.
    Unclear,
    /// More figures than a quantity has.
    Large,
}

impl Amount {
    /// A whole number.
    pub const fn whole(value: i64) -> Self {
        Self::Exact { numerator: value, denominator: 1 }
    }

    /// The amount times `factor`.
    #[must_use]
    pub fn times(self, factor: i64) -> Self {
        match self {
            Self::Exact { numerator, denominator } => match numerator.checked_mul(factor) {
                Some(numerator) => Self::Exact { numerator, denominator },
                None => Self::Large,
            },
            other => other,
        }
    }

    /// The amount and `value` more.
    #[must_use]
    pub fn plus(self, value: i64) -> Self {
        match self {
            Self::Exact { numerator, denominator } => {
                match value.checked_mul(denominator).and_then(|more| numerator.checked_add(more)) {
                    Some(numerator) => Self::Exact { numerator, denominator },
                    None => Self::Large,
                }
            }
            other => other,
        }
    }

    /// The units that it says.
    ///
    /// # Errors
    /// `NotWhole`, `Zero`, `TooLarge`.
    pub fn units(self) -> Result<i64, QuantityFault> {
        match self {
            Self::Unclear => Err(QuantityFault::NotWhole),
            Self::Large => Err(QuantityFault::TooLarge),
            Self::Exact { numerator, denominator } => {
                if numerator.checked_rem(denominator) != Some(0) {
                    return Err(QuantityFault::NotWhole);
                }
                match numerator.checked_div(denominator) {
                    Some(0) => Err(QuantityFault::Zero),
                    Some(units @ 1..=MAX_UNITS) => Ok(units),
                    _ => Err(QuantityFault::TooLarge),
                }
            }
        }
    }
}

/// A number in figures: `12`, `1.000`, `1,5`, `1.250,00`, `1/2`, `½`.
pub fn amount_in_figures(text: &str) -> Option<Amount> {
    match text {
        "½" => return Some(Amount::Exact { numerator: 1, denominator: 2 }),
        "¼" => return Some(Amount::Exact { numerator: 1, denominator: 4 }),
        "¾" => return Some(Amount::Exact { numerator: 3, denominator: 4 }),
        _ => {}
    }
    if let Some((numerator, denominator)) = text.split_once('/') {
        let (numerator, denominator) = (figures(numerator)?, figures(denominator)?);
        return match (numerator, denominator) {
            (Some(numerator), Some(denominator)) if denominator > 0 => Some(Amount::Exact { numerator, denominator }),
            _ => None,
        };
    }
    if is_in_thousands(text) {
        return Some(figures(&text.replace('.', ""))?.map_or(Amount::Large, Amount::whole));
    }
    let Some(point) = text.rfind([',', '.']) else {
        return Some(figures(text)?.map_or(Amount::Large, Amount::whole));
    };
    let (before, decimals) = (text.get(..point)?, text.get(point..)?.get(1..)?);
    let before = if is_in_thousands(before) { before.replace('.', "") } else { before.to_owned() };
    let (whole, more) = (figures(&before)?, figures(decimals)?);
    if decimals.len() > 2 {
        return Some(Amount::Unclear);
    }
    let denominator = if decimals.len() == 1 { 10 } else { 100 };
    let exact = |whole: i64| whole.checked_mul(denominator)?.checked_add(more?);
    Some(whole.and_then(exact).map_or(Amount::Large, |numerator| Amount::Exact { numerator, denominator }))
}

/// The value of a text of figures; `Some(None)` where it has too many of them, `None` where it is none.
fn figures(text: &str) -> Option<Option<i64>> {
    if text.is_empty() || !text.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    Some((text.len() <= MAX_FIGURES).then(|| text.parse().ok()).flatten())
}

/// Whether the points of a number are those of its thousands, as in 1.250.
fn is_in_thousands(text: &str) -> bool {
    let mut groups = text.split('.');
    let first = groups.next().unwrap_or_default();
    let is_group = |group: &str| group.len() == 3 && group.bytes().all(|byte| byte.is_ascii_digit());
    let is_first = matches!(first.len(), 1..=3) && !first.starts_with('0') && first.bytes().all(|b| b.is_ascii_digit());
    let mut groups = groups.peekable();
    is_first && groups.peek().is_some() && groups.all(is_group)
}

const SMALL: &[(&str, i64)] = &[
    ("un uno una one a an", 1),
    ("dos two", 2),
    ("tres three", 3),
    ("cuatro four", 4),
    ("cinco five", 5),
    ("seis six", 6),
    ("siete seven", 7),
    ("ocho eight", 8),
    ("nueve nine", 9),
    ("diez ten", 10),
    ("once eleven", 11),
    ("doce twelve", 12),
    ("trece thirteen", 13),
    ("catorce fourteen", 14),
    ("quince fifteen", 15),
    ("dieciseis sixteen", 16),
    ("diecisiete seventeen", 17),
    ("dieciocho eighteen", 18),
    ("diecinueve nineteen", 19),
    ("veintiun veintiuno veintiuna", 21),
    ("veintidos", 22),
    ("veintitres", 23),
    ("veinticuatro", 24),
    ("veinticinco", 25),
    ("veintiseis", 26),
    ("veintisiete", 27),
    ("veintiocho", 28),
    ("veintinueve", 29),
    ("cien", 100),
];
const TENS: &[(&str, i64)] = &[
    ("veinte twenty", 20),
    ("treinta thirty", 30),
    ("cuarenta forty", 40),
    ("cincuenta fifty", 50),
    ("sesenta sixty", 60),
    ("setenta seventy", 70),
    ("ochenta eighty", 80),
    ("noventa ninety", 90),
];
/// Words for a half; they are numbers before a unit only.
const HALVES: &[&str] = &["medio", "media", "half"];

/// The number that normalized words begin with, and how many of them it has: `doce`, `treinta y seis`, `twenty-four`.
pub fn amount_in_words(words: &[&str]) -> Option<(Amount, usize)> {
    let first = *words.first()?;
    if HALVES.contains(&first) {
        // "Half a dozen".
        let used = if matches!(words.get(1), Some(&("a" | "an"))) { 2 } else { 1 };
        return Some((Amount::Exact { numerator: 1, denominator: 2 }, used));
    }
    if let Some(value) = value_of(SMALL, first) {
        return Some((Amount::whole(value), 1));
    }
    if let Some((tens, ones)) = first.split_once('-') {
        let value = value_of(TENS, tens)?.checked_add(digit(ones)?)?;
        return Some((Amount::whole(value), 1));
    }
    let tens = value_of(TENS, first)?;
    let with = |ones: &str| tens.checked_add(digit(ones)?);
    match (words.get(1), words.get(2)) {
        (Some(&"y"), Some(ones)) if digit(ones).is_some() => Some((Amount::whole(with(ones)?), 3)),
        (Some(ones), _) if digit(ones).is_some() => Some((Amount::whole(with(ones)?), 2)),
        _ => Some((Amount::whole(tens), 1)),
    }
}

/// Whether a number word says one, which may also be an article.
pub fn is_article(word: &str) -> bool {
    value_of(SMALL, word) == Some(1)
}

/// Whether a number word is a number beside a unit only.
pub fn needs_unit(word: &str) -> bool {
    HALVES.contains(&word) || matches!(word, "a" | "an")
}

/// Whether a word is a number that is not read, such as "doscientos": it must not pass for a word of a product.
pub fn is_unread_number(word: &str) -> bool {
    ["cientos", "cientas", "quinientos", "quinientas"].iter().any(|end| word.ends_with(end))
        || matches!(word, "ciento" | "mil" | "miles" | "thousand" | "millon" | "millones" | "million")
}

fn digit(word: &str) -> Option<i64> {
    value_of(SMALL, word).filter(|value| *value < 10 && !matches!(word, "a" | "an"))
}

fn value_of(table: &[(&str, i64)], word: &str) -> Option<i64> {
    table.iter().find(|(words, _)| words.split(' ').any(|known| known == word)).map(|(_, value)| *value)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_are_exact() {
        use QuantityFault::{NotWhole, TooLarge, Zero};
        for (text, units) in [
            ("12", Ok(12)),
            ("012", Ok(12)),
            ("1.000", Ok(1_000)),
            ("1.000.000", Ok(1_000_000)),
            ("12,0", Ok(12)),
            ("12.00", Ok(12)),
            ("1.250,00", Ok(1_250)),
            ("1,5", Err(NotWhole)),
            ("1.5", Err(NotWhole)),
            ("1/2", Err(NotWhole)),
            ("½", Err(NotWhole)),
            ("1,000", Err(NotWhole)),
            ("0", Err(Zero)),
            ("1.000.001", Err(TooLarge)),
            ("99999999999999999999", Err(TooLarge)),
        ] {
            assert_eq!(amount_in_figures(text).map(Amount::units), Some(units), "{text}");
        }
        for text in ["", "x", "12/11/2026", "1/0", "1.2.3", "10:30", "1,", ".5", "0.000.1", "１２"] {
            assert_eq!(amount_in_figures(text), None, "{text}");
        }
        assert_eq!(amount_in_figures("1,5").map(|amount| amount.times(12).units()), Some(Ok(18)));
        assert_eq!(Amount::whole(i64::MAX).times(12).units(), Err(TooLarge));
        assert_eq!(Amount::whole(1).plus(i64::MAX).units(), Err(TooLarge));
    }

    #[test]
    fn number_words_are_read_in_both_languages() {
        for (words, value, used) in [
            (&["doce", "quesos"][..], 12, 1),
            (&["treinta", "y", "seis", "quesos"], 36, 3),
            (&["treinta", "y", "medio"], 30, 1),
            (&["twenty-four", "jars"], 24, 1),
            (&["twenty", "four", "jars"], 24, 2),
            (&["una"], 1, 1),
        ] {
            assert_eq!(amount_in_words(words), Some((Amount::whole(value), used)), "{words:?}");
        }
        for words in [&["queso"][..], &[], &["y", "seis"], &["twenty-jars"]] {
            assert_eq!(amount_in_words(words), None, "{words:?}");
        }
    }
}
