//! Reads a pasted order, such as "12 mermelada calafate, 6 queso fresco", lines of a mail or rows of a spreadsheet: each
//! product that it asks for, with its quantity. A quantity is one that the text says, or none with the reason.

use super::{
    order_numbers::QuantityFault,
    order_quantities::{FoundQuantity, OrderItem, is_label, is_request, read_items},
    order_tokens::{order_tokens, unit},
    query_parser::parse_text,
};
use crate::platform::words::normalize;

/// A product that a pasted order asks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OrderTextLine {
    /// What the text says.
    pub text: String,
    /// The words for the product, with its net content.
    pub words: String,
    /// Units, or why there are none.
    pub quantity: Result<i64, QuantityFault>,
    /// The unit that the text names.
    pub unit: Option<String>,
}

/// Letters of a word that is not shortened.
const MIN_WORD: usize = 4;
/// Heads of the column with the quantities.
const QUANTITY_HEADS: &[&str] =
    &["cantidad", "cantidades", "cant", "qty", "quantity", "unidades", "units", "pedido", "order"];
/// Heads of the columns with the products.
const PRODUCT_HEADS: &[&str] = &[
    "producto",
    "productos",
    "descripcion",
    "detalle",
    "articulo",
    "item",
    "nombre",
    "codigo",
    "product",
    "products",
    "description",
    "name",
    "code",
    "sku",
];

/// The products of an order text, in its order. What asks for nothing, such as a greeting, is left out.
pub fn order_text_lines(text: &str) -> Vec<OrderTextLine> {
    let mut table = None;
    let mut items = Vec::new();
    for line in text.replace('|', "\t").lines() {
        if let Some(head) = TableHead::read(line) {
            table = Some(head);
        } else if let Some(head) = table.as_ref().filter(|head| line.contains(head.separator)) {
            items.push(head.item(line));
        } else if line.contains('\t') {
            items.extend(cell_items(line));
        } else {
            items.extend(join_lone_quantities(segments(without_marker(line)).flat_map(read_items)));
        }
    }
    items.into_iter().filter(names_product).map(OrderTextLine::from).collect()
}

impl From<OrderItem> for OrderTextLine {
    fn from(item: OrderItem) -> Self {
        let quantity = item.quantity();
        let unit = item.found.into_iter().find_map(|found| found.unit);
        Self { text: item.text, words: item.words.join(" "), quantity, unit }
    }
}

fn names_product(item: &OrderItem) -> bool {
    let parsed = parse_text(&item.words.join(" "));
    let names_something = !parsed.terms.is_empty() || !parsed.excluded.is_empty() || !parsed.free_of.is_empty();
    !item.found.is_empty() || names_something && !item.words.iter().all(|word| is_request(word))
}

/// The line without its bullet, its quotation marks of a mail, or its number in a list.
fn without_marker(line: &str) -> &str {
    let line = line.trim_start_matches(|letter: char| letter.is_whitespace() || "-–—•·*>+".contains(letter));
    let figures = line.bytes().take_while(u8::is_ascii_digit).count();
    let after = line.get(figures..).and_then(|rest| rest.strip_prefix(['.', ')'])).unwrap_or_default();
    if matches!(figures, 1..=3) && after.starts_with(char::is_whitespace) { after } else { line }
}

/// The parts of a line between commas, semicolons and other marks that separate what is listed. A comma between figures
/// is that of a number.
fn segments(line: &str) -> impl Iterator<Item = &str> {
    let mut ends = Vec::new();
    let mut before = None;
    for (at, letter) in line.char_indices() {
        let rest = line.get(at..).and_then(|rest| rest.get(letter.len_utf8()..)).unwrap_or_default();
        let next = rest.chars().next();
        let is_figure = |letter: Option<char>| letter.is_some_and(|letter| letter.is_ascii_digit());
        let is_space = |letter: Option<char>| letter.is_none_or(char::is_whitespace);
        let separates = match letter {
            ';' => true,
            ',' => !(is_figure(before) && is_figure(next)),
            ':' => is_space(next) && !line.get(..at).and_then(last_word).is_some_and(is_label),
            '+' => is_space(before) && is_space(next),
            '.' => is_space(next) && line.get(..at).and_then(last_word).is_some_and(ends_sentence),
            _ => false,
        };
        if separates {
            ends.push((at, letter.len_utf8()));
        }
        before = Some(letter);
    }
    let starts = std::iter::once(0).chain(ends.clone().into_iter().map(|(at, length)| at + length));
    let ends = ends.into_iter().map(|(at, _)| at).chain(std::iter::once(line.len()));
    starts.zip(ends).filter_map(|(start, end)| line.get(start..end))
}

/// Whether a point after a word ends a sentence instead of shortening the word.
fn ends_sentence(word: &str) -> bool {
    let word = normalize(word);
    word.chars().all(char::is_alphabetic) && word.chars().count() >= MIN_WORD && unit(&word).is_none()
}

fn last_word(text: &str) -> Option<&str> {
    text.split_whitespace().next_back()
}

/// A part that is a quantity alone belongs to the product before it, or after it where that one has a quantity.
fn join_lone_quantities(items: impl Iterator<Item = OrderItem>) -> Vec<OrderItem> {
    let mut joined: Vec<OrderItem> = Vec::new();
    let mut waiting: Option<OrderItem> = None;
    for item in items {
        if item.words.is_empty() {
            match joined.last_mut().filter(|last| last.found.is_empty()) {
                Some(last) => last.append(item),
                None => match &mut waiting {
                    Some(waiting) => waiting.append(item),
                    None => waiting = Some(item),
                },
            }
        } else if let Some(mut quantity) = waiting.take() {
            quantity.append(item);
            joined.push(quantity);
        } else {
            joined.push(item);
        }
    }
    joined.extend(waiting);
    joined
}

/// The items of a row of cells without known heads. The cells that are numbers hold its quantity.
fn cell_items(line: &str) -> Vec<OrderItem> {
    let cells = line.split('\t').map(str::trim).filter(|cell| !cell.is_empty());
    let cells: Vec<(&str, Option<FoundQuantity>)> = cells.map(|cell| (cell, lone_quantity(cell))).collect();
    let text: Vec<&str> = cells.iter().map(|(cell, _)| *cell).collect();
    if cells.iter().all(|(_, quantity)| quantity.is_none()) {
        return read_items(&text.join(" "));
    }
    let words = cells.iter().filter(|(_, quantity)| quantity.is_none()).flat_map(|(cell, _)| order_tokens(cell));
    let item = OrderItem {
        text: text.join(" "),
        words: words.map(|token| token.raw().to_owned()).collect(),
        found: cells.iter().filter_map(|(_, quantity)| quantity.clone()).collect(),
    };
    vec![item]
}

/// The quantity of a cell that holds nothing else.
fn lone_quantity(cell: &str) -> Option<FoundQuantity> {
    let mut items = read_items(cell);
    let item = items.pop().filter(|item| items.is_empty() && item.words.is_empty())?;
    let [found] = item.found.try_into().ok()?;
    Some(found)
}

/// Which columns of a table hold the quantities and the products.
struct TableHead {
    separator: char,
    quantity: usize,
    products: Vec<usize>,
}

impl TableHead {
    fn read(line: &str) -> Option<Self> {
        ['\t', ';', ','].into_iter().find_map(|separator| {
            let heads: Vec<String> = split_row(line, separator).map(head_word).collect();
            let is_product = |head: &String| PRODUCT_HEADS.contains(&head.as_str());
            let quantity = heads.iter().position(|head| QUANTITY_HEADS.contains(&head.as_str()))?;
            let products: Vec<usize> =
                (0..).zip(&heads).filter(|(_, head)| is_product(head)).map(|(at, _)| at).collect();
            (!products.is_empty()).then_some(Self { separator, quantity, products })
        })
    }

    fn item(&self, line: &str) -> OrderItem {
        let cells: Vec<&str> = split_row(line, self.separator).map(without_quotes).collect();
        let cell = |at: &usize| cells.get(*at).filter(|cell| !cell.is_empty());
        OrderItem {
            text: cells.iter().filter(|cell| !cell.is_empty()).copied().collect::<Vec<_>>().join(" "),
            words: self.products.iter().filter_map(cell).map(|cell| (*cell).to_owned()).collect(),
            found: cell(&self.quantity).and_then(|cell| lone_quantity(cell)).into_iter().collect(),
        }
    }
}

/// The cells of a row; a separator between quotation marks belongs to its cell.
fn split_row(line: &str, separator: char) -> impl Iterator<Item = &str> {
    let mut is_quoted = false;
    line.split(move |letter| {
        is_quoted ^= letter == '"';
        letter == separator && !is_quoted
    })
}

fn without_quotes(cell: &str) -> &str {
    cell.trim().trim_matches('"').trim()
}

fn head_word(cell: &str) -> String {
    normalize(without_quotes(cell)).trim_end_matches(['.', ':']).to_owned()
}

#[cfg(test)]
#[path = "order_text_tests.rs"]
mod tests;
