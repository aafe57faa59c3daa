//! The secret of a link that was sent by mail, as a request carries it.

use poem::{Request, http::header};
use poem_openapi::registry::MetaSecurityScheme;

/// How the description of the API declares such a secret.
pub fn link_scheme(description: &'static str) -> MetaSecurityScheme {
    MetaSecurityScheme {
        ty: "http",
        description: Some(description),
        name: None,
        key_in: None,
        scheme: Some("bearer"),
        bearer_format: Some("secret of the link"),
        flows: None,
        openid_connect_url: None,
    }
}

/// The secret of a request. It is read from `Authorization: Bearer` only, which no browser sends by itself.
pub fn link_secret(request: &Request) -> Option<&str> {
    let (scheme, secret) = request.headers().get(header::AUTHORIZATION)?.to_str().ok()?.split_once(' ')?;
    scheme.eq_ignore_ascii_case("bearer").then(|| secret.trim())
}
