//! E-mail addresses. They are stored in lower case and in ASCII with a well-formed domain, so that an address has one
//! spelling and is safe in a mail header. An international domain is converted to ASCII (RFC 5890). A local part beyond
//! ASCII (RFC 6531) is refused, because many mail servers do not deliver to it.

use std::{borrow::Cow, fmt, ops::Deref, str::FromStr};

use poem_openapi::{
    registry::{MetaSchema, MetaSchemaRef},
    types::{ParseError, ParseFromJSON, ParseFromParameter, ParseResult, ToJSON, Type},
};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::Value;

use super::limits;

/// A valid e-mail address in lower case. It is personal data, so its `Debug` output hides it.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Email(String);

/// The text is not an e-mail address.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("must be an e-mail address such as maria@ejemplo.cl, in plain letters before the @")]
pub struct NotAnEmail;

/// Characters of the part before the @ (RFC 5321, section 4.5.3.1).
const LOCAL_MAX: usize = 64;
/// Characters of one label of a domain.
const LABEL_MAX: usize = 63;

impl Email {
    /// Parses an address.
    ///
    /// # Errors
    /// If the text is not an address.
    pub fn parse(given: &str) -> Result<Self, NotAnEmail> {
        let (local, domain) = given.trim().rsplit_once('@').ok_or(NotAnEmail)?;
        let domain = idna::domain_to_ascii(domain).map_err(|_| NotAnEmail)?;
        let address = format!("{}@{domain}", local.to_ascii_lowercase());
        let fits = address.len() <= limits::EMAIL && local.len() <= LOCAL_MAX;
        if fits && local.split('.').all(is_atom) && is_domain(&domain) { Ok(Self(address)) } else { Err(NotAnEmail) }
    }

    /// Returns the address.
    pub fn into_inner(self) -> String {
        self.0
    }

    /// Borrows the address.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// An atom of RFC 5322, section 3.2.3.
fn is_atom(part: &str) -> bool {
    !part.is_empty() && part.bytes().all(|b| b.is_ascii_alphanumeric() || b"!#$%&'*+-/=?^_`{|}~".contains(&b))
}

fn is_domain(domain: &str) -> bool {
    let label = |label: &str| {
        (1..=LABEL_MAX).contains(&label.len())
            && label.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-')
            && !label.starts_with('-')
            && !label.ends_with('-')
    };
    let last = domain.rsplit('.').next().unwrap_or_default();
    domain.contains('.') && domain.split('.').all(label) && !last.bytes().all(|b| b.is_ascii_digit())
}

impl Deref for Email {
    type Target = str;

    fn deref(&self) -> &str {
        &self.0
    }
}

impl AsRef<str> for Email {
    fn as_ref(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Email {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Email(…)")
    }
}

impl FromStr for Email {
    type Err = NotAnEmail;

    fn from_str(given: &str) -> Result<Self, NotAnEmail> {
        Self::parse(given)
    }
}

impl From<Email> for String {
    fn from(email: Email) -> Self {
        email.0
    }
}

impl Serialize for Email {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0)
    }
}

impl<'de> Deserialize<'de> for Email {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let given = Cow::<str>::deserialize(deserializer)?;
        Self::parse(&given).map_err(serde::de::Error::custom)
    }
}

impl Type for Email {
    const IS_REQUIRED: bool = true;

    type RawValueType = String;

    type RawElementValueType = String;

    fn name() -> Cow<'static, str> {
        "string_email".into()
    }

    fn schema_ref() -> MetaSchemaRef {
        MetaSchemaRef::Inline(Box::new(MetaSchema {
            max_length: Some(limits::EMAIL),
            ..MetaSchema::new_with_format("string", "email")
        }))
    }

    fn as_raw_value(&self) -> Option<&String> {
        Some(&self.0)
    }

    fn raw_element_iter<'a>(&'a self) -> Box<dyn Iterator<Item = &'a String> + 'a> {
        Box::new(std::iter::once(&self.0))
    }
}

impl ParseFromJSON for Email {
    fn parse_from_json(value: Option<Value>) -> ParseResult<Self> {
        match value {
            Some(Value::String(given)) => Self::parse(&given).map_err(ParseError::custom),
            _ => Err(ParseError::custom(NotAnEmail)),
        }
    }
}

impl ParseFromParameter for Email {
    fn parse_from_parameter(given: &str) -> ParseResult<Self> {
        Self::parse(given).map_err(ParseError::custom)
    }
}

impl ToJSON for Email {
    fn to_json(&self) -> Option<Value> {
        Some(Value::String(self.0.clone()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_read_in_one_spelling() {
        assert_eq!(&*Email::parse(" Maria.Soto+pan@Ejemplo.CL ").unwrap(), "maria.soto+pan@ejemplo.cl");
        assert!(Email::parse("a@xn--lodgeaysn-i1a.cl").is_ok());
        let international = ["pedidos@cabañasñirre.cl", "Pedidos@CABAÑASÑIRRE.CL", "pedidos@xn--cabaasirre-w9ac.cl"];
        for given in international {
            assert_eq!(&*Email::parse(given).unwrap(), "pedidos@xn--cabaasirre-w9ac.cl", "{given}");
        }
    }

    #[test]
    fn what_is_no_address_is_refused() {
        let long = format!("{}@ejemplo.cl", "a".repeat(65));
        for bad in [
            "",
            "maria",
            "@ejemplo.cl",
            "maria@",
            "maria@localhost",
            "a b@ejemplo.cl",
            ".a@ejemplo.cl",
            "a..b@ejemplo.cl",
            "a@-ejemplo.cl",
            "a@ejemplo..cl",
            "a@127.0.0.1",
            "a\r\nBcc: b@ejemplo.cl",
            "a@b@ejemplo.cl",
            "ñ@ejemplo.cl",
            "a@ejem plo.cl",
            "a@ejemplo。",
            "a@\u{200b}.cl",
            long.as_str(),
        ] {
            assert_eq!(Email::parse(bad), Err(NotAnEmail), "{bad}");
        }
    }

    #[test]
    fn an_address_does_not_show_itself() {
        assert_eq!(format!("{:?}", Email::parse("maria@ejemplo.cl").unwrap()), "Email(…)");
    }
}
