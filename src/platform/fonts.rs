//! The fonts of the documents, which are part of the program, and what they can print.

use std::sync::{LazyLock, OnceLock};

use typst::{
    foundations::Bytes,
    text::{Font, FontBook, FontInfo},
    utils::LazyHash,
};

/// The embedded faces of the two font families of the documents. Each is parsed on first use.
pub struct Fonts {
    /// What Typst chooses from.
    pub book: LazyHash<FontBook>,
    faces: Vec<(&'static [u8], OnceLock<Option<Font>>)>,
}

const FAMILIES: [&str; 2] = ["libertinus serif", "dejavu sans mono"];

/// The fonts.
pub static FONTS: LazyLock<Fonts> = LazyLock::new(|| {
    let known = |info: &FontInfo| FAMILIES.contains(&info.family.to_lowercase().as_str());
    let faces = typst_assets::fonts().filter_map(|bytes| {
        let info = FontInfo::new(bytes, 0).filter(known)?;
        Some((info, (bytes, OnceLock::new())))
    });
    let (infos, faces): (Vec<_>, Vec<_>) = faces.unzip();
    Fonts { book: LazyHash::new(FontBook::from_infos(infos)), faces }
});

impl Fonts {
    /// One face, by its place in the book.
    pub fn face(&self, index: usize) -> Option<Font> {
        let (bytes, font) = self.faces.get(index)?;
        font.get_or_init(|| Font::new(Bytes::new(*bytes), 0)).clone()
    }

    /// Whether some face has a glyph for this character.
    fn has_glyph(&self, character: char) -> bool {
        let faces = (0..self.faces.len()).filter_map(|index| self.book.info(index));
        faces.into_iter().any(|face| face.coverage.contains(u32::from(character)))
    }
}

/// The characters of `text` that no document can print, each once. Fonts lack them, and readers would see a box.
pub fn unprintable(text: &str) -> String {
    let mut missing = String::new();
    for character in text.chars().filter(|character| !character.is_ascii()) {
        if !FONTS.has_glyph(character) && !missing.contains(character) {
            missing.push(character);
        }
    }
    missing
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use typst::text::FontVariations;

    use super::*;

    /// Whether the character map of some face has a glyph other than the box.
    fn is_in_a_character_map(character: char) -> bool {
        let faces = (0..FONTS.faces.len()).filter_map(|index| FONTS.face(index));
        let glyph_of = |face: Font| {
            let variant = face.info().variant;
            let instance = face.instantiate(variant, typst::layout::Abs::pt(10.0), &FontVariations::default());
            instance.ttf().glyph_index(character)
        };
        faces.into_iter().filter_map(glyph_of).any(|glyph| glyph.0 != 0)
    }

    #[test]
    fn spanish_and_usual_marks_are_printed_and_pictures_are_not() {
        assert_eq!(unprintable("áéíóúüñÑ¿¡°ºª«»“”–—…€½·№ line\u{a0}two"), "");
        assert_eq!(unprintable("商号 🍓 商"), "商号🍓");
        assert!((' '..='~').all(is_in_a_character_map));
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(500))]

        #[test]
        fn a_character_is_printed_where_a_font_has_it(character in any::<char>(), near in proptest::char::range('\u{80}', '\u{3000}')) {
            for character in [character, near].into_iter().filter(|character| !character.is_ascii()) {
                prop_assert_eq!(unprintable(&character.to_string()).is_empty(), is_in_a_character_map(character));
            }
        }
    }
}
