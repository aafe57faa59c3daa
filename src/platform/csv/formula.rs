//! Texts that a spreadsheet program would evaluate as a formula, because a CSV file does not say what is text.

/// `text` as a cell of a file holds it: with an apostrophe in front if a spreadsheet would read it as a formula.
pub fn escape(text: &str) -> String {
    if looks_like_formula(text) { format!("'{text}") } else { text.to_owned() }
}

/// Reverts [`escape`]: `unescape(escape(text)) == text` for every text.
pub fn unescape(cell: &str) -> &str {
    match cell.strip_prefix('\'') {
        Some(text) if looks_like_formula(text) => text,
        _ => cell,
    }
}

/// Leading apostrophes count as part of a formula, so that escaping can always be reverted.
fn looks_like_formula(text: &str) -> bool {
    text.trim_start_matches('\'').starts_with(['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠'])
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn escaping_is_undone_and_leaves_no_formula(text in "[-=+@' \ta-c]{0,6}") {
            let cell = escape(&text);
            prop_assert_eq!(unescape(&cell), text.as_str());
            prop_assert!(!cell.starts_with(['=', '+', '-', '@', '\t']));
        }
    }
}
