//! Parses a search text into terms to match, words to exclude, allergens to filter and sizes, such as "mermelda",
//! "salmon ahumado", "sin gluten", "miel -ulmo 500g" or "algo dulce para 40". Independent of the engine.

use std::collections::BTreeSet;

use entities::values::Allergen;

use super::{
    allergens::leading_allergen,
    lexer::{Dash, Token, tokens},
    query::{MAX_TERMS, MAX_TEXT, SearchQuery},
    sizes::{Size, leading_size},
    tokens::{is_number, is_stop_word},
};

/// A parsed search text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ParsedText {
    /// Normalized terms to match, in order.
    pub terms: Vec<String>,
    /// Those of the terms that ask for anything of a theme, as in "algo dulce".
    pub themes: BTreeSet<String>,
    /// Whether the last term may be incomplete, because the text ends with it.
    pub last_is_prefix: bool,
    /// Excluded allergens.
    pub free_of: Vec<Allergen>,
    /// What else is excluded.
    pub excluded: Vec<Exclusion>,
    /// Net contents.
    pub sizes: Vec<Size>,
    /// What seems to exclude something and does not say what.
    pub not_understood: Vec<String>,
}

/// Normalized words to exclude: of a product that has all of them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Exclusion {
    /// The words; one, unless they were a phrase in quotes.
    pub words: Vec<String>,
}

/// Words that negate the allergen or ingredient that follows.
const NEGATIONS: &[&str] = &[
    "sin",
    "without",
    "no",
    "not",
    "non",
    "cero",
    "zero",
    "excepto",
    "except",
    "salvo",
    "menos",
    "minus",
    "excluir",
    "excluye",
    "exclude",
    "evitar",
    "avoid",
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
/// Negations that say nothing else, so that one without an object was not understood.
const PURE_NEGATIONS: &[&str] = &["sin", "without", "excepto", "except", "salvo", "excluir", "exclude"];
/// Words allowed between a negation and its object.
const NEGATION_FILLERS: &[&str] = &[
    "de",
    "del",
    "a",
    "al",
    "la",
    "las",
    "el",
    "los",
    "to",
    "any",
    "contiene",
    "contenga",
    "contengan",
    "contains",
    "nada",
    "trazas",
    "traces",
    "of",
    "sea",
    "sean",
    "tenga",
    "tengan",
    "lleve",
    "lleven",
    "muy",
    "tan",
    "added",
    "ningun",
    "ninguna",
    "un",
    "una",
    "0",
];
/// Words after an excluded ingredient that belong to it: "sin azúcar añadida".
const ADDED: &[&str] = &["anadida", "anadido", "anadidas", "anadidos", "agregada", "agregado", "adicionada", "added"];
/// Words that connect several objects of a negation.
const CONJUNCTIONS: &[&str] = &["ni", "y", "o", "e", "u", "and", "or", "nor"];
/// Words that ask for anything of the theme that follows.
const VAGUE: &[&str] = &["algo", "cosa", "cosas", "something", "anything"];
/// Words for people who must avoid gluten.
const CELIAC_TERMS: &[&str] =
    &["celiaco", "celiacos", "celiaca", "celiacas", "celiac", "celiacs", "coeliac", "coeliacs"];

/// Parses a text. Ignores what exceeds [`MAX_TEXT`] and [`MAX_TERMS`].
pub fn parse_text(text: &str) -> ParsedText {
    let text: String = text.chars().take(MAX_TEXT).collect();
    let tokens = tokens(&text);
    let words: Vec<String> = tokens.iter().map(|token| token.word.clone()).collect();
    let mut parsed = ParsedText::default();
    let mut ends_with_term = false;
    let mut numbers = Vec::new();
    let mut place = 0;
    while let (Some(token), Some(rest)) = (tokens.get(place), words.get(place..)) {
        ends_with_term = false;
        let tail = tokens.get(place..).unwrap_or_default();
        if let Some(used) = parse_dash(tail, &mut parsed) {
            place += used;
        } else if let Some((size, used)) = leading_size(tail) {
            parsed.sizes.extend(size);
            place += used;
        } else if NEGATIONS.contains(&token.word.as_str()) && tail.get(1..).and_then(leading_size).is_some() {
            // A size excludes nothing.
            add_unique(&mut parsed.not_understood, token.word.clone());
            place += 1;
        } else if let Some(after) = parse_exclusion(rest, &mut parsed) {
            place = words.len() - after.len();
        } else {
            place += 1;
            let word = &token.word;
            if is_number(word) {
                numbers.push(word.clone());
            } else if !is_stop_word(word) && word.chars().count() > 1 {
                if place.checked_sub(2).and_then(|before| words.get(before)).is_some_and(|word| is_vague(word)) {
                    parsed.themes.insert(word.clone());
                }
                parsed.terms.push(word.clone());
                ends_with_term = true;
            }
        }
    }
    // A number alone is a code; beside words it is a number of guests.
    if words.len() == numbers.len() {
        parsed.terms = numbers;
    }
    parsed.terms.truncate(MAX_TERMS);
    parsed.last_is_prefix = ends_with_term && text.chars().next_back().is_some_and(char::is_alphanumeric);
    parsed
}

fn is_vague(word: &str) -> bool {
    VAGUE.contains(&word)
}

/// Parses `-ulmo` or `-"miel de ulmo"` at the start of `tokens` and returns the number of its tokens.
fn parse_dash(tokens: &[Token], parsed: &mut ParsedText) -> Option<usize> {
    let (first, after) = tokens.split_first()?;
    match first.dash()? {
        Dash::Unclear => {
            // Whether it is wanted or not cannot be told, so it is neither.
            add_unique(&mut parsed.not_understood, format!("- {}", first.word));
            Some(1)
        }
        Dash::Excludes => {
            let words: Vec<String> = tokens.iter().map(|token| token.word.clone()).collect();
            // "-sin azúcar" excludes as "sin azúcar" does.
            if NEGATIONS.contains(&first.word.as_str()) {
                return None;
            }
            let rest = parse_excluded_item(&words, parsed)?;
            Some(words.len() - rest.len())
        }
        Dash::ExcludesPhrase => {
            let length = 1 + after.iter().take_while(|token| !token.closes_phrase()).count();
            let phrase = tokens.iter().take(length).map(|token| token.word.clone());
            let words: Vec<String> = phrase.filter(|word| !is_stop_word(word)).collect();
            if !words.is_empty() {
                add_unique(&mut parsed.excluded, Exclusion { words });
            }
            Some(length)
        }
    }
}

/// The words that an exclusion at the start of a product's text denies, and the words after it.
pub fn leading_exclusion(words: &[String]) -> Option<(Vec<Exclusion>, &[String])> {
    let mut parsed = ParsedText::default();
    let after = parse_exclusion(words, &mut parsed)?;
    Some((parsed.excluded, after))
}

/// Parses an exclusion at the start of `words` and returns the words after it; `None` if there is none.
fn parse_exclusion<'a>(words: &'a [String], parsed: &mut ParsedText) -> Option<&'a [String]> {
    let (first, after) = words.split_first()?;
    if CELIAC_TERMS.contains(&first.as_str()) {
        add_unique(&mut parsed.free_of, Allergen::Gluten);
        return Some(after);
    }
    let ends_free = |after: &[String]| {
        after.first().is_some_and(|next| next == "free") && after.get(1).is_none_or(|next| next != "range")
    };
    if let Some(name) = leading_allergen(words) {
        let after = words.get(name.words..)?;
        if ends_free(after) || after.first().is_some_and(|next| next == "libre") {
            name.allergens.iter().for_each(|allergen| add_unique(&mut parsed.free_of, *allergen));
            return after.get(1..);
        }
    }
    if ends_free(after) {
        add_unique(&mut parsed.excluded, Exclusion { words: vec![first.clone()] });
        return after.get(1..);
    }
    let is_zero = is_number(first) && first.bytes().all(|digit| digit == b'0');
    if !NEGATIONS.contains(&first.as_str()) && !is_zero {
        return None;
    }
    let item = parse_excluded_item(after, parsed);
    if item.is_none() && PURE_NEGATIONS.contains(&first.as_str()) {
        add_unique(&mut parsed.not_understood, first.clone());
    }
    let mut rest = item.unwrap_or(after);
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

/// Parses one allergen or ingredient after a negation; `None` if there is none.
fn parse_excluded_item<'a>(words: &'a [String], parsed: &mut ParsedText) -> Option<&'a [String]> {
    let fillers = words.iter().take_while(|word| NEGATION_FILLERS.contains(&word.as_str())).count();
    let words = words.get(fillers..)?;
    let (first, rest) = words.split_first()?;
    if let Some(name) = leading_allergen(words) {
        name.allergens.iter().for_each(|allergen| add_unique(&mut parsed.free_of, *allergen));
        let named = words.get(..name.words)?;
        if name.is_food {
            let content = named.iter().filter(|word| !is_stop_word(word)).cloned();
            add_unique(&mut parsed.excluded, Exclusion { words: content.collect() });
        }
        return words.get(name.words..);
    }
    if is_number(first) || is_stop_word(first) {
        return None;
    }
    add_unique(&mut parsed.excluded, Exclusion { words: vec![first.clone()] });
    let added = rest.first().is_some_and(|next| ADDED.contains(&next.as_str()));
    rest.get(usize::from(added)..)
}

/// The allergens that the query and its text exclude.
pub fn excluded_allergens(query: &SearchQuery, parsed: &ParsedText) -> Vec<Allergen> {
    query.free_of.iter().chain(&parsed.free_of).copied().collect()
}

fn add_unique<T: PartialEq>(list: &mut Vec<T>, item: T) {
    if list.len() < MAX_TERMS && !list.contains(&item) {
        list.push(item);
    }
}

#[cfg(test)]
mod tests {
    use Allergen::{Gluten, Milk, Nuts, Peanuts};
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn texts_are_parsed() {
        for (text, terms, free_of, excluded) in [
            ("algo dulce para 40", vec!["dulce"], vec![], vec![]),
            ("salmón ahumado", vec!["salmon", "ahumado"], vec![], vec![]),
            ("sin gluten", vec![], vec![Gluten], vec![]),
            ("galletas sin glutten ni lactosa para 12 personas", vec!["galletas"], vec![Gluten, Milk], vec![]),
            ("gluten-free jam", vec!["jam"], vec![Gluten], vec![]),
            ("libre de frutos secos", vec![], vec![Nuts], vec![]),
            ("alérgica al maní", vec![], vec![Peanuts], vec![]),
            ("pan para celíacos", vec!["pan"], vec![Gluten], vec![]),
            ("mermelada sin azúcar añadida", vec!["mermelada"], vec![], vec!["azucar"]),
            ("sugar free jam", vec!["jam"], vec![], vec!["sugar"]),
            ("free range eggs", vec!["free", "range", "eggs"], vec![], vec![]),
            ("eggs free range", vec!["eggs", "free", "range"], vec![], vec![]),
            ("sin gluten y queso", vec!["queso"], vec![Gluten], vec![]),
            ("pan sin gluten ni azúcar", vec!["pan"], vec![Gluten], vec!["azucar"]),
            ("miel -ulmo", vec!["miel"], vec![], vec!["ulmo"]),
            ("-ulmo miel", vec!["miel"], vec![], vec!["ulmo"]),
            ("miel menos ulmo", vec!["miel"], vec![], vec!["ulmo"]),
            ("miel que no sea de ulmo", vec!["miel"], vec![], vec!["ulmo"]),
            ("miel -\"miel de ulmo\" tiaca", vec!["miel", "tiaca"], vec![], vec!["miel ulmo"]),
            ("galletas -leche", vec!["galletas"], vec![Milk], vec![]),
            ("sin alcohol", vec![], vec![], vec!["alcohol"]),
            ("0% alcohol", vec![], vec![], vec!["alcohol"]),
            ("non alcoholic", vec![], vec![], vec!["alcoholic"]),
            ("sin trazas de almendra", vec![], vec![Nuts], vec!["almendra"]),
            ("leche", vec!["leche"], vec![], vec![]),
            ("MER-02", vec!["mer"], vec![], vec![]),
            ("mermelada 250 gr", vec!["mermelada"], vec![], vec![]),
            ("500g", vec![], vec![], vec![]),
            ("1 kg", vec![], vec![], vec![]),
            ("miel de 1/2 kilo", vec!["miel"], vec![], vec![]),
            ("miel menos de 500 g", vec!["miel"], vec![], vec![]),
            ("500", vec!["500"], vec![], vec![]),
            ("sin", vec![], vec![], vec![]),
            ("", vec![], vec![], vec![]),
        ] {
            let parsed = parse_text(text);
            let excluded: Vec<_> = excluded.into_iter().map(str::to_owned).collect();
            let words: Vec<_> = parsed.excluded.iter().map(|exclusion| exclusion.words.join(" ")).collect();
            assert_eq!((parsed.terms, parsed.free_of, words), (owned(terms), free_of, excluded), "{text}");
        }
    }

    #[test]
    fn an_exclusion_without_an_object_is_not_understood() {
        for (text, said) in [
            ("miel sin", vec!["sin"]),
            ("miel sin 500 g", vec!["sin"]),
            ("miel - ulmo", vec!["- ulmo"]),
            ("miel -ulmo", vec![]),
        ] {
            assert_eq!(parse_text(text).not_understood, owned(said), "{text}");
        }
        // What was not understood is not searched for either.
        assert_eq!(parse_text("miel - ulmo ").terms, parse_text("miel ").terms);
    }

    #[test]
    fn the_last_term_may_be_a_prefix() {
        assert!(parse_text("mermelada cal").last_is_prefix);
        assert!(!parse_text("mermelada cal ").last_is_prefix);
        assert!(!parse_text("mermelada para 40").last_is_prefix);
        assert!(!parse_text("mermelada 500g").last_is_prefix);
        assert_eq!(parse_text(&"miel ".repeat(500)).terms.len(), MAX_TERMS);
    }

    proptest! {
        #[test]
        fn a_size_changes_no_term_and_excludes_nothing(
            words in "[a-zñáé]{2,9}( [a-zñáé]{2,9}){0,3}", amount in 1_u32..5_000, space in " ?",
            unit in "(g|gr|grs|kg|kilos|ml|cc|l|lt|litros)"
        ) {
            let (plain, sized) = (parse_text(&format!("{words} ")), parse_text(&format!("{words} {amount}{space}{unit}")));
            prop_assert_eq!(plain.terms, sized.terms);
            prop_assert_eq!(plain.excluded, sized.excluded);
        }

        #[test]
        fn any_text_is_parsed(text in "\\PC{0,80}") {
            prop_assert!(parse_text(&text).terms.len() <= MAX_TERMS);
        }
    }

    fn owned(words: Vec<&str>) -> Vec<String> {
        words.into_iter().map(str::to_owned).collect()
    }
}
