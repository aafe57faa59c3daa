//! The API's description as a page to read: Swagger UI, as one page with inline script and style.

use std::sync::OnceLock;

use poem::{
    Endpoint, Request, Response, Result,
    http::{Method, StatusCode, header},
};
use poem_openapi::OpenApiService;
use sha2::{Digest, Sha256};

use super::OPENAPI_DOCUMENT;
use crate::platform::http::problem::Problem;

const POLICY: &str = "default-src 'self'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; img-src 'self' data:; \
                      frame-ancestors 'none'";

/// The endpoint of the page.
pub struct Documentation;

/// The page. It has two megabytes and is the same for every request.
struct Page {
    text: String,
    etag: String,
}

/// The page, made when it is first asked for.
fn page() -> &'static Page {
    static PAGE: OnceLock<Page> = OnceLock::new();
    PAGE.get_or_init(|| {
        // Of a service without operations: describing all of them takes long, and the description exists already.
        let empty = OpenApiService::new((), "Minga", env!("CARGO_PKG_VERSION"));
        let text = empty.swagger_ui_html().replacen(&empty.spec(), OPENAPI_DOCUMENT, 1);
        let etag = format!("\"{}\"", hex::encode(Sha256::digest(&text)));
        Page { text, etag }
    })
}

impl Endpoint for Documentation {
    type Output = Response;

    async fn call(&self, request: Request) -> Result<Response> {
        if !matches!(*request.method(), Method::GET | Method::HEAD) {
            return Err(Problem::method_not_allowed().into());
        }
        let Page { text, etag } = page();
        let response = Response::builder().header(header::CONTENT_SECURITY_POLICY, POLICY).header(header::ETAG, etag);
        let response = response.header(header::CACHE_CONTROL, "no-cache");
        if request.header(header::IF_NONE_MATCH) == Some(etag) {
            return Ok(response.status(StatusCode::NOT_MODIFIED).finish());
        }
        Ok(response.content_type("text/html; charset=utf-8").body(text.as_str()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_page_has_the_description() {
        assert!(page().text.contains(OPENAPI_DOCUMENT));
    }
}
