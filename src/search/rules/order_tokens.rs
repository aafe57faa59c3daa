//! Splits a pasted order into words, numbers and multiplication signs.

use super::{
    order_numbers::{Amount, amount_in_figures, amount_in_words, is_unread_number},
    sizes::is_net_unit,
};
use crate::platform::words::normalize;

/// Words for one piece of a product.
const PIECES: &str = "un uni und unid unids unidad unidades ud uds u unit units pieza piezas pza pzas pz pc pcs piece \
    pieces ea each frasco frascos pote potes tarro tarros botella botellas bot bolsa bolsas lata latas paquete paquetes \
    envase envases jar jars bottle bottles bag bags can cans tin tins packet packets";
/// Words for several pieces whose number they do not say.
const PACKS: &str = "caja cajas cj cajon cajones bandeja bandejas display displays pack packs saco sacos box boxes case \
    cases crate crates carton cartons cartones tray trays sack sacks";
/// Words for a number of pieces.
const MULTIPLIERS: &[(&str, i64)] = &[
    ("docena docenas doc dz dozen dozens", 12),
    ("decena decenas", 10),
    ("par pares pair pairs couple", 2),
    ("centenar centenares hundred hundreds", 100),
];
/// Units of measure that no net content has.
const OTHER_MEASURES: &str = "oz onza onzas ounce ounces lb lbs libra libras pound pounds";
/// Currencies after an amount.
const MONEY: &str = "clp pesos peso usd";
/// What a number counts that is no quantity of a product: an age, a strength or a number of people.
const ATTRIBUTES: &str = "% ° º meses mes anos ano dias dia months month years year days day personas people pax \
    huespedes guests hrs horas hours";

/// What a unit says of the number before it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unit {
    /// A piece.
    Piece,
    /// A number of pieces.
    Multiplier(i64),
    /// A pack of unknown size.
    Pack,
    /// A unit of measure: the number before it is a net content.
    Measure,
    /// A currency: the number before it is a price.
    Money,
    /// The number before it belongs to the product.
    Attribute,
}

/// A part of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Token {
    /// A number in figures, or a number word that is not read.
    Number { raw: String, amount: Amount },
    /// A multiplication sign.
    Times { raw: String },
    /// Anything else: as written, and normalized.
    Word { raw: String, key: String },
}

impl Token {
    /// The token as it was written.
    pub fn raw(&self) -> &str {
        match self {
            Self::Number { raw, .. } | Self::Times { raw } | Self::Word { raw, .. } => raw,
        }
    }

    /// The normalized word, if it is one.
    pub fn word(&self) -> Option<&str> {
        match self {
            Self::Word { key, .. } => Some(key),
            _ => None,
        }
    }

    /// What it says as a unit.
    pub fn unit(&self) -> Option<Unit> {
        unit(self.word()?)
    }
}

/// The tokens of a text. Prices with a currency sign are left out.
pub fn order_tokens(text: &str) -> Vec<Token> {
    let mut tokens = Vec::new();
    let mut is_price = false;
    for raw in text.replace('×', " x ").split_whitespace() {
        let written = raw.trim_matches(|letter: char| !letter.is_alphanumeric() && !matches!(letter, '$' | '%' | '°'));
        if written.is_empty() || normalize(written) == "c/u" {
            continue;
        }
        if let Some(price) = written.strip_prefix('$').or_else(|| written.strip_suffix('$')) {
            is_price = price.is_empty();
            continue;
        }
        let is_number = written.starts_with(|letter: char| letter.is_ascii_digit());
        if !(std::mem::take(&mut is_price) && is_number) {
            split_word(written, &mut tokens);
        }
    }
    tokens
}

/// The number that the tokens begin with, in figures or words, and how many of them it has.
pub fn leading_amount(tokens: &[Token]) -> Option<(Amount, usize)> {
    if let Some(Token::Number { amount, .. }) = tokens.first() {
        return Some((*amount, 1));
    }
    let words: Vec<&str> = tokens.iter().take(3).map_while(Token::word).collect();
    amount_in_words(&words)
}

/// Adds the tokens of `12x`, `x12`, `6x250g`, `12un`, or of a plain word.
fn split_word(written: &str, tokens: &mut Vec<Token>) {
    let key = normalize(written);
    // A figure such as ² or １ would become another number.
    let is_plain = written.chars().all(|letter| letter.is_ascii_digit() || !letter.is_numeric());
    let after_sign = key.strip_prefix('x').filter(|rest| rest.starts_with(|letter: char| letter.is_ascii_digit()));
    let parts = if is_unread_number(&key) {
        Some(vec![Token::Number { raw: written.to_owned(), amount: Amount::Unclear }])
    } else if key == "x" {
        Some(vec![Token::Times { raw: written.to_owned() }])
    } else if let Some(amount) = amount_in_figures(written) {
        Some(vec![Token::Number { raw: written.to_owned(), amount }])
    } else if is_plain {
        number_parts(after_sign.unwrap_or(&key))
    } else {
        None
    };
    match parts {
        Some(parts) => {
            tokens.extend(after_sign.map(|_| Token::Times { raw: "x".to_owned() }));
            tokens.extend(parts);
        }
        None => tokens.push(Token::Word { raw: written.to_owned(), key }),
    }
}

/// The parts of a word that begins with a number; `None` if it is a word, such as 7up.
fn number_parts(text: &str) -> Option<Vec<Token>> {
    if let Some(amount) = amount_in_figures(text) {
        return Some(vec![Token::Number { raw: text.to_owned(), amount }]);
    }
    let end = text.find(|letter: char| !letter.is_ascii_digit() && !matches!(letter, '.' | ',' | '/'))?;
    let (figures, suffix) = text.split_at_checked(end)?;
    let amount = amount_in_figures(figures)?;
    let mut parts = vec![Token::Number { raw: figures.to_owned(), amount }];
    if let Some(rest) = suffix.strip_prefix('x') {
        parts.push(Token::Times { raw: "x".to_owned() });
        if !rest.is_empty() {
            // 6x250g: the first number is the factor, the rest holds no further sign.
            let rest = number_parts(rest)?;
            if rest.iter().any(|part| matches!(part, Token::Times { .. })) {
                return None;
            }
            parts.extend(rest);
        }
        return Some(parts);
    }
    unit(suffix)?;
    parts.push(Token::Word { raw: suffix.to_owned(), key: suffix.to_owned() });
    Some(parts)
}

/// What a normalized word says as a unit.
pub fn unit(word: &str) -> Option<Unit> {
    let is_in = |words: &str| words.split_whitespace().any(|known| known == word);
    if let Some((_, factor)) = MULTIPLIERS.iter().find(|(words, _)| is_in(words)) {
        return Some(Unit::Multiplier(*factor));
    }
    let kinds = [(PIECES, Unit::Piece), (PACKS, Unit::Pack), (MONEY, Unit::Money), (ATTRIBUTES, Unit::Attribute)];
    let kind = kinds.into_iter().find(|(words, _)| is_in(words)).map(|(_, unit)| unit);
    kind.or_else(|| (is_net_unit(word) || is_in(OTHER_MEASURES)).then_some(Unit::Measure))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_separated_from_their_units() {
        for (text, raws) in [
            ("12x mermelada", vec!["12", "x", "mermelada"]),
            ("mermelada x12", vec!["mermelada", "x", "12"]),
            ("6x250g", vec!["6", "x", "250", "g"]),
            ("6 × 250 g", vec!["6", "x", "250", "g"]),
            ("12un. (MER-02)", vec!["12", "un", "MER-02"]),
            ("queso $4.500 c/u 3", vec!["queso", "3"]),
            ("queso $ 4.500 3", vec!["queso", "3"]),
            ("7up 3M 70%", vec!["7up", "3M", "70", "%"]),
            ("x250g", vec!["x", "250", "g"]),
            ("½ kilo", vec!["½", "kilo"]),
            ("- • 12 ---", vec!["12"]),
            ("1x2x3", vec!["1x2x3"]),
            ("１２ 12²", vec!["１２", "12²"]),
        ] {
            let tokens = order_tokens(text);
            assert_eq!(tokens.iter().map(Token::raw).collect::<Vec<_>>(), raws, "{text}");
        }
        assert!(matches!(order_tokens("１２").as_slice(), [Token::Word { .. }]));
    }
}
