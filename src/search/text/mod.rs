//! What a cook types at night with cold hands: "mermelda", "salmon ahumado", "sin gluten", "algo dulce para 40". This
//! module reads such a text into words to find, words to avoid and allergens to filter; it knows no index.

mod allergens;
mod distance;
mod synonyms;
mod words;

pub use allergens::allergen_code;
pub use distance::{allowed, edits};
pub use synonyms::{GROUPS, THEMES};
pub use words::{fold, stop_words, words};

use super::document::{MAX_TEXT, MAX_WORDS};
use words::{is_number, is_stop_word};

/// A text, understood.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Wanted {
    /// Folded words that the product should answer to, in order.
    pub words: Vec<String>,
    /// Whether the last word may be unfinished: nothing was typed after it.
    pub unfinished: bool,
    /// Codes of allergens to avoid.
    pub free_of: Vec<String>,
    /// Folded words that must not be among the ingredients ("sin azúcar").
    pub without: Vec<String>,
}

/// "Without", in its many forms; an allergen or an ingredient follows.
const WITHOUT: &[&str] = &[
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
/// What may stand between "without" and what follows it.
const BETWEEN: &[&str] =
    &["de", "del", "a", "al", "la", "las", "el", "los", "to", "any", "contiene", "contenga", "contains"];
/// What joins a second thing to avoid to the first.
const JOINING: &[&str] = &["ni", "y", "o", "e", "u", "and", "or", "nor"];
/// Guests who are known by what they avoid.
const AVOIDERS: &[&str] = &["celiaco", "celiacos", "celiaca", "celiacas", "celiac", "celiacs", "coeliac", "coeliacs"];

/// Reads a text; what lies beyond the maxima is left out.
pub fn read(text: &str) -> Wanted {
    let text: String = text.chars().take(MAX_TEXT).collect();
    let all = words(&text);
    let mut wanted = Wanted::default();
    let mut last_taken = false;
    let mut numbers = Vec::new();
    let mut rest = all.as_slice();
    while let Some((word, after)) = rest.split_first() {
        last_taken = false;
        if let Some(after) = avoided(rest, &mut wanted) {
            rest = after;
            continue;
        }
        rest = after;
        if is_number(word) {
            numbers.push(word.clone());
        } else if !is_stop_word(word) && word.chars().count() > 1 {
            wanted.words.push(word.clone());
            last_taken = true;
        }
    }
    // A number alone is a size or a code; beside words it is how many people will eat.
    if wanted.words.is_empty() && wanted.free_of.is_empty() && wanted.without.is_empty() && all.len() == numbers.len() {
        wanted.words = numbers;
    }
    wanted.words.truncate(MAX_WORDS);
    wanted.unfinished = last_taken && text.chars().next_back().is_some_and(char::is_alphanumeric);
    wanted
}

/// Takes what is to be avoided off the head of `words`; tells what remains where there was something.
fn avoided<'a>(words: &'a [String], wanted: &mut Wanted) -> Option<&'a [String]> {
    let (first, after) = words.split_first()?;
    if AVOIDERS.contains(&first.as_str()) {
        add(&mut wanted.free_of, "gluten");
        return Some(after);
    }
    if let Some((code, taken)) = allergens::alias(words) {
        let after = words.get(taken..)?;
        if after.first().is_some_and(|next| matches!(next.as_str(), "free" | "libre")) {
            add(&mut wanted.free_of, code);
            return after.get(1..);
        }
    }
    if after.first().is_some_and(|next| next == "free") {
        add(&mut wanted.without, first);
        return after.get(1..);
    }
    if !WITHOUT.contains(&first.as_str()) {
        return None;
    }
    let mut rest = named(after, wanted).unwrap_or(after);
    while let Some((joint, after)) = rest.split_first().filter(|(next, _)| JOINING.contains(&next.as_str())) {
        // "sin gluten y queso" wants cheese; "sin gluten y leche" and "sin gluten ni azúcar" want neither.
        if !matches!(joint.as_str(), "ni" | "nor") && allergens::alias(after).is_none() {
            break;
        }
        rest = named(after, wanted).unwrap_or(after);
    }
    Some(rest)
}

fn named<'a>(words: &'a [String], wanted: &mut Wanted) -> Option<&'a [String]> {
    let between = words.iter().take_while(|word| BETWEEN.contains(&word.as_str())).count();
    let words = words.get(between..)?;
    if let Some((code, taken)) = allergens::alias(words) {
        add(&mut wanted.free_of, code);
        return words.get(taken..);
    }
    let (ingredient, rest) = words.split_first()?;
    if is_number(ingredient) || is_stop_word(ingredient) {
        return Some(words);
    }
    add(&mut wanted.without, ingredient);
    Some(rest)
}

fn add(list: &mut Vec<String>, text: &str) {
    if list.len() < MAX_WORDS && !list.iter().any(|known| known == text) {
        list.push(text.to_owned());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_understood() {
        for (text, words, free_of, without) in [
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
            let read = read(text);
            assert_eq!(
                (read.words, read.free_of, read.without),
                (owned(words), owned(free_of), owned(without)),
                "{text}"
            );
        }
    }

    #[test]
    fn the_last_word_may_be_unfinished() {
        assert!(read("mermelada cal").unfinished);
        assert!(!read("mermelada cal ").unfinished);
        assert!(!read("mermelada para 40").unfinished);
        assert_eq!(read(&"miel ".repeat(500)).words.len(), MAX_WORDS);
    }

    fn owned(words: Vec<&str>) -> Vec<String> {
        words.into_iter().map(str::to_owned).collect()
    }
}
