//! Which passwords are too easy to guess. The estimate is zxcvbn's, which knows the commonest passwords, words, names,
//! dates, repetitions and rows of keys; added are the commonest words of passwords in Spanish, and what the person is
//! called.

use std::collections::BTreeSet;

use serde::Serialize;
use zxcvbn::{
    Entropy, Score,
    feedback::Warning::{
        DatesAreOftenEasyToGuess, RecentYearsAreEasyToGuess, RepeatsLikeAaaAreEasyToGuess,
        RepeatsLikeAbcAbcAreOnlySlightlyHarderToGuess, SequencesLikeAbcAreEasyToGuess,
        ShortKeyboardPatternsAreEasyToGuess, StraightRowsOfKeysAreEasyToGuess,
    },
    zxcvbn,
};

use crate::platform::words::normalize;

/// Words of passwords in Spanish that zxcvbn's lists lack, the commonest first, one a line.
const COMMON_WORDS: &str = include_str!("common_words.txt");

/// Characters of the shortest word that is looked for.
const WORD_MIN: usize = 3;

/// Why a password is too easy to guess.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum PasswordWeakness {
    /// It is one of the commonest passwords, or made of few common words.
    Common,
    /// It repeats a few characters.
    Repeated,
    /// It is a row of digits, letters or keys, or a date.
    Sequence,
    /// It is made of what the person, or the organisation, is called.
    Personal,
}

impl PasswordWeakness {
    /// The English sentence.
    pub fn sentence(self) -> &'static str {
        match self {
            Self::Common => "it is made of few words that many people use",
            Self::Repeated => "it repeats the same characters",
            Self::Sequence => "it is a row of digits, letters or keys, or a date",
            Self::Personal => "it is made of names that others know: yours, your address or your organisation's",
        }
    }
}

/// What a person and the person's organisations are called, in words.
#[derive(Clone, Debug, Default)]
pub struct PersonalWords(BTreeSet<String>);

impl PersonalWords {
    /// The words of these names and addresses.
    pub fn of<'a>(names: impl IntoIterator<Item = &'a str>) -> Self {
        let mut words = BTreeSet::new();
        for name in names {
            for spelling in [name.to_lowercase(), normalize(name)] {
                words.extend(spelling.split(|c: char| !c.is_alphanumeric()).map(str::to_owned));
                words.insert(spelling.chars().filter(|c| c.is_alphanumeric()).collect());
                words.insert(spelling);
            }
        }
        words.retain(|word| word.chars().count() >= WORD_MIN);
        Self(words)
    }
}

/// Why `password` is too easy to guess for somebody who knows these words; none where it is not.
pub fn find_weakness(password: &str, personal: &PersonalWords) -> Option<PasswordWeakness> {
    let common: Vec<&str> = COMMON_WORDS.lines().collect();
    let words: Vec<&str> = common.iter().copied().chain(personal.0.iter().map(String::as_str)).collect();
    if is_strong(&estimate(password, &words)) {
        return None;
    }
    let without_names = estimate(password, &common);
    Some(if is_strong(&without_names) { PasswordWeakness::Personal } else { weakness_of(&without_names) })
}

/// The estimate of the password, or of its letters and digits alone where those are easier to guess.
fn estimate(password: &str, words: &[&str]) -> Entropy {
    let whole = zxcvbn(password, words);
    let letters: String = password.chars().filter(|c| c.is_alphanumeric()).collect();
    if letters.is_empty() || letters == password {
        return whole;
    }
    let letters = zxcvbn(&letters, words);
    if letters.guesses() < whole.guesses() { letters } else { whole }
}

fn is_strong(estimate: &Entropy) -> bool {
    estimate.score() >= Score::Three
}

fn weakness_of(estimate: &Entropy) -> PasswordWeakness {
    match estimate.feedback().and_then(|feedback| feedback.warning()) {
        Some(RepeatsLikeAaaAreEasyToGuess | RepeatsLikeAbcAbcAreOnlySlightlyHarderToGuess) => {
            PasswordWeakness::Repeated
        }
        Some(
            StraightRowsOfKeysAreEasyToGuess
            | ShortKeyboardPatternsAreEasyToGuess
            | SequencesLikeAbcAreEasyToGuess
            | RecentYearsAreEasyToGuess
            | DatesAreOftenEasyToGuess,
        ) => PasswordWeakness::Sequence,
        _ => PasswordWeakness::Common,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn weakness(password: &str) -> Option<PasswordWeakness> {
        let names = ["Ana Soto", "ana.soto@sabores.cl", "Sabores de Aysén", "Cooperativa Sabores de Aysén Ltda."];
        find_weakness(password, &PersonalWords::of(names))
    }

    #[test]
    fn what_an_attacker_tries_first_is_weak() {
        use PasswordWeakness::*;
        let cases = [
            ("               ", Repeated),
            ("aaaaaaaaaaaaaaa", Repeated),
            ("ananananananana", Repeated),
            ("123412341234123", Repeated),
            ("abcdefghijklmnop", Sequence),
            ("qwertyuiopasdfgh", Common),
            ("passwordpassword", Repeated),
            ("password1234567", Common),
            ("contraseña12345", Common),
            ("contrasena123456", Common),
            ("Ana Soto Ana Soto", Repeated),
            ("anasotosabores", Personal),
            ("saboresdeaysen2026", Personal),
            ("Sabores de Aysén", Personal),
            ("ana.soto@sabores.cl", Personal),
        ];
        let found: Vec<_> = cases.iter().map(|(password, _)| (*password, weakness(password))).collect();
        let expected: Vec<_> = cases.iter().map(|(password, weakness)| (*password, Some(*weakness))).collect();
        assert_eq!(found, expected);
        // Both a row of digits and one of the commonest.
        assert!(weakness("123456789012345").is_some());
    }

    #[test]
    fn four_words_are_strong() {
        for password in [
            "calafate con crema de campo",
            "lluvia tetera zorro puente",
            "Xk2-vv09-Qpa1-mm7",
            "ñire coirón lenga maitén",
        ] {
            assert_eq!(weakness(password), None, "{password}");
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]

        #[test]
        fn no_password_panics(password in "\\PC{0,130}", name in "\\PC{0,40}") {
            find_weakness(&password, &PersonalWords::of([name.as_str()]));
        }

        #[test]
        fn one_repeated_character_is_weak(character in "\\PC", count in 15..128_usize) {
            prop_assert!(weakness(&character.repeat(count)).is_some());
        }

        #[test]
        fn random_letters_are_strong(password in "[a-z]{20}") {
            prop_assert_eq!(weakness(&password), None);
        }
    }
}
