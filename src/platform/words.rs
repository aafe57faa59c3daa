//! Words of a text for comparison: lower case, without accents.

use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};

/// Lower case without combining marks: ñ becomes n, ü becomes u.
pub fn normalize(text: &str) -> String {
    text.nfkd().filter(|letter| !is_combining_mark(*letter)).flat_map(char::to_lowercase).collect()
}

/// The normalized words of a text, in order. Everything that is neither a letter nor a figure separates words.
pub fn words(text: &str) -> Vec<String> {
    let normalized = normalize(text);
    let words = normalized.split(|letter: char| !letter.is_alphanumeric()).filter(|word| !word.is_empty());
    words.map(str::to_owned).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_normalized() {
        assert_eq!(words("  Salmón AHUMADO, del Baker/Ñandú "), ["salmon", "ahumado", "del", "baker", "nandu"]);
        assert_eq!(words("cafe\u{301}"), ["cafe"]);
        assert_eq!(words("¿?"), Vec::<String>::new());
    }
}
