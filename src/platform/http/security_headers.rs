//! Security headers: Content-Security-Policy, no framing, no content sniffing, no referrer for other sites, no caching of
//! API responses.

use base64::{Engine, engine::general_purpose::STANDARD};
use poem::{
    Endpoint, IntoResponse, Middleware, Request, Response, Result,
    http::{HeaderName, HeaderValue, header},
};
use sha2::{Digest, Sha256};

/// Middleware that adds the headers to every response. It wraps the envelope.
#[derive(Clone, Debug)]
pub struct SecurityHeaders {
    headers: Vec<(HeaderName, HeaderValue)>,
}

impl SecurityHeaders {
    /// The headers of an installation. `https` adds Strict-Transport-Security; only the inline scripts of `page`, the web
    /// app's start page, may run.
    pub fn new(https: bool, page: &str) -> Self {
        let scripts: String = inline_scripts(page).map(|script| format!(" 'sha256-{}'", sha256(script))).collect();
        let policy = format!(
            "default-src 'self'; script-src 'self'{scripts}; style-src 'self'; style-src-attr 'unsafe-inline'; \
             img-src 'self' data: blob:; object-src 'none'; base-uri 'self'; form-action 'self'; frame-ancestors 'none'"
        );
        let mut headers = vec![
            (header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff")),
            (header::X_FRAME_OPTIONS, HeaderValue::from_static("DENY")),
            (header::REFERRER_POLICY, HeaderValue::from_static("strict-origin-when-cross-origin")),
            (
                HeaderName::from_static("permissions-policy"),
                HeaderValue::from_static("camera=(self), geolocation=(), microphone=(), payment=()"),
            ),
            (HeaderName::from_static("cross-origin-opener-policy"), HeaderValue::from_static("same-origin")),
        ];
        if let Ok(policy) = HeaderValue::from_str(&policy) {
            headers.push((header::CONTENT_SECURITY_POLICY, policy));
        }
        if https {
            let year = HeaderValue::from_static("max-age=31536000");
            headers.push((header::STRICT_TRANSPORT_SECURITY, year));
        }
        Self { headers }
    }
}

fn sha256(script: &str) -> String {
    STANDARD.encode(Sha256::digest(script.as_bytes()))
}

/// The inline scripts of the page.
fn inline_scripts(page: &str) -> impl Iterator<Item = &str> {
    page.split("<script").skip(1).filter_map(|rest| {
        let (attributes, body) = rest.split_once('>')?;
        let (script, _) = body.split_once("</script>")?;
        (!attributes.contains("src=")).then_some(script)
    })
}

impl<E: Endpoint> Middleware<E> for SecurityHeaders {
    type Output = SecurityHeadersEndpoint<E>;

    fn transform(&self, inner: E) -> SecurityHeadersEndpoint<E> {
        SecurityHeadersEndpoint { inner, headers: self.headers.clone() }
    }
}

/// An endpoint with this middleware.
pub struct SecurityHeadersEndpoint<E> {
    inner: E,
    headers: Vec<(HeaderName, HeaderValue)>,
}

impl<E: Endpoint> Endpoint for SecurityHeadersEndpoint<E> {
    type Output = Response;

    async fn call(&self, request: Request) -> Result<Response> {
        // Responses of the API may contain personal data, so no proxy or shared computer may store them.
        let kept_by_nobody = request.uri().path().starts_with("/api/");
        let mut answer = self.inner.call(request).await?.into_response();
        if kept_by_nobody {
            let never = HeaderValue::from_static("no-store");
            answer.headers_mut().entry(header::CACHE_CONTROL).or_insert(never);
        }
        for (name, value) in &self.headers {
            // An endpoint that needs another policy, such as the API's documentation page, sets its own.
            answer.headers_mut().entry(name).or_insert_with(|| value.clone());
        }
        Ok(answer)
    }
}

#[cfg(test)]
mod tests {
    use poem::{EndpointExt, endpoint::make_sync};

    use super::*;

    #[tokio::test]
    async fn responses_have_the_policy() {
        let page = r#"<html><script src="/a.js"></script><script>start()</script></html>"#;
        let endpoint = make_sync(|_| "a").with(SecurityHeaders::new(true, page));
        let answer = endpoint.call(Request::default()).await.unwrap();
        let policy = answer.header("content-security-policy").unwrap();
        // printf 'start()' | openssl dgst -sha256 -binary | base64
        assert!(
            policy.contains("script-src 'self' 'sha256-DIm7WJS6ZKDYe5qFLPy+h4JFI9Bol5QmYC57mt3Fb00=';"),
            "{policy}"
        );
        assert!(policy.contains("frame-ancestors 'none'"));
        assert_eq!(answer.header("x-content-type-options"), Some("nosniff"));
        assert_eq!(answer.header("strict-transport-security"), Some("max-age=31536000"));
    }

    #[tokio::test]
    async fn responses_of_the_api_are_not_cached() {
        let endpoint = make_sync(|_| "a").with(SecurityHeaders::new(false, ""));
        for (path, kept) in [("/api/v1/session", Some("no-store")), ("/catalogo", None)] {
            let answer = endpoint.call(Request::builder().uri_str(path).finish()).await.unwrap();
            assert_eq!(answer.header("cache-control"), kept, "{path}");
        }
    }

    #[tokio::test]
    async fn plain_http_has_no_strict_transport_security() {
        let endpoint = make_sync(|_| "a").with(SecurityHeaders::new(false, ""));
        let answer = endpoint.call(Request::default()).await.unwrap();
        assert_eq!(answer.header("strict-transport-security"), None);
        assert!(answer.header("content-security-policy").unwrap().contains("script-src 'self';"));
    }
}
