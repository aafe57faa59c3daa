//! Taking a text apart into plain words: small letters, no accents. "Salmón" and "salmon" are the same to a cook.

use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};

/// Longest word that is kept, in letters; longer ones are cut.
const MAX_LETTERS: usize = 40;

/// In Spanish: articles, prepositions, and how people ask.
const SPANISH: &str = "\
    a al algo alguna alguno algun bien busco buena bueno como comprar con cosa cosas cual cuales da dame de del \
    e el ella en es esta este favor gente grupo hacer hay hoy huesped huespedes invitado invitados la las le les \
    lo los mas me mi mis muy necesito ni noche nos o para pax pasajeros pero persona personas poco por porcion \
    porciones puede que queremos quiero rica rico ricas ricos se sea ser si son su sus tengo tiene tienen tipo \
    todo u un una unas unos y ya comensales turistas producto productos comida";
/// The same in English.
const ENGLISH: &str = "\
    an and any anything are at buy by do food for from get good guest guests have i in is it like me my need of \
    on or our people persons please product products serving servings some something that the this to want we \
    with you your";

/// Small letters without accents: ñ becomes n, ü becomes u. The same for what is indexed and what is typed.
pub fn fold(text: &str) -> String {
    text.nfkd().filter(|letter| !is_combining_mark(*letter)).flat_map(char::to_lowercase).collect()
}

/// The words of a text, folded, in order.
pub fn words(text: &str) -> Vec<String> {
    fold(text)
        .split(|letter: char| !letter.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(|word| word.chars().take(MAX_LETTERS).collect())
        .collect()
}

/// The words that say nothing about a product, folded.
pub fn stop_words() -> impl Iterator<Item = &'static str> {
    SPANISH.split_whitespace().chain(ENGLISH.split_whitespace())
}

/// Whether a folded word says nothing about a product.
pub fn is_stop_word(word: &str) -> bool {
    stop_words().any(|stop| stop == word)
}

/// Whether a word is a number, such as the heads in "para 40".
pub fn is_number(word: &str) -> bool {
    word.chars().all(|letter| letter.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_plain() {
        assert_eq!(words("  Salmón AHUMADO, del Baker/Ñandú "), ["salmon", "ahumado", "del", "baker", "nandu"]);
        assert_eq!(words("cafe\u{301}"), ["cafe"]);
        assert_eq!(words("¿?"), Vec::<String>::new());
        assert!(is_stop_word("para") && !is_stop_word("miel") && is_number("40") && !is_number("4x"));
        assert!(stop_words().all(|word| fold(word) == word));
    }
}
