//! Finds the quantities in a part of a pasted order: before a product, after it, or with a unit anywhere.

use super::{
    order_numbers::{Amount, QuantityFault, is_article, needs_unit},
    order_tokens::{Token, Unit, leading_amount, order_tokens},
    tokens::is_stop_word,
};
use crate::platform::words::normalize;

/// A quantity that a text says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FoundQuantity {
    /// Units.
    pub amount: Amount,
    /// The unit, as written.
    pub unit: Option<String>,
    /// Whether the unit is a pack of unknown size.
    pub is_pack: bool,
}

/// A product of a text, before it is known which product it is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct OrderItem {
    /// What the text says.
    pub text: String,
    /// The words for the product.
    pub words: Vec<String>,
    /// The numbers that may be its quantity.
    pub found: Vec<FoundQuantity>,
}

/// Words of a request, which name no product.
const REQUESTS: &str = "hola hello pedido enviar envie envien mandar manden mandenos favor please send order necesitamos \
    agregar add buenas buenos dias tardes noches estimada estimado estimados saludos gracias atentamente atte thanks \
    regards";
/// Words that name the quantity after them.
const LABELS: &str = "cant cantidad qty quantity";
/// Words between two products.
const CONJUNCTIONS: &str = "y e and mas plus";
/// The years that a number at the end may be, of a vintage.
const YEARS: std::ops::RangeInclusive<i64> = 1900..=2099;

impl OrderItem {
    /// The units of the item.
    ///
    /// # Errors
    /// Why it has none.
    pub fn quantity(&self) -> Result<i64, QuantityFault> {
        let first = self.found.first().ok_or(QuantityFault::Missing)?;
        if self.found.iter().any(|found| found.amount.units() != first.amount.units()) {
            return Err(QuantityFault::Ambiguous);
        }
        if self.found.iter().any(|found| found.is_pack) {
            return Err(QuantityFault::Packs);
        }
        first.amount.units()
    }

    /// Adds what follows the item.
    pub fn append(&mut self, next: Self) {
        self.text = format!("{} {}", self.text, next.text);
        self.words.extend(next.words);
        self.found.extend(next.found);
    }
}

/// The items of a part of an order text; several where conjunctions or quantities separate them.
pub fn read_items(text: &str) -> Vec<OrderItem> {
    let tokens = order_tokens(text);
    let mut reader = ItemReader::default();
    let mut at = 0;
    while let Some(rest) = tokens.get(at..).filter(|rest| !rest.is_empty()) {
        at += reader.read(rest).clamp(1, rest.len());
    }
    reader.end_item();
    let mut items = reader.items;
    // The text of a single item is as it was pasted.
    if let [item] = items.as_mut_slice() {
        item.text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    }
    items
}

#[derive(Default)]
struct ItemReader {
    items: Vec<OrderItem>,
    item: OrderItem,
    /// Whether the item begins with a number, which may be that of a net content.
    begins_with_number: bool,
    /// Whether the last thing read was a quantity after the words of its product.
    is_complete: bool,
}

impl ItemReader {
    /// Reads the beginning of `rest` and returns the number of its tokens.
    fn read(&mut self, rest: &[Token]) -> usize {
        if self.ends_at(rest) {
            self.end_item();
            return 1;
        }
        self.begins_with_number |= self.item.text.is_empty() && leading_amount(rest).is_some();
        self.is_complete = false;
        let used = self.read_factor(rest).or_else(|| self.read_number(rest)).or_else(|| self.read_multiplier(rest));
        let used = used.unwrap_or_else(|| {
            self.keep(rest, 1);
            1
        });
        let text: Vec<&str> = rest.iter().take(used).map(Token::raw).collect();
        if !self.item.text.is_empty() {
            self.item.text.push(' ');
        }
        self.item.text.push_str(&text.join(" "));
        used
    }

    /// `x 12`, which is a quantity unless it is a net content.
    fn read_factor(&mut self, rest: &[Token]) -> Option<usize> {
        let (Token::Times { .. }, after) = rest.split_first()? else { return None };
        let Some((amount, used)) = leading_amount(after) else { return Some(1) };
        match after.get(used).and_then(Token::unit) {
            Some(Unit::Measure | Unit::Attribute) => Some(1),
            Some(Unit::Money) => Some(used + 2),
            unit => Some(1 + self.take_quantity(amount, after, used, unit)),
        }
    }

    fn read_number(&mut self, rest: &[Token]) -> Option<usize> {
        let (amount, used) = leading_amount(rest)?;
        let after = rest.get(used..)?;
        let next = after.first();
        let word = rest.first().and_then(Token::word);
        match next.and_then(Token::unit) {
            Some(Unit::Measure | Unit::Attribute) => {
                self.keep(rest, used + 1);
                return Some(used + 1);
            }
            Some(Unit::Money) => return Some(used + 1),
            Some(unit) => {
                if self.is_leading() {
                    self.remove_request(false);
                }
                return Some(self.take_quantity(amount, rest, used, Some(unit)));
            }
            None if word.is_some_and(needs_unit) => return None,
            None => {}
        }
        if matches!(next, Some(Token::Times { .. })) {
            return Some(self.take_multiplied(amount, rest, used));
        }
        let is_labelled = self.item.words.last().is_some_and(|word| is_label(word));
        if self.is_leading() || is_labelled {
            self.remove_request(is_labelled);
            return Some(self.take_quantity(amount, rest, used, None));
        }
        // A number right after a quantity leaves unclear which of them it is.
        if self.item.words.is_empty() {
            return Some(self.take_quantity(amount, rest, used, None));
        }
        // An article is a number only at the beginning.
        if word.is_some_and(is_article) {
            return None;
        }
        let is_year = matches!(amount, Amount::Exact { numerator, denominator: 1 } if YEARS.contains(&numerator));
        let is_last = after.iter().all(|token| token.word().is_some_and(is_request))
            || next.and_then(Token::word).is_some_and(|word| is_in(CONJUNCTIONS, word));
        // In a list without commas it begins the next product.
        let begins_next = word.is_none() && !is_last && self.begins_with_quantity();
        if begins_next && !is_year {
            self.end_item();
        }
        if (is_last || begins_next) && !is_year {
            return Some(self.take_quantity(amount, rest, used, None));
        }
        self.keep(rest, used);
        Some(used)
    }

    /// `docena de huevos`, without a number.
    fn read_multiplier(&mut self, rest: &[Token]) -> Option<usize> {
        let Some(Unit::Multiplier(_)) = rest.first()?.unit().filter(|_| self.is_leading()) else { return None };
        self.remove_request(false);
        Some(self.take_quantity(Amount::whole(1), rest, 0, rest.first()?.unit()))
    }

    /// Takes the quantity of the `used` first tokens, with the unit after them.
    fn take_quantity(&mut self, amount: Amount, rest: &[Token], used: usize, unit: Option<Unit>) -> usize {
        let mut found = FoundQuantity { amount, unit: None, is_pack: unit == Some(Unit::Pack) };
        let mut used = used;
        if matches!(unit, Some(Unit::Piece | Unit::Pack | Unit::Multiplier(_))) {
            found.unit = rest.get(used).map(|token| token.raw().to_owned());
            used += 1;
        }
        if let Some(Unit::Multiplier(factor)) = unit {
            found.amount = amount.times(factor);
            let more: Vec<&str> = rest.iter().skip(used).take(3).map_while(Token::word).collect();
            let half = match more.as_slice() {
                ["y", "media" | "medio", ..] => 2,
                ["and", "a", "half"] => 3,
                _ => 0,
            };
            if half > 0 {
                found.amount = found.amount.plus(factor / 2);
                used += half;
            }
        }
        let link =
            |at: usize| usize::from(rest.get(at).and_then(Token::word).is_some_and(|word| matches!(word, "de" | "of")));
        if found.unit.is_some() {
            used += link(used);
        }
        // `una docena de frascos de`.
        if matches!(unit, Some(Unit::Multiplier(_))) && rest.get(used).and_then(Token::unit) == Some(Unit::Piece) {
            used += 1;
            used += link(used);
        }
        self.is_complete = !self.item.words.is_empty();
        self.item.found.push(found);
        used
    }

    /// `12 x mermelada`, `12 x 250 g`, or `12 x 6`, of which it cannot be told which is the quantity.
    fn take_multiplied(&mut self, amount: Amount, rest: &[Token], used: usize) -> usize {
        if self.is_leading() {
            self.remove_request(false);
        }
        self.item.found.push(FoundQuantity { amount, unit: None, is_pack: false });
        let after = rest.get(used + 1..).unwrap_or_default();
        match leading_amount(after) {
            Some((second, more)) if after.get(more).and_then(Token::unit) != Some(Unit::Measure) => {
                self.item.found.push(FoundQuantity { amount: second, unit: None, is_pack: false });
                // `12 x 12` is no clearer than `12 x 6`.
                self.item.found.push(FoundQuantity { amount: Amount::Unclear, unit: None, is_pack: false });
                used + 1 + more
            }
            _ => used + 1,
        }
    }

    /// Whether nothing but a request was read of the item.
    fn is_leading(&self) -> bool {
        self.item.found.is_empty() && self.item.words.iter().all(|word| is_request(word))
    }

    /// Whether the item has a quantity, and after it words.
    fn begins_with_quantity(&self) -> bool {
        !self.item.found.is_empty() && !self.item.words.is_empty()
    }

    /// Whether a conjunction between two products begins `rest`.
    fn ends_at(&self, rest: &[Token]) -> bool {
        let is_conjunction = rest.first().and_then(Token::word).is_some_and(|word| is_in(CONJUNCTIONS, word));
        let after = rest.get(1..).unwrap_or_default();
        let begins = !self.item.words.is_empty() && (!self.item.found.is_empty() || self.begins_with_number);
        is_conjunction && (self.is_complete || begins && leading_amount(after).is_some())
    }

    /// Removes the words before a quantity that name no product.
    fn remove_request(&mut self, is_labelled: bool) {
        if is_labelled {
            self.item.words.pop();
        } else {
            self.item.words.clear();
        }
    }

    fn keep(&mut self, rest: &[Token], count: usize) {
        self.item.words.extend(rest.iter().take(count).map(|token| token.raw().to_owned()));
    }

    fn end_item(&mut self) {
        let item = std::mem::take(&mut self.item);
        self.begins_with_number = false;
        self.is_complete = false;
        if !item.words.is_empty() || !item.found.is_empty() {
            self.items.push(item);
        }
    }
}

/// Whether a word, such as "please", names no product.
pub fn is_request(word: &str) -> bool {
    let word = normalize(word);
    is_stop_word(&word) || is_in(REQUESTS, &word)
}

/// Whether a word names the quantity after it.
pub fn is_label(word: &str) -> bool {
    is_in(LABELS, &normalize(word))
}

fn is_in(words: &str, word: &str) -> bool {
    words.split_whitespace().any(|known| known == word)
}
