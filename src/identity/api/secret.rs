//! Secrets in requests, such as passwords. A secret is read from JSON and never written: not to a log, a response or a
//! stored request.

use std::borrow::Cow;

use poem_openapi::{
    registry::{MetaSchema, MetaSchemaRef},
    types::{ParseError, ParseFromJSON, ParseResult, ToJSON, Type},
};
use serde_json::Value;
use unicode_normalization::UnicodeNormalization;

use crate::{
    identity::rules::{PASSWORD_MAX, PASSWORD_MIN},
    platform::http::text::TextError,
};

/// A password to set.
pub type NewPassword = SecretText<PASSWORD_MIN, PASSWORD_MAX>;
/// The secret of a one-time link.
pub type LinkSecret = SecretText<1, 100>;

/// A secret text of `MIN` to `MAX` characters, with its spaces. It is normalised to Unicode form NFC, so that the same
/// letters are equal whichever keyboard wrote them.
#[derive(Clone, PartialEq, Eq)]
pub struct SecretText<const MIN: usize, const MAX: usize>(String);

impl<const MIN: usize, const MAX: usize> SecretText<MIN, MAX> {
    /// The secret, for the one call that needs it.
    pub fn expose(&self) -> &str {
        &self.0
    }

    /// Parses a secret as a person typed it.
    ///
    /// # Errors
    /// The rule that it breaks; the error does not contain the secret.
    pub fn parse(given: &str) -> Result<Self, TextError> {
        let secret: String = given.chars().take(MAX.saturating_add(1)).nfc().collect();
        let length = secret.chars().count();
        if length < MIN {
            return Err(TextError::TooShort(MIN));
        }
        if length > MAX || given.chars().nth(MAX).is_some() {
            return Err(TextError::TooLong(MAX));
        }
        if secret.chars().any(char::is_control) {
            return Err(TextError::Control);
        }
        Ok(Self(secret))
    }
}

/// No control characters (ECMA 262).
const PATTERN: &str = r"^[^\x00-\x1f\x7f-\x9f]*$";

impl<const MIN: usize, const MAX: usize> Type for SecretText<MIN, MAX> {
    const IS_REQUIRED: bool = true;

    type RawValueType = Self;

    type RawElementValueType = Self;

    fn name() -> Cow<'static, str> {
        format!("string_secret_{MIN}_{MAX}").into()
    }

    fn schema_ref() -> MetaSchemaRef {
        MetaSchemaRef::Inline(Box::new(MetaSchema {
            min_length: Some(MIN),
            max_length: Some(MAX),
            pattern: Some(PATTERN.to_owned()),
            write_only: true,
            ..MetaSchema::new_with_format("string", "password")
        }))
    }

    fn as_raw_value(&self) -> Option<&Self> {
        Some(self)
    }

    fn raw_element_iter<'a>(&'a self) -> Box<dyn Iterator<Item = &'a Self> + 'a> {
        Box::new(std::iter::once(self))
    }
}

impl<const MIN: usize, const MAX: usize> ParseFromJSON for SecretText<MIN, MAX> {
    fn parse_from_json(value: Option<Value>) -> ParseResult<Self> {
        match value {
            Some(Value::String(given)) => Self::parse(&given).map_err(ParseError::custom),
            _ => Err(ParseError::custom("must be a text")),
        }
    }
}

impl<const MIN: usize, const MAX: usize> ToJSON for SecretText<MIN, MAX> {
    fn to_json(&self) -> Option<Value> {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    type Password = SecretText<15, 20>;

    #[test]
    fn length_is_counted_in_characters() {
        assert!(Password::parse("ñandú de la pampa").is_ok());
        assert!(Password::parse("demasiado poco").is_err());
        assert!(Password::parse("una clave que no termina").is_err());
        assert!(Password::parse("con un\u{0} cero dentro").is_err());
        let (one, two) = (Password::parse("ma\u{f1}ana temprano"), Password::parse("man\u{303}ana temprano"));
        assert!(one.is_ok() && one == two);
    }
}
