//! Stop words and numbers of normalized texts.

/// Spanish stop words: articles, prepositions, and phrases of requests.
const SPANISH_STOP_WORDS: &str = "\
    a al algo alguna alguno algun bien busco buena bueno como comprar con cosa cosas cual cuales da dame de del \
    e el ella en es esta este favor gente grupo hacer hay hoy huesped huespedes invitado invitados la las le les \
    lo los mas me mi mis muy necesito ni noche nos o para pax pasajeros pero persona personas poco por porcion \
    porciones puede que queremos quiero rica rico ricas ricos se sea ser si son su sus tengo tiene tienen tipo \
    todo u un una unas unos y ya comensales turistas producto productos comida";
/// English stop words.
const ENGLISH_STOP_WORDS: &str = "\
    an and any anything are at buy by do food for from get good guest guests have i in is it like me my need of \
    on or our people persons please product products serving servings some something that the this to want we \
    with you your";

/// Normalized words that are ignored because they do not describe a product.
pub fn stop_words() -> impl Iterator<Item = &'static str> {
    SPANISH_STOP_WORDS.split_whitespace().chain(ENGLISH_STOP_WORDS.split_whitespace())
}

/// Whether a normalized word is a stop word.
pub fn is_stop_word(word: &str) -> bool {
    stop_words().any(|stop| stop == word)
}

/// Whether a word is a number, such as the number of guests in "para 40".
pub fn is_number(word: &str) -> bool {
    word.chars().all(|letter| letter.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::platform::words::normalize;

    #[test]
    fn stop_words_are_normalized() {
        assert!(is_stop_word("para") && !is_stop_word("miel") && is_number("40") && !is_number("4x"));
        assert!(stop_words().all(|word| normalize(word) == word));
    }
}
