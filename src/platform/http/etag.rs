//! Optimistic concurrency (RFC 9110, section 13): a response carries the version as `ETag`, an update names the version
//! that it changes in `If-Match`. An update of an older version is refused with 412, so that no change is lost.

use poem::{Request, RequestBody};
use poem_openapi::{
    ApiExtractor, ApiExtractorType, ApiResponse, ExtractParamOptions,
    payload::Json,
    registry::{MetaParamIn, MetaSchemaRef},
    types::{ToJSON, Type},
};

use super::{
    errors::RequestError,
    problem::{Problem, Result},
};

/// One thing with the version it has now.
#[derive(ApiResponse)]
pub enum Versioned<T: ToJSON> {
    /// The thing; send its `ETag` back as `If-Match` when you change it.
    #[oai(status = 200)]
    Ok(
        Json<T>,
        /// The version, as `If-Match` wants it.
        #[oai(header = "ETag")]
        String,
    ),
}

impl<T: ToJSON> Versioned<T> {
    /// The thing at this version.
    pub fn of(thing: T, version: i32) -> Self {
        Self::Ok(Json(thing), etag(version))
    }
}

/// A version as `ETag` and `If-Match` write it.
pub fn etag(version: i32) -> String {
    format!("\"v{version}\"")
}

/// Whether the `If-None-Match` of a request names the entity tag `tag` (weak comparison, RFC 9110, section 13.1.2).
pub fn names(if_none_match: &str, tag: &str) -> bool {
    if_none_match.split(',').map(str::trim).any(|known| known == "*" || known.trim_start_matches("W/") == tag)
}

/// The `If-Match` header of an update.
///
/// A handler takes it as `#[oai(name = "If-Match")] if_match: IfMatch` and passes a reference to the action, which calls
/// [`IfMatch::check`] with the version of the row that it locked.
#[derive(Clone, Debug)]
pub struct IfMatch(Option<String>);

impl IfMatch {
    /// Accepts every version, for callers that have not read one, such as an import.
    pub fn any() -> Self {
        Self(Some("*".to_owned()))
    }

    /// Accepts exactly this version.
    pub fn version(version: i32) -> Self {
        Self(Some(etag(version)))
    }

    /// Checks that the header names `version`, the stored one. Call it inside the transaction that updates the row,
    /// after the row is locked.
    ///
    /// # Errors
    /// 400 `if_match_missing` without the header, 412 `stale` where it names another version.
    pub fn check(&self, version: i32) -> Result<()> {
        let given = self.0.as_deref().ok_or(RequestError::IfMatchMissing)?;
        let stored = etag(version);
        // Strong comparison (RFC 9110, section 8.8.3.2): a weak tag never equals.
        let matches = given.split(',').map(str::trim).any(|tag| tag == "*" || tag == stored);
        if matches { Ok(()) } else { Err(Problem::stale()) }
    }
}

impl<'a> ApiExtractor<'a> for IfMatch {
    const TYPES: &'static [ApiExtractorType] = &[ApiExtractorType::Parameter];

    type ParamType = ();

    type ParamRawType = ();

    fn param_in() -> Option<MetaParamIn> {
        Some(MetaParamIn::Header)
    }

    fn param_schema_ref() -> Option<MetaSchemaRef> {
        Some(String::schema_ref())
    }

    async fn from_request(request: &'a Request, _: &mut RequestBody, _: ExtractParamOptions<()>) -> poem::Result<Self> {
        Ok(Self(request.header("if-match").map(str::to_owned)))
    }
}

#[cfg(test)]
mod tests {
    use poem::IntoResponse;

    use super::*;

    fn check(header: Option<&str>, version: i32) -> Result<()> {
        IfMatch(header.map(str::to_owned)).check(version)
    }

    #[test]
    fn the_version_that_was_read_matches() {
        let response = Versioned::of(5_i64, 3).into_response();
        let tag = response.header("etag").unwrap().to_owned();
        assert_eq!(tag, "\"v3\"");
        assert!(check(Some(&tag), 3).is_ok());
        assert!(check(Some("\"v2\", \"v3\""), 3).is_ok());
        assert!(check(Some("*"), 3).is_ok());
    }

    #[test]
    fn a_change_of_an_older_version_is_refused() {
        for stale in ["\"v2\"", "W/\"v3\"", "v3", "", "\"v33\""] {
            assert_eq!(check(Some(stale), 3).unwrap_err().code(), "stale", "{stale}");
        }
        let missing = check(None, 3).unwrap_err();
        assert_eq!((missing.status().as_u16(), missing.code()), (400, "if_match_missing"));
    }
}
