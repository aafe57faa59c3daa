//! Output of the commands.

use std::{
    fmt::Display,
    io::{Write, stdout},
};

use entities::values::Language;

use crate::platform::{config::terminal_locale, http::problem::Problem, locale::Localizer};

/// The language of the terminal, by its locale; English if there is no translation.
pub fn terminal_language() -> Language {
    language_of_locale(&terminal_locale().unwrap_or_default())
}

/// The language of a locale such as `es_CL.UTF-8`.
fn language_of_locale(locale: &str) -> Language {
    let word = locale.split(['_', '.', '@']).next().unwrap_or_default();
    Language::from_word(word).unwrap_or(Language::En)
}

/// The text of the error with which a command ends, in the language of the terminal where there is one for its code.
pub fn error_text(error: &anyhow::Error) -> String {
    let problem = error.downcast_ref::<Problem>();
    let sentence =
        problem.and_then(|problem| Localizer::new(terminal_language()).error(problem.code(), &problem.params()));
    sentence.unwrap_or_else(|| format!("{error:#}"))
}

/// Prints a line to standard output. Ignores a closed pipe, as behind `| head`, so that the command runs to its end.
pub fn print_line(line: impl Display) {
    let _closed = writeln!(stdout().lock(), "{line}");
}

/// A number with its noun: `1 row`, `2 rows`.
pub fn count_noun<N: Display + PartialEq + From<u8>>(count: N, one: &str, more: &str) -> String {
    let name = if count == N::from(1) { one } else { more };
    format!("{count} {name}")
}

#[cfg(test)]
mod tests {
    use entities::values::Language;

    use super::{count_noun, language_of_locale};

    #[test]
    fn the_locale_names_the_language() {
        assert_eq!(["es_CL.UTF-8", "es"].map(language_of_locale), [Language::Es; 2]);
        assert_eq!(["en_GB.UTF-8", "C", "POSIX", "", "eslovaco"].map(language_of_locale), [Language::En; 5]);
    }

    #[test]
    fn one_is_not_many() {
        assert_eq!(
            [0_usize, 1, 2].map(|count| count_noun(count, "row", "rows")),
            ["0 rows", "1 row", "2 rows"].map(str::to_owned)
        );
    }
}
