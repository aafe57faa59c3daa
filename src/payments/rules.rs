//! The laws of recognising money: what a bank line's text and amount say about who paid what. A suggestion is never
//! more than that: a person confirms it.

use entities::values::{Amount, BuyerId, InvoiceId};
use unicode_normalization::UnicodeNormalization;

/// What a bank line says.
#[derive(Clone, Debug)]
pub struct Said {
    /// Reference and counterparty.
    pub text: String,
    /// What was received.
    pub amount: Amount,
}

/// An invoice that is not covered yet.
#[derive(Clone, Debug)]
pub struct Open {
    /// The invoice.
    pub id: InvoiceId,
    /// Its number.
    pub number: i64,
    /// What is open of it.
    pub amount: Amount,
}

/// A buyer who owes something; its invoices come oldest due first.
#[derive(Clone, Debug)]
pub struct Debtor {
    /// The buyer.
    pub buyer_id: BuyerId,
    /// Stable code.
    pub code: String,
    /// What it is called, also in law.
    pub names: Vec<String>,
    /// RUT.
    pub tax_id: Option<String>,
    /// What it owes.
    pub open: Vec<Open>,
}

/// Why a buyer is suggested.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Evidence {
    /// The text names one of its invoices.
    InvoiceNumber,
    /// The text holds its RUT.
    TaxId,
    /// The text holds its name.
    Name,
    /// The amount is what one invoice, or all of them, leave open.
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

/// Who may have paid, and what.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Suggestion {
    /// The buyer.
    pub buyer_id: BuyerId,
    /// Its code.
    pub code: String,
    /// Why.
    pub evidence: Vec<Evidence>,
    /// How the amount would be put to its invoices; what is above stays unallocated.
    pub allocations: Vec<(InvoiceId, Amount)>,
}

/// Suggestions shown for one line.
const SHOWN: usize = 5;

/// Who may have paid, most likely first; equal likelihood by stable code.
pub fn suggest(said: &Said, debtors: &[Debtor]) -> Vec<Suggestion> {
    let words = words(&said.text);
    let mut found: Vec<(u32, Suggestion)> = debtors
        .iter()
        .filter_map(|debtor| {
            let suggestion = look_at(said, &words, debtor)?;
            Some((suggestion.evidence.iter().map(|e| e.weight()).sum(), suggestion))
        })
        .collect();
    found.sort_by(|a, b| b.0.cmp(&a.0).then_with(|| a.1.code.cmp(&b.1.code)));
    found.into_iter().take(SHOWN).map(|(_, suggestion)| suggestion).collect()
}

fn look_at(said: &Said, words: &[String], debtor: &Debtor) -> Option<Suggestion> {
    let mut evidence = Vec::new();
    let named = |open: &&Open| names_number(words, open.number);
    let mut first: Vec<&Open> = debtor.open.iter().filter(named).collect();
    if !first.is_empty() {
        evidence.push(Evidence::InvoiceNumber);
    }
    if debtor.tax_id.as_deref().is_some_and(|rut| holds_tax_id(&said.text, rut)) {
        evidence.push(Evidence::TaxId);
    }
    if debtor.names.iter().any(|name| holds_name(words, name)) {
        evidence.push(Evidence::Name);
    }
    let exact = debtor.open.iter().find(|o| o.amount == said.amount);
    let all: Amount = debtor.open.iter().map(|o| o.amount).sum();
    if exact.is_some() || (all == said.amount && all > Amount::ZERO) {
        evidence.push(Evidence::Amount);
    }
    if evidence.is_empty() {
        return None;
    }
    if first.is_empty() {
        first.extend(exact);
    }
    let allocations = spread(said.amount, &first, &debtor.open);
    Some(Suggestion { buyer_id: debtor.buyer_id, code: debtor.code.clone(), evidence, allocations })
}

/// Puts an amount to `first`, then to the others, each up to what is open of it.
fn spread(amount: Amount, first: &[&Open], all: &[Open]) -> Vec<(InvoiceId, Amount)> {
    let others = all.iter().filter(|o| first.iter().all(|f| f.id != o.id));
    let mut left = amount;
    let mut parts = Vec::new();
    for open in first.iter().copied().chain(others) {
        let part = left.min(open.amount);
        if part > Amount::ZERO {
            parts.push((open.id, part));
            left -= part;
        }
    }
    parts
}

/// The words of a text: letters and digits, upper case, without accents.
fn words(text: &str) -> Vec<String> {
    let plain: String = text.nfd().filter(|c| !('\u{300}'..='\u{36f}').contains(c)).collect::<String>().to_uppercase();
    plain.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()).map(str::to_owned).collect()
}

/// Words that announce a document's number.
const ANNOUNCE: [&str; 10] = ["F", "FACT", "FAC", "FACTURA", "FACTURAS", "N", "NO", "NRO", "NUMERO", "INVOICE"];

/// Whether a text names a number, as in `F-12`, `F12`, `factura 12`, `fact. n.º 12` or `facturas 11, 12`.
fn names_number(words: &[String], number: i64) -> bool {
    let figures = number.to_string();
    let plain = |word: &str| word.trim_start_matches('0') == figures;
    let mut announced = false;
    for word in words {
        let digits = word.bytes().all(|b| b.is_ascii_digit());
        if digits && announced && plain(word) {
            return true;
        }
        let glued = ANNOUNCE.iter().any(|a| word.strip_prefix(a).is_some_and(plain));
        if glued {
            return true;
        }
        // `N.º` leaves `N` and `º`; numbers and `Y` in between belong to the same list.
        announced = ANNOUNCE.contains(&word.as_str()) || (announced && (digits || word == "Y" || word == "º"));
    }
    false
}

/// Whether a text holds a RUT, however it is written: `12.345.678-5`, `12345678-5`, `012345678-5`, `123456785`.
fn holds_tax_id(text: &str, rut: &str) -> bool {
    let bare = |c: char| c.is_ascii_alphanumeric();
    let wanted: String = rut.chars().filter(|c| bare(*c)).collect::<String>().to_uppercase();
    let joined: String = text.to_uppercase().chars().filter(|c| !matches!(c, '.' | '-')).collect();
    wanted.len() >= 7 && joined.split(|c: char| !bare(c)).any(|word| word.trim_start_matches('0') == wanted)
}

/// Words that say what a firm is, not which.
const COMMON: [&str; 19] = [
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

/// Whether a text holds all the telling words of a name.
fn holds_name(text: &[String], name: &str) -> bool {
    let telling: Vec<String> =
        words(name).into_iter().filter(|w| w.chars().count() >= 3 && !COMMON.contains(&w.as_str())).collect();
    !telling.is_empty() && telling.iter().all(|word| text.contains(word))
}

/// References of payouts in a text: `MG` and fourteen letters or digits.
pub fn payout_references(text: &str) -> Vec<String> {
    let is_one = |word: &&str| word.len() == 16 && word.starts_with("MG");
    text.split(|c: char| !c.is_ascii_alphanumeric()).filter(is_one).map(str::to_owned).collect()
}

#[cfg(test)]
#[path = "rules_tests.rs"]
mod tests;
