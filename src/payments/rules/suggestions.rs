//! Which buyers may have paid a bank line, by its text and amount. A suggestion books nothing: a person confirms it.

use entities::values::{Amount, BuyerId, InvoiceId};
use unicode_normalization::UnicodeNormalization;

/// The text and the amount of a bank line.
#[derive(Clone, Debug)]
pub struct ParsedBankLine {
    /// Reference and counterparty.
    pub text: String,
    /// What was received.
    pub amount: Amount,
}

/// An invoice that is not fully paid.
#[derive(Clone, Debug)]
pub struct OpenInvoice {
    /// Its id.
    pub id: InvoiceId,
    /// Its number.
    pub number: i64,
    /// What remains to be paid of it.
    pub open: Amount,
}

/// A buyer with unpaid invoices.
#[derive(Clone, Debug)]
pub struct Debtor {
    /// The buyer.
    pub buyer_id: BuyerId,
    /// Stable code.
    pub code: String,
    /// Its name and its legal name.
    pub names: Vec<String>,
    /// RUT.
    pub tax_id: Option<String>,
    /// Its unpaid invoices, the first due first.
    pub invoices: Vec<OpenInvoice>,
}

/// Why a buyer is suggested.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Evidence {
    /// The text contains the number of one of its invoices.
    InvoiceNumber,
    /// The text contains its RUT.
    TaxId,
    /// The text contains its name.
    Name,
    /// The amount is what remains to be paid of one invoice, or of all of them.
    Amount,
}

impl Evidence {
    fn weight(self) -> u32 {
        match self {
            Self::InvoiceNumber => 60,
            Self::TaxId => 50,
            Self::Name => 30,
            Self::Amount => 25,
        }
    }
}

/// A buyer who may have paid, and the invoices that the amount would pay.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Suggestion {
    /// The buyer.
    pub buyer_id: BuyerId,
    /// Its code.
    pub code: String,
    /// Why it is suggested.
    pub evidence: Vec<Evidence>,
    /// The parts of the amount by invoice; what exceeds the invoices is in none.
    pub allocations: Vec<SuggestedAllocation>,
}

/// The part of the amount that would pay one invoice.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SuggestedAllocation {
    /// The invoice.
    pub invoice_id: InvoiceId,
    /// More than zero.
    pub amount: Amount,
}

/// Suggestions for one line.
const MAX_SUGGESTIONS: usize = 5;

/// The buyers who may have paid `line`, the most likely first; equally likely ones by their code.
pub fn suggest_buyers(line: &ParsedBankLine, debtors: &[Debtor]) -> Vec<Suggestion> {
    let words = words(&line.text);
    let mut suggestions: Vec<Suggestion> =
        debtors.iter().filter_map(|debtor| suggest_buyer(line, &words, debtor)).collect();
    let weight = |suggestion: &Suggestion| suggestion.evidence.iter().map(|evidence| evidence.weight()).sum::<u32>();
    suggestions.sort_by(|a, b| weight(b).cmp(&weight(a)).then_with(|| a.code.cmp(&b.code)));
    suggestions.truncate(MAX_SUGGESTIONS);
    suggestions
}

fn suggest_buyer(line: &ParsedBankLine, words: &[String], debtor: &Debtor) -> Option<Suggestion> {
    let mut evidence = Vec::new();
    let is_named = |invoice: &&OpenInvoice| contains_number(words, invoice.number);
    let mut first: Vec<&OpenInvoice> = debtor.invoices.iter().filter(is_named).collect();
    if !first.is_empty() {
        evidence.push(Evidence::InvoiceNumber);
    }
    if debtor.tax_id.as_deref().is_some_and(|rut| contains_tax_id(&line.text, rut)) {
        evidence.push(Evidence::TaxId);
    }
    if debtor.names.iter().any(|name| contains_name(words, name)) {
        evidence.push(Evidence::Name);
    }
    let exact = debtor.invoices.iter().find(|invoice| invoice.open == line.amount);
    let total: Amount = debtor.invoices.iter().map(|invoice| invoice.open).sum();
    if exact.is_some() || (total == line.amount && total > Amount::ZERO) {
        evidence.push(Evidence::Amount);
    }
    if evidence.is_empty() {
        return None;
    }
    if first.is_empty() {
        first.extend(exact);
    }
    let allocations = allocate(line.amount, &first, &debtor.invoices);
    Some(Suggestion { buyer_id: debtor.buyer_id, code: debtor.code.clone(), evidence, allocations })
}

/// Allocates an amount to the invoices of `first`, then to the others of `all`, up to what is open of each.
fn allocate(amount: Amount, first: &[&OpenInvoice], all: &[OpenInvoice]) -> Vec<SuggestedAllocation> {
    let others = all.iter().filter(|other| first.iter().all(|invoice| invoice.id != other.id));
    let mut remaining = amount;
    let mut allocations = Vec::new();
    for invoice in first.iter().copied().chain(others) {
        let amount = remaining.min(invoice.open);
        if amount > Amount::ZERO {
            allocations.push(SuggestedAllocation { invoice_id: invoice.id, amount });
            remaining -= amount;
        }
    }
    allocations
}

/// The words of a text: letters and digits, upper case, without accents.
fn words(text: &str) -> Vec<String> {
    // The compatible decomposition also makes `Nº` to `NO`.
    let plain: String = text.nfkd().filter(|c| !('\u{300}'..='\u{36f}').contains(c)).collect::<String>().to_uppercase();
    let plain = join_thousands(&plain);
    plain.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()).map(str::to_owned).collect()
}

/// A text without the points in its numbers: `1.200` is one number, and `11.12` is none.
fn join_thousands(text: &str) -> String {
    let mut joined = String::with_capacity(text.len());
    let mut parts = text.split('.').peekable();
    while let Some(part) = parts.next() {
        joined.push_str(part);
        let Some(next) = parts.peek() else { break };
        let before = part.bytes().rev().take_while(u8::is_ascii_digit).count();
        let after = next.bytes().take_while(u8::is_ascii_digit).count();
        if !((1..=3).contains(&before) && after == 3) {
            joined.push('.');
        }
    }
    joined
}

/// Words that precede the number of a document.
const NUMBER_PREFIXES: [&str; 24] = [
    "F",
    "FE",
    "FACT",
    "FAC",
    "FACTURA",
    "FACTURAS",
    "FACTS",
    "FCT",
    "FRA",
    "FOLIO",
    "FOLIOS",
    "FOL",
    "DOC",
    "DOCTO",
    "DOCUMENTO",
    "DTE",
    "N",
    "NO",
    "NRO",
    "NUM",
    "NUMERO",
    "INV",
    "INVOICE",
    "INVOICES",
];

/// Words between a prefix and its number, as in `factura electrónica n.º 12`, and between the numbers of a list.
const NUMBER_CONNECTORS: [&str; 13] =
    ["Y", "E", "AND", "O", "ELECTRONICA", "ELECTRONICAS", "ELECTR", "ELECT", "ELEC", "EL", "EXENTA", "AFECTA", "VENTA"];

/// Whether a text contains the number of a document, as in `F-12`, `F12`, `factura 12`, `fact. n.º 12`, `folio 12`,
/// `factura electrónica 12` or `facturas 11, 12`.
fn contains_number(words: &[String], number: i64) -> bool {
    let figures = number.to_string();
    let is_number = |word: &str| word.trim_start_matches('0') == figures;
    let mut in_list = false;
    for word in words {
        let is_digits = word.bytes().all(|b| b.is_ascii_digit());
        if is_digits && in_list && is_number(word) {
            return true;
        }
        let without_prefix = |word: &str, ends: &dyn Fn(&str) -> bool| {
            NUMBER_PREFIXES.iter().any(|prefix| word.strip_prefix(prefix).is_some_and(ends))
        };
        // `F12`, and `FACTN12`, where nothing stands between.
        if without_prefix(word, &is_number) || without_prefix(word, &|rest| without_prefix(rest, &is_number)) {
            return true;
        }
        // `N.º` is split into `N` and `O`.
        let continues = in_list && (is_digits || NUMBER_CONNECTORS.contains(&word.as_str()));
        in_list = continues || NUMBER_PREFIXES.contains(&word.as_str());
    }
    false
}

/// Whether a text contains a RUT in any of its spellings: `12.345.678-5`, `12345678-5`, `012345678-5`, `123456785`.
fn contains_tax_id(text: &str, rut: &str) -> bool {
    let is_plain = |c: char| c.is_ascii_alphanumeric();
    let plain: String = rut.chars().filter(|c| is_plain(*c)).collect::<String>().to_uppercase();
    let joined: String = text.to_uppercase().chars().filter(|c| !matches!(c, '.' | '-')).collect();
    plain.len() >= 7 && joined.split(|c: char| !is_plain(c)).any(|word| word.trim_start_matches('0') == plain)
}

/// Words that many names of firms share, so that they identify none.
const COMMON_WORDS: [&str; 19] = [
    "LTDA",
    "LIMITADA",
    "SPA",
    "EIRL",
    "SOCIEDAD",
    "COMERCIAL",
    "SERVICIOS",
    "TURISMO",
    "HOTEL",
    "LODGE",
    "RESTAURANT",
    "RESTAURANTE",
    "TRANSFERENCIA",
    "EMPRESA",
    "COMPANIA",
    "CHILE",
    "DEL",
    "LAS",
    "LOS",
];

/// Whether a text names somebody.
pub fn mentions_name(text: &str, name: &str) -> bool {
    contains_name(&words(text), name)
}

/// Whether a text contains all words of a name that have at least three characters and are not common.
fn contains_name(text: &[String], name: &str) -> bool {
    let distinctive: Vec<String> =
        words(name).into_iter().filter(|w| w.chars().count() >= 3 && !COMMON_WORDS.contains(&w.as_str())).collect();
    !distinctive.is_empty() && distinctive.iter().all(|word| text.contains(word))
}

#[cfg(test)]
#[path = "suggestions_tests.rs"]
mod tests;
