//! Pages of lists. The caller gives the size of a page and the cursor after which it begins; the response links to the
//! next page. A cursor is the sort key of the last row, so rows that are added or deleted meanwhile neither repeat nor
//! hide others.

use std::borrow::Cow;

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use poem::{FromRequest, Request, RequestBody, http::Uri};
use poem_openapi::{
    ApiResponse,
    payload::Json,
    registry::{MetaSchema, MetaSchemaRef},
    types::{ParseError, ParseFromParameter, ParseResult, ToJSON, Type},
};
use serde::{Serialize, de::DeserializeOwned};
use serde_json::Value;

use super::{api_error::ApiError, errors::RequestError, limits, problem::Result};

/// Rows of a page: 1 to 200, by default 50.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limit(u64);

/// The sort key after which a page begins. Opaque to the caller.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cursor(String);

/// The URI of the request, from which the link to the next page is built.
#[derive(Clone, Debug)]
pub struct RequestUri(pub(super) Uri);

/// One page of a list.
#[derive(ApiResponse)]
pub enum List<T: ToJSON> {
    /// The rows. `Link` leads to the next page, if there is one.
    #[oai(status = 200)]
    Ok(
        Json<Vec<T>>,
        /// `<uri>; rel="next"` if there is another page.
        #[oai(header = "Link")]
        Option<String>,
    ),
}

impl Limit {
    /// The number of rows.
    pub fn get(self) -> u64 {
        self.0
    }
}

impl<T: ToJSON> List<T> {
    /// All rows at once, of a list that is short by nature.
    pub fn all(rows: Vec<T>) -> Self {
        Self::Ok(Json(rows), None)
    }
}

impl RequestUri {
    pub(super) fn next(&self, limit: Limit, after: &Cursor) -> String {
        let mut query = url::form_urlencoded::Serializer::new(String::new());
        for (name, value) in url::form_urlencoded::parse(self.0.query().unwrap_or_default().as_bytes()) {
            if name != "limit" && name != "after" {
                query.append_pair(&name, &value);
            }
        }
        query.append_pair("limit", &limit.0.to_string()).append_pair("after", &after.0);
        format!("<{}?{}>; rel=\"next\"", self.0.path(), query.finish())
    }
}

impl<'a> FromRequest<'a> for RequestUri {
    async fn from_request(request: &'a Request, _: &mut RequestBody) -> poem::Result<Self> {
        Ok(request.data::<Self>().cloned().unwrap_or_else(|| Self(request.original_uri().clone())))
    }
}

impl Cursor {
    /// The cursor of a row's sort key: its id, or a tuple that ends in its id.
    pub fn of(key: &impl Serialize) -> Self {
        Self(URL_SAFE_NO_PAD.encode(serde_json::to_vec(key).unwrap_or_default()))
    }

    pub(super) fn read<K: DeserializeOwned>(&self) -> Result<K> {
        let refused = || RequestError::CursorInvalid.at("?after");
        let key = URL_SAFE_NO_PAD.decode(&self.0).map_err(|_| refused())?;
        serde_json::from_slice(&key).map_err(|_| refused())
    }
}

impl Default for Limit {
    fn default() -> Self {
        Self(limits::PAGE_DEFAULT)
    }
}

impl Type for Limit {
    const IS_REQUIRED: bool = true;

    type RawValueType = Self;

    type RawElementValueType = Self;

    fn name() -> Cow<'static, str> {
        "integer_page_limit".into()
    }

    fn schema_ref() -> MetaSchemaRef {
        MetaSchemaRef::Inline(Box::new(MetaSchema {
            minimum: Some(1.0),
            // Exact, because the limit is a small integer.
            maximum: u32::try_from(limits::PAGE).ok().map(f64::from),
            description: Some("How many rows to show."),
            ..MetaSchema::new_with_format("integer", "int64")
        }))
    }

    fn as_raw_value(&self) -> Option<&Self> {
        Some(self)
    }

    fn raw_element_iter<'a>(&'a self) -> Box<dyn Iterator<Item = &'a Self> + 'a> {
        Box::new(std::iter::once(self))
    }
}

impl ToJSON for Limit {
    fn to_json(&self) -> Option<Value> {
        Some(self.0.into())
    }
}

impl ParseFromParameter for Limit {
    fn parse_from_parameter(given: &str) -> ParseResult<Self> {
        match given.parse() {
            Ok(limit) if (1..=limits::PAGE).contains(&limit) => Ok(Self(limit)),
            _ => Err(ParseError::custom(format!("must be a number from 1 to {}", limits::PAGE))),
        }
    }
}

impl Type for Cursor {
    const IS_REQUIRED: bool = true;

    type RawValueType = String;

    type RawElementValueType = String;

    fn name() -> Cow<'static, str> {
        "string_cursor".into()
    }

    fn schema_ref() -> MetaSchemaRef {
        MetaSchemaRef::Inline(Box::new(MetaSchema {
            max_length: Some(limits::CURSOR),
            description: Some("Where the page begins, as the Link header of the page before says it."),
            ..MetaSchema::new_with_format("string", "cursor")
        }))
    }

    fn as_raw_value(&self) -> Option<&String> {
        Some(&self.0)
    }

    fn raw_element_iter<'a>(&'a self) -> Box<dyn Iterator<Item = &'a String> + 'a> {
        Box::new(std::iter::once(&self.0))
    }
}

impl ParseFromParameter for Cursor {
    fn parse_from_parameter(given: &str) -> ParseResult<Self> {
        if given.len() <= limits::CURSOR {
            Ok(Self(given.to_owned()))
        } else {
            Err(ParseError::custom("is not one of ours"))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn limits_hold() {
        for bad in ["0", "201", "-1", "x", ""] {
            assert!(Limit::parse_from_parameter(bad).is_err(), "{bad}");
        }
        assert_eq!(Limit::parse_from_parameter("200").unwrap().0, 200);
    }
}
