//! Things that two people may edit: an answer carries the version that was read, a change must name it. Whoever
//! comes second is told so (412) and loses nobody's work.

use poem_openapi::{ApiResponse, payload::Json, types::ToJSON};

use super::problem::{Problem, Result};

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

/// Lets a change pass when its `If-Match` names the version that is stored. The handler takes the header as
/// `#[oai(name = "If-Match")] if_match: Header<Option<String>>` and hands `if_match.as_deref()` here, inside the
/// transaction that changes the row.
pub fn check_version(if_match: Option<&str>, version: i32) -> Result<()> {
    let Some(given) = if_match else {
        let detail = "Send If-Match with the ETag of what you read.";
        return Err(Problem::malformed("if_match_missing", detail));
    };
    let stored = etag(version);
    // Strong comparison (RFC 9110, section 8.8.3.2): a weak tag never equals.
    let holds = given.split(',').map(str::trim).any(|tag| tag == "*" || tag == stored);
    if holds { Ok(()) } else { Err(Problem::stale()) }
}

#[cfg(test)]
mod tests {
    use poem::IntoResponse;

    use super::*;

    #[test]
    fn the_version_read_comes_back() {
        let answer = Versioned::of(5_i64, 3).into_response();
        let tag = answer.header("etag").unwrap().to_owned();
        assert_eq!(tag, "\"v3\"");
        assert!(check_version(Some(&tag), 3).is_ok());
        assert!(check_version(Some("\"v2\", \"v3\""), 3).is_ok());
        assert!(check_version(Some("*"), 3).is_ok());
    }

    #[test]
    fn a_change_of_an_older_version_is_refused() {
        for stale in ["\"v2\"", "W/\"v3\"", "v3", "", "\"v33\""] {
            assert_eq!(check_version(Some(stale), 3).unwrap_err().code(), "stale", "{stale}");
        }
        let missing = check_version(None, 3).unwrap_err();
        assert_eq!((missing.status().as_u16(), missing.code()), (400, "if_match_missing"));
    }
}
