//! Which texts without results are recorded.

use super::query::SearchQuery;
use crate::platform::words::words;

/// Letters of a recorded text, at most; the rest is left out.
const MAX_LENGTH: usize = 80;
/// Letters that say something.
const MIN_LETTERS: usize = 3;
/// Figures that may be a telephone number or the number of a document.
const MAX_FIGURES: usize = 5;

/// The text as it is recorded; `None` if it says nothing of what somebody looks for, such as a text under a filter, or
/// may name a person, such as a mail address or a telephone number.
pub fn recorded_text(query: &SearchQuery) -> Option<String> {
    let narrows = !query.families.is_empty()
        || !query.free_of.is_empty()
        || !query.practices.is_empty()
        || !query.places.is_empty()
        || !query.makers.is_empty()
        || query.month.is_some()
        || query.among.is_some()
        || query.offset > 0;
    let text: String = words(&query.text).join(" ").chars().take(MAX_LENGTH).collect();
    let letters = text.chars().filter(|letter| letter.is_alphabetic()).count();
    let figures = text.chars().filter(|letter| letter.is_numeric()).count();
    (!narrows && letters >= MIN_LETTERS && figures <= MAX_FIGURES && !query.text.contains('@'))
        .then(|| text.trim_end().to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_names_nobody_is_recorded() {
        let recorded = |text: &str| recorded_text(&SearchQuery { text: text.into(), ..SearchQuery::default() });
        assert_eq!(recorded("  Pan de PASCUA "), Some("pan de pascua".to_owned()));
        assert_eq!(recorded("huevos 12"), Some("huevos 12".to_owned()));
        for text in ["", "12", "ab", "ana@lodge.cl", "llamar al 9 8765 4321", "rut 12.345.678-9"] {
            assert_eq!(recorded(text), None, "{text}");
        }
        let narrowed = SearchQuery { text: "halva".into(), month: Some(3), ..SearchQuery::default() };
        assert_eq!(recorded_text(&narrowed), None);
        assert_eq!(recorded(&"halva ".repeat(40)).map(|text| text.len() <= MAX_LENGTH), Some(true));
    }
}
