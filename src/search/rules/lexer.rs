//! Splits a search text into words, each with what stands before it.

use crate::platform::words::normalize;

/// Letters of a word; the rest is ignored.
const MAX_WORD: usize = 40;

/// A normalized word.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Token {
    /// The word: letters and figures.
    pub word: String,
    /// What stands between it and the word before it.
    pub before: String,
}

/// The words of a text.
pub fn tokens(text: &str) -> Vec<Token> {
    let mut tokens = Vec::new();
    // The start of the text is as good as a space.
    let mut token = Token { before: " ".to_owned(), ..Token::default() };
    for letter in normalize(text).chars() {
        if letter.is_alphanumeric() {
            if token.word.chars().count() < MAX_WORD {
                token.word.push(letter);
            }
            continue;
        }
        if !token.word.is_empty() {
            tokens.push(std::mem::take(&mut token));
        }
        token.before.push(letter);
    }
    if !token.word.is_empty() {
        tokens.push(token);
    }
    tokens
}

/// What a dash before a word means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Dash {
    /// `-ulmo`: it is excluded.
    Excludes,
    /// `-"miel de ulmo"`: what is between the quotes is.
    ExcludesPhrase,
    /// `miel - ulmo`: an exclusion, or a dash of the sentence.
    Unclear,
}

impl Token {
    /// The dash before the word, if it is more than a hyphen within a compound.
    pub fn dash(&self) -> Option<Dash> {
        let mark = self.before.trim_end_matches(is_quote);
        let is_quoted = mark.len() < self.before.len();
        let is_dash = |letter: char| matches!(letter, '-' | '\u{2010}'..='\u{2015}' | '\u{2212}' | '!');
        let rest = mark.trim_end_matches(is_dash);
        if rest.len() < mark.len() {
            let opens = rest
                .chars()
                .next_back()
                .is_some_and(|letter| letter.is_whitespace() || matches!(letter, '(' | ',' | ';'));
            return opens.then_some(if is_quoted { Dash::ExcludesPhrase } else { Dash::Excludes });
        }
        let trimmed = mark.trim();
        let is_lone = mark.ends_with(char::is_whitespace)
            && !trimmed.is_empty()
            && trimmed.chars().all(|letter| matches!(letter, '-' | '\u{2212}'));
        is_lone.then_some(Dash::Unclear)
    }

    /// Whether a quote before the word closes a phrase.
    pub fn closes_phrase(&self) -> bool {
        self.before.contains(is_quote)
    }
}

fn is_quote(letter: char) -> bool {
    matches!(letter, '"' | '\'' | '«' | '»' | '\u{2018}'..='\u{201F}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_dash_excludes_only_at_the_start_of_a_word() {
        for (text, dash) in [
            ("miel -ulmo", Some(Dash::Excludes)),
            ("miel \u{2212}ulmo", Some(Dash::Excludes)),
            ("miel -\"ulmo", Some(Dash::ExcludesPhrase)),
            ("miel - ulmo", Some(Dash::Unclear)),
            ("miel-ulmo", None),
            ("miel, ulmo", None),
        ] {
            assert_eq!(tokens(text).get(1).and_then(Token::dash), dash, "{text}");
        }
        assert_eq!(tokens("-ulmo").first().and_then(Token::dash), Some(Dash::Excludes));
    }
}
