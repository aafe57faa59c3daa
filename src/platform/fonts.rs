//! The fonts of the documents, which are part of the program, and what they can print.

use std::sync::{LazyLock, OnceLock};

use typst::{
    foundations::Bytes,
    text::{Font, FontBook, FontInfo},
    utils::LazyHash,
};
use unicode_normalization::char::is_combining_mark;
use unicode_script::UnicodeScript;
use unicode_segmentation::UnicodeSegmentation;

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

    /// Whether a single face has the glyphs of all these characters.
    fn has_glyphs(&self, characters: &str) -> bool {
        let mut faces = (0..self.faces.len()).filter_map(|index| self.book.info(index));
        faces.any(|face| characters.chars().all(|character| face.coverage.contains(u32::from(character))))
    }
}

/// What of `text` no document can print, each once: letters, with their marks, that no single face has, of which readers
/// would see a box, and marks without a letter of their script, which would stand elsewhere.
pub fn unprintable(text: &str) -> String {
    let mut missing = String::new();
    for cluster in text.graphemes(true).filter(|cluster| !cluster.is_ascii()) {
        let is_printed = is_composed_of_one_script(cluster) && FONTS.has_glyphs(cluster);
        // A mark after a space is named alone.
        let named = Some(cluster.trim_start()).filter(|mark| !mark.is_empty()).unwrap_or(cluster);
        if !is_printed && !missing.contains(named) {
            missing.push_str(named);
        }
    }
    missing
}

/// Whether a cluster begins with a letter whose script uses the marks that follow it.
fn is_composed_of_one_script(cluster: &str) -> bool {
    let mut characters = cluster.chars();
    let Some(base) = characters.next() else { return true };
    let scripts = base.script_extension();
    let carries = |mark: char| !base.is_whitespace() && !mark.script_extension().intersection(scripts).is_empty();
    !is_combining_mark(base) && characters.all(carries)
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

    #[test]
    fn a_mark_is_printed_with_a_letter_of_its_script() {
        assert_eq!(unprintable("g\u{303} \u{1e3b} \u{628}\u{64e}"), "");
        for text in ["a\u{64b}", "\u{628}\u{301}", "\u{5e9}\u{301}", "a\u{5b8}", "\u{301}", "商\u{301}"] {
            assert_eq!(unprintable(&format!("año {text} ñ {text}")), text, "once");
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(500))]

        #[test]
        fn a_character_is_printed_where_a_font_has_it(character in any::<char>(), near in proptest::char::range('\u{80}', '\u{3000}')) {
            for character in [character, near].into_iter().filter(|character| !character.is_ascii()) {
                let printed = is_in_a_character_map(character) && !is_combining_mark(character);
                prop_assert_eq!(unprintable(&character.to_string()).is_empty(), printed);
            }
        }
    }
}
