//! Parses a search text into terms to match, ingredients to exclude and allergens to filter, such as "mermelda",
//! "salmon ahumado", "sin gluten" or "algo dulce para 40". Independent of the engine.

use super::{
    allergens::{allergen_code, leading_allergen},
    query::{MAX_TERMS, MAX_TEXT, SearchQuery},
    tokens::{is_number, is_stop_word, tokenize},
};

/// A parsed search text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ParsedText {
    /// Normalized terms to match, in order.
    pub terms: Vec<String>,
    /// Whether the last term may be incomplete, because the text ends with it.
    pub last_is_prefix: bool,
    /// Codes of excluded allergens.
    pub free_of: Vec<String>,
    /// Normalized ingredients to exclude ("sin azúcar").
    pub excluded_ingredients: Vec<String>,
}

/// Words that negate the allergen or ingredient that follows.
const NEGATIONS: &[&str] = &[
    "sin",
    "without",
    "no",
    "libre",
    "libres",
    "alergico",
    "alergica",
    "alergicos",
    "alergia",
    "intolerante",
    "intolerantes",
    "intolerancia",
    "allergic",
    "allergy",
    "intolerant",
];
/// Words allowed between a negation and its object.
const NEGATION_FILLERS: &[&str] =
    &["de", "del", "a", "al", "la", "las", "el", "los", "to", "any", "contiene", "contenga", "contains"];
/// Words that connect several objects of a negation.
const CONJUNCTIONS: &[&str] = &["ni", "y", "o", "e", "u", "and", "or", "nor"];
/// Words for people who must avoid gluten.
const CELIAC_TERMS: &[&str] =
    &["celiaco", "celiacos", "celiaca", "celiacas", "celiac", "celiacs", "coeliac", "coeliacs"];

/// Parses a text. Ignores what exceeds [`MAX_TEXT`] and [`MAX_TERMS`].
pub fn parse_text(text: &str) -> ParsedText {
    let text: String = text.chars().take(MAX_TEXT).collect();
    let words = tokenize(&text);
    let mut parsed = ParsedText::default();
    let mut ends_with_term = false;
    let mut numbers = Vec::new();
    let mut rest = words.as_slice();
    while let Some((word, after)) = rest.split_first() {
        ends_with_term = false;
        if let Some(after) = parse_exclusion(rest, &mut parsed) {
            rest = after;
            continue;
        }
        rest = after;
        if is_number(word) {
            numbers.push(word.clone());
        } else if !is_stop_word(word) && word.chars().count() > 1 {
            parsed.terms.push(word.clone());
            ends_with_term = true;
        }
    }
    // A number alone is a size or a code; beside words it is a number of guests.
    if parsed.terms.is_empty()
        && parsed.free_of.is_empty()
        && parsed.excluded_ingredients.is_empty()
        && words.len() == numbers.len()
    {
        parsed.terms = numbers;
    }
    parsed.terms.truncate(MAX_TERMS);
    parsed.last_is_prefix = ends_with_term && text.chars().next_back().is_some_and(char::is_alphanumeric);
    parsed
}

/// Parses an exclusion at the start of `words` and returns the words after it; `None` if there is none.
fn parse_exclusion<'a>(words: &'a [String], parsed: &mut ParsedText) -> Option<&'a [String]> {
    let (first, after) = words.split_first()?;
    if CELIAC_TERMS.contains(&first.as_str()) {
        add_unique(&mut parsed.free_of, "gluten");
        return Some(after);
    }
    if let Some((code, length)) = leading_allergen(words) {
        let after = words.get(length..)?;
        if after.first().is_some_and(|next| matches!(next.as_str(), "free" | "libre")) {
            add_unique(&mut parsed.free_of, code);
            return after.get(1..);
        }
    }
    if after.first().is_some_and(|next| next == "free") {
        add_unique(&mut parsed.excluded_ingredients, first);
        return after.get(1..);
    }
    if !NEGATIONS.contains(&first.as_str()) {
        return None;
    }
    let mut rest = parse_excluded_item(after, parsed).unwrap_or(after);
    while let Some((conjunction, after)) = rest.split_first().filter(|(next, _)| CONJUNCTIONS.contains(&next.as_str()))
    {
        // "sin gluten y queso" searches cheese; "sin gluten y leche" and "sin gluten ni azúcar" exclude both.
        if !matches!(conjunction.as_str(), "ni" | "nor") && leading_allergen(after).is_none() {
            break;
        }
        rest = parse_excluded_item(after, parsed).unwrap_or(after);
    }
    Some(rest)
}

/// Parses one allergen or ingredient after a negation.
fn parse_excluded_item<'a>(words: &'a [String], parsed: &mut ParsedText) -> Option<&'a [String]> {
    let fillers = words.iter().take_while(|word| NEGATION_FILLERS.contains(&word.as_str())).count();
    let words = words.get(fillers..)?;
    if let Some((code, length)) = leading_allergen(words) {
        add_unique(&mut parsed.free_of, code);
        return words.get(length..);
    }
    let (ingredient, rest) = words.split_first()?;
    if is_number(ingredient) || is_stop_word(ingredient) {
        return Some(words);
    }
    add_unique(&mut parsed.excluded_ingredients, ingredient);
    Some(rest)
}

/// Codes of the allergens that the query and its text exclude.
pub fn excluded_allergens(query: &SearchQuery, parsed: &ParsedText) -> Vec<String> {
    query.free_of.iter().chain(&parsed.free_of).map(|name| allergen_code(name)).collect()
}

fn add_unique(list: &mut Vec<String>, text: &str) {
    if list.len() < MAX_TERMS && !list.iter().any(|other| other == text) {
        list.push(text.to_owned());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_parsed() {
        for (text, terms, free_of, excluded) in [
            ("algo dulce para 40", vec!["dulce"], vec![], vec![]),
            ("salmón ahumado", vec!["salmon", "ahumado"], vec![], vec![]),
            ("sin gluten", vec![], vec!["gluten"], vec![]),
            ("galletas sin glutten ni lactosa para 12 personas", vec!["galletas"], vec!["gluten", "milk"], vec![]),
            ("gluten-free jam", vec!["jam"], vec!["gluten"], vec![]),
            ("libre de frutos secos", vec![], vec!["nuts"], vec![]),
            ("alérgica al maní", vec![], vec!["peanuts"], vec![]),
            ("pan para celíacos", vec!["pan"], vec!["gluten"], vec![]),
            ("mermelada sin azúcar", vec!["mermelada"], vec![], vec!["azucar"]),
            ("sugar free jam", vec!["jam"], vec![], vec!["sugar"]),
            ("sin gluten y queso", vec!["queso"], vec!["gluten"], vec![]),
            ("pan sin gluten ni azúcar", vec!["pan"], vec!["gluten"], vec!["azucar"]),
            ("leche", vec!["leche"], vec![], vec![]),
            ("500", vec!["500"], vec![], vec![]),
            ("sin", vec![], vec![], vec![]),
            ("", vec![], vec![], vec![]),
        ] {
            let parsed = parse_text(text);
            assert_eq!(
                (parsed.terms, parsed.free_of, parsed.excluded_ingredients),
                (owned(terms), owned(free_of), owned(excluded)),
                "{text}"
            );
        }
    }

    #[test]
    fn the_last_term_may_be_a_prefix() {
        assert!(parse_text("mermelada cal").last_is_prefix);
        assert!(!parse_text("mermelada cal ").last_is_prefix);
        assert!(!parse_text("mermelada para 40").last_is_prefix);
        assert_eq!(parse_text(&"miel ".repeat(500)).terms.len(), MAX_TERMS);
    }

    fn owned(words: Vec<&str>) -> Vec<String> {
        words.into_iter().map(str::to_owned).collect()
    }
}
