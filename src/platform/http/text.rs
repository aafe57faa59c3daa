//! Text input: one type for all texts that people write. It is normalised (Unicode NFC), trimmed, bounded in length and
//! free of control characters. It is parsed from a JSON string, a parameter, a form field or a CSV cell.

use std::{borrow::Cow, fmt, ops::Deref, str::FromStr};

use poem::web::Field;
use poem_openapi::{
    registry::{MetaSchema, MetaSchemaRef},
    types::{ParseError, ParseFromJSON, ParseFromMultipartField, ParseFromParameter, ParseResult, ToJSON, Type},
};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::Value;
use unicode_normalization::UnicodeNormalization;

use crate::platform::fonts::unprintable;

/// Text on one line that a document may show: `MIN` to `MAX` characters after trimming, all of which the documents' fonts
/// can print. Names and reasons end in documents that never change, so a letter that they lack is refused at the door.
pub type Text<const MIN: usize, const MAX: usize> = Prose<MIN, MAX, false, true>;

/// Text on one line that no document shows, such as a search.
pub type FreeText<const MIN: usize, const MAX: usize> = Prose<MIN, MAX, false, false>;

/// Text of several lines, of at most `MAX` characters, that no document shows; it may be empty.
pub type LongText<const MAX: usize> = Prose<0, MAX, true, false>;

/// Trimmed text in Unicode form NFC without control characters; line feeds and tabs only where `LINES` holds, and only what
/// the documents' fonts can print where `PRINTED` does.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Prose<const MIN: usize, const MAX: usize, const LINES: bool, const PRINTED: bool>(String);

/// Why a text is refused.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TextError {
    /// It has fewer characters than it must have.
    #[error("must have at least {0} characters")]
    TooShort(usize),
    /// It has more characters than it may have.
    #[error("may have at most {0} characters")]
    TooLong(usize),
    /// It has a control character, or one that changes the writing direction.
    #[error("must not hold control characters")]
    Control,
    /// The documents' fonts lack some of its characters: these.
    #[error("has characters that documents cannot print: {0}")]
    NotPrintable(String),
}

/// Whether a character is not allowed in a text on one line: control characters, line and paragraph separators, marks that
/// change the writing direction and so make a text look like another, and characters that stand for lost ones.
pub fn is_forbidden(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}' | '\u{fff9}'..='\u{ffff}')
}

/// Whether a character is not allowed in a text of several lines, which may have line breaks and tabs.
pub fn is_forbidden_in_lines(c: char) -> bool {
    is_forbidden(c) && !matches!(c, '\n' | '\r' | '\t')
}

impl<const MIN: usize, const MAX: usize, const LINES: bool, const PRINTED: bool> Prose<MIN, MAX, LINES, PRINTED> {
    const FORMAT: &str = match (LINES, PRINTED) {
        (true, _) => SEVERAL_LINES,
        (false, true) => ONE_LINE,
        (false, false) => FREE_LINE,
    };

    /// Parses a text.
    ///
    /// # Errors
    /// If it is too short, too long, or has a forbidden character or one that documents cannot print.
    pub fn parse(given: &str) -> Result<Self, TextError> {
        // A composed character has at most four code points of at most four bytes, so a longer input is refused before
        // it is normalised.
        if given.len() > MAX.saturating_mul(16).saturating_add(1_024) {
            return Err(TextError::TooLong(MAX));
        }
        let text: String = match LINES {
            true => given.replace("\r\n", "\n").replace('\r', "\n").nfc().collect(),
            false => given.nfc().collect(),
        };
        if text.chars().any(if LINES { is_forbidden_in_lines } else { is_forbidden }) {
            return Err(TextError::Control);
        }
        let text = text.trim();
        let length = text.chars().count();
        if length < MIN {
            return Err(TextError::TooShort(MIN));
        }
        if length > MAX {
            return Err(TextError::TooLong(MAX));
        }
        let missing = if PRINTED { unprintable(text) } else { String::new() };
        if !missing.is_empty() {
            return Err(TextError::NotPrintable(missing));
        }
        Ok(Self(text.to_owned()))
    }

    /// Returns the text.
    pub fn into_inner(self) -> String {
        self.0
    }

    /// Borrows the text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl<const MIN: usize, const MAX: usize, const LINES: bool, const PRINTED: bool> Deref
    for Prose<MIN, MAX, LINES, PRINTED>
{
    type Target = str;

    fn deref(&self) -> &str {
        &self.0
    }
}

impl<const MIN: usize, const MAX: usize, const LINES: bool, const PRINTED: bool> AsRef<str>
    for Prose<MIN, MAX, LINES, PRINTED>
{
    fn as_ref(&self) -> &str {
        &self.0
    }
}

impl<const MIN: usize, const MAX: usize, const LINES: bool, const PRINTED: bool> fmt::Debug
    for Prose<MIN, MAX, LINES, PRINTED>
{
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl<const MIN: usize, const MAX: usize, const LINES: bool, const PRINTED: bool> fmt::Display
    for Prose<MIN, MAX, LINES, PRINTED>
{
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl<const MIN: usize, const MAX: usize, const LINES: bool, const PRINTED: bool> FromStr
    for Prose<MIN, MAX, LINES, PRINTED>
{
    type Err = TextError;

    fn from_str(given: &str) -> Result<Self, TextError> {
        Self::parse(given)
    }
}

impl<const MIN: usize, const MAX: usize, const LINES: bool, const PRINTED: bool> From<Prose<MIN, MAX, LINES, PRINTED>>
    for String
{
    fn from(text: Prose<MIN, MAX, LINES, PRINTED>) -> Self {
        text.0
    }
}

impl<const MIN: usize, const MAX: usize, const LINES: bool, const PRINTED: bool> Serialize
    for Prose<MIN, MAX, LINES, PRINTED>
{
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0)
    }
}

impl<'de, const MIN: usize, const MAX: usize, const LINES: bool, const PRINTED: bool> Deserialize<'de>
    for Prose<MIN, MAX, LINES, PRINTED>
{
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let given = Cow::<str>::deserialize(deserializer)?;
        // What was stored before the fonts were asked is still read.
        let stored = Prose::<MIN, MAX, LINES, false>::parse(&given).map_err(serde::de::Error::custom)?;
        Ok(Self(stored.0))
    }
}

/// What [`is_forbidden`] leaves, as patterns of ECMA 262 for the schema.
const LINE_PATTERN: &str = r"^[^\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ufeff\ufff9-\uffff]*$";
const LINES_PATTERN: &str = r"^[^\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ufeff\ufff9-\uffff]*$";

/// Formats in the schema. The web app chooses the input field by them, and `body_errors` the rules.
pub(super) const ONE_LINE: &str = "line";
pub(super) const FREE_LINE: &str = "free_line";
pub(super) const SEVERAL_LINES: &str = "text";

impl<const MIN: usize, const MAX: usize, const LINES: bool, const PRINTED: bool> Type
    for Prose<MIN, MAX, LINES, PRINTED>
{
    const IS_REQUIRED: bool = true;

    type RawValueType = String;

    type RawElementValueType = String;

    fn name() -> Cow<'static, str> {
        format!("string_{}_{MIN}_{MAX}", Self::FORMAT).into()
    }

    fn schema_ref() -> MetaSchemaRef {
        MetaSchemaRef::Inline(Box::new(MetaSchema {
            min_length: (MIN > 0).then_some(MIN),
            max_length: Some(MAX),
            pattern: Some(if LINES { LINES_PATTERN } else { LINE_PATTERN }.to_owned()),
            ..MetaSchema::new_with_format("string", Self::FORMAT)
        }))
    }

    fn as_raw_value(&self) -> Option<&String> {
        Some(&self.0)
    }

    fn raw_element_iter<'a>(&'a self) -> Box<dyn Iterator<Item = &'a String> + 'a> {
        Box::new(std::iter::once(&self.0))
    }

    fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl<const MIN: usize, const MAX: usize, const LINES: bool, const PRINTED: bool> ParseFromJSON
    for Prose<MIN, MAX, LINES, PRINTED>
{
    fn parse_from_json(value: Option<Value>) -> ParseResult<Self> {
        match value {
            Some(Value::String(given)) => Self::parse(&given).map_err(ParseError::custom),
            _ => Err(ParseError::custom("a text is needed")),
        }
    }
}

impl<const MIN: usize, const MAX: usize, const LINES: bool, const PRINTED: bool> ParseFromParameter
    for Prose<MIN, MAX, LINES, PRINTED>
{
    fn parse_from_parameter(given: &str) -> ParseResult<Self> {
        Self::parse(given).map_err(ParseError::custom)
    }
}

impl<const MIN: usize, const MAX: usize, const LINES: bool, const PRINTED: bool> ParseFromMultipartField
    for Prose<MIN, MAX, LINES, PRINTED>
{
    async fn parse_from_multipart(field: Option<Field>) -> ParseResult<Self> {
        let field = field.ok_or_else(ParseError::expected_input)?;
        let given = field.text().await.map_err(|_| ParseError::custom("must be UTF-8"))?;
        Self::parse(&given).map_err(ParseError::custom)
    }
}

impl<const MIN: usize, const MAX: usize, const LINES: bool, const PRINTED: bool> ToJSON
    for Prose<MIN, MAX, LINES, PRINTED>
{
    fn to_json(&self) -> Option<Value> {
        Some(Value::String(self.0.clone()))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::json;

    use super::*;

    type Name = Text<1, 10>;

    #[test]
    fn text_is_trimmed_and_composed() {
        assert_eq!(&*Name::parse("  Aise\u{301}n ").unwrap(), "Aisén");
        assert_eq!(Name::parse(&"ñ".repeat(10)).unwrap().chars().count(), 10);
        assert_eq!(Name::parse(&"n\u{303}".repeat(11)), Err(TextError::TooLong(10)));
        assert_eq!(Name::parse(" \u{a0} "), Err(TextError::TooShort(1)));
    }

    #[test]
    fn control_characters_are_refused() {
        for bad in ["a\0b", "a\nb", "a\u{202e}b", "a\u{85}b", "a\u{2028}b", "a\u{fffd}b"] {
            assert_eq!(Name::parse(bad), Err(TextError::Control), "{bad:?}");
        }
        assert_eq!(&*LongText::<20>::parse("uno\r\ndos\n").unwrap(), "uno\ndos");
        assert_eq!(&*LongText::<20>::parse("Queso\t6").unwrap(), "Queso\t6");
        assert_eq!(LongText::<20>::parse("a\0b"), Err(TextError::Control));
        assert_eq!(&*LongText::<20>::parse("").unwrap(), "");
    }

    #[test]
    fn what_documents_cannot_print_is_refused_by_its_characters() {
        let refused = |characters: &str| Err(TextError::NotPrintable(characters.to_owned()));
        assert_eq!(Name::parse("a 商号 🍓🍓"), refused("商号🍓"));
        assert_eq!(&*Name::parse("Ñandú ü ß").unwrap(), "Ñandú ü ß");
        assert_eq!(&*FreeText::<1, 10>::parse("商号 🍓").unwrap(), "商号 🍓");
        assert_eq!(&*LongText::<10>::parse("gracias 🍓").unwrap(), "gracias 🍓");
    }

    #[test]
    fn only_a_json_string_is_a_text() {
        for bad in [json!(5), json!(false), json!(null), json!(["a"]), json!({})] {
            assert!(Name::parse_from_json(Some(bad)).is_err());
        }
        assert!(Name::parse_from_json(None).is_err());
        assert_eq!(Name::parse_from_json(Some(json!("5"))).unwrap().to_json(), Some(json!("5")));
    }

    #[test]
    fn the_patterns_of_the_schema_are_what_is_allowed() {
        let regex = regex::Regex::new;
        let (line, lines) = (regex(LINE_PATTERN).unwrap(), regex(LINES_PATTERN).unwrap());
        for character in (0..=0x2_ffff).filter_map(char::from_u32) {
            let text = character.to_string();
            assert_eq!(line.is_match(&text), !is_forbidden(character), "{character:?}");
            // A carriage return is stored as a line feed.
            let allowed = !is_forbidden(character) || matches!(character, '\n' | '\r' | '\t');
            assert_eq!(lines.is_match(&text), allowed, "{character:?}");
        }
    }

    #[test]
    fn the_schema_tells_the_bounds() {
        let schema = serde_json::to_value(Name::schema_ref()).unwrap();
        let bounds = json!({
            "type": "string", "format": "line", "minLength": 1, "maxLength": 10, "pattern": LINE_PATTERN,
        });
        assert_eq!(schema, bounds);
    }

    proptest! {
        #[test]
        fn what_was_read_reads_the_same_again(given in "\\PC{0,40}") {
            if let Ok(text) = Text::<0, 200>::parse(&given) {
                prop_assert_eq!(Text::<0, 200>::parse(&text), Ok(text.clone()));
                prop_assert!(!text.chars().any(is_forbidden));
            }
        }
    }
}
