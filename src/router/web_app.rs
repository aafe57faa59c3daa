//! Serves the web app, which is embedded in the binary. It is a single-page app: every path that is neither a file nor
//! part of the API returns its start page.

use std::borrow::Cow;

use entities::values::Language;
use poem::{
    Endpoint, IntoResponse, Request, Response, Result,
    http::{Method, StatusCode, header},
};
use rust_embed::RustEmbed;
use sea_orm::Iterable;

use crate::platform::{
    http::{etag, problem::Problem},
    locale::{Localizer, localize},
};

/// The built web app; empty where the program was built without it.
#[derive(RustEmbed)]
#[folder = "frontend/build"]
#[allow_missing = true]
struct Files;
const PAGE: &str = "index.html";
/// Files in this folder have a hash of their content in their name, so they never change.
const HASHED: &str = "_app/immutable/";
const CACHE_FOREVER: &str = "public, max-age=31536000, immutable";
const REVALIDATE: &str = "no-cache";

/// The web app's start page.
pub fn page() -> Cow<'static, str> {
    match Files::get(PAGE).map(|file| file.data) {
        Some(Cow::Borrowed(bytes)) => String::from_utf8_lossy(bytes),
        Some(Cow::Owned(bytes)) => String::from_utf8_lossy(&bytes).into_owned().into(),
        None => missing_app().into(),
    }
}

/// The page of a binary that was built without the web app.
fn missing_app() -> String {
    let mut page = "<!doctype html><meta charset=utf-8><title>Minga</title><h1>Minga</h1>".to_owned();
    for language in Language::iter() {
        let text = localize!(Localizer::new(language), "web-app-missing");
        page.push_str(&format!("<p lang={}>{text}", language.word()));
    }
    page + "<p><a href=/docs>API</a>"
}

/// The endpoint of the web app's files and pages.
pub struct WebApp;

impl Endpoint for WebApp {
    type Output = Response;

    async fn call(&self, request: Request) -> Result<Response> {
        if !matches!(*request.method(), Method::GET | Method::HEAD) {
            return Err(Problem::method_not_allowed().into());
        }
        let path = request.uri().path().trim_start_matches('/');
        let accepts = request.header(header::ACCEPT_ENCODING).unwrap_or_default();
        if let Some(response) = file(path, accepts, request.header(header::IF_NONE_MATCH)) {
            return Ok(response);
        }
        // A path with a file extension is a missing file, not a page of the app.
        let last = path.rsplit('/').next().unwrap_or_default();
        if last.contains('.') || path.starts_with("_app/") || path.starts_with("api/") {
            return Err(Problem::not_found("file").into());
        }
        Ok(file(PAGE, accepts, request.header(header::IF_NONE_MATCH))
            .unwrap_or_else(|| Response::builder().content_type("text/html; charset=utf-8").body(missing_app())))
    }
}

/// The file at `path`, compressed if the browser accepts it.
fn file(path: &str, accepts: &str, seen: Option<&str>) -> Option<Response> {
    let plain = Files::get(path)?;
    let takes = |coding: &str| accepts.split(',').any(|a| a.split(';').next().is_some_and(|a| a.trim() == coding));
    let packed = [("br", "br"), ("gzip", "gz")].into_iter().filter(|(coding, _)| takes(coding));
    let packed = packed.filter_map(|(coding, ending)| Some((coding, Files::get(&format!("{path}.{ending}"))?))).next();
    let tag = format!("\"{}\"", hex::encode(plain.metadata.sha256_hash().get(..16)?));
    let cache = if path.starts_with(HASHED) { CACHE_FOREVER } else { REVALIDATE };
    let response = Response::builder().header(header::CACHE_CONTROL, cache).header(header::VARY, "Accept-Encoding");
    let response = response.header(header::ETAG, &tag);
    if seen.is_some_and(|seen| etag::names(seen, &tag)) {
        return Some(response.status(StatusCode::NOT_MODIFIED).finish());
    }
    let kind = plain.metadata.mimetype();
    let kind = if kind.starts_with("text/") || kind == "application/javascript" {
        format!("{kind}; charset=utf-8")
    } else {
        kind.to_owned()
    };
    let response = response.content_type(kind);
    Some(IntoResponse::into_response(match packed {
        Some((coding, file)) => response.header(header::CONTENT_ENCODING, coding).body(file.data.into_owned()),
        None => response.body(plain.data.into_owned()),
    }))
}
