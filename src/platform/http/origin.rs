//! Protection against cross-site request forgery. Browsers send where a request comes from (`Sec-Fetch-Site`, `Origin`);
//! an unsafe request with a cookie must come from this site.

use poem::{
    Endpoint, Middleware, Request, Result,
    http::{Method, header},
};
use url::{Origin, Url};

use super::{errors::RequestError, problem::Problem};

/// Middleware that checks the origin of unsafe requests.
#[derive(Clone, Debug)]
pub struct SameOrigin {
    ours: Origin,
}

impl SameOrigin {
    /// Accepts the installation's public address and the host of the request as origins.
    pub fn new(public_url: &Url) -> Self {
        Self { ours: public_url.origin() }
    }

    fn check(&self, request: &Request) -> std::result::Result<(), Problem> {
        let safe = matches!(*request.method(), Method::GET | Method::HEAD | Method::OPTIONS | Method::TRACE);
        // A browser never adds an Authorization header with a token by itself.
        if safe || request.headers().contains_key(header::AUTHORIZATION) {
            return Ok(());
        }
        let refused = || Err(RequestError::ForeignOrigin.into());
        let said = |name: &str| request.headers().get(name).map(|value| value.to_str().unwrap_or_default());
        let site = said("sec-fetch-site");
        if site.is_some_and(|site| site != "same-origin" && site != "none") {
            return refused();
        }
        match said("origin") {
            Some(origin) if self.is_ours(origin, said("host")) => Ok(()),
            Some(_) => refused(),
            None if site.is_none() && request.headers().contains_key(header::COOKIE) => {
                Err(RequestError::OriginMissing.into())
            }
            None => Ok(()),
        }
    }

    fn is_ours(&self, origin: &str, host: Option<&str>) -> bool {
        let Ok(url) = Url::parse(origin) else { return false };
        let web = matches!(url.scheme(), "http" | "https");
        let authority = origin.split_once("://").map(|(_, authority)| authority);
        let asked = host.is_some_and(|host| authority.is_some_and(|authority| authority.eq_ignore_ascii_case(host)));
        web && (url.origin() == self.ours || asked)
    }
}

impl<E: Endpoint> Middleware<E> for SameOrigin {
    type Output = SameOriginEndpoint<E>;

    fn transform(&self, inner: E) -> SameOriginEndpoint<E> {
        SameOriginEndpoint { inner, rule: self.clone() }
    }
}

/// An endpoint with this middleware.
pub struct SameOriginEndpoint<E> {
    inner: E,
    rule: SameOrigin,
}

impl<E: Endpoint> Endpoint for SameOriginEndpoint<E> {
    type Output = E::Output;

    async fn call(&self, request: Request) -> Result<E::Output> {
        self.rule.check(&request)?;
        self.inner.call(request).await
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn code(method: Method, headers: &[(&str, &str)]) -> Option<&'static str> {
        let rule = SameOrigin::new(&Url::parse("https://minga.example/").unwrap());
        let mut request = Request::builder().method(method);
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        rule.check(&request.finish()).err().map(|problem| problem.code())
    }

    const COOKIE: (&str, &str) = ("cookie", "session=a");

    #[test]
    fn requests_of_this_site_are_accepted() {
        assert_eq!(code(Method::POST, &[COOKIE, ("origin", "https://minga.example")]), None);
        assert_eq!(
            code(Method::POST, &[COOKIE, ("origin", "http://127.0.0.1:8080"), ("host", "127.0.0.1:8080")]),
            None
        );
        assert_eq!(code(Method::PUT, &[COOKIE, ("sec-fetch-site", "same-origin")]), None);
        assert_eq!(code(Method::GET, &[COOKIE, ("sec-fetch-site", "cross-site")]), None);
    }

    #[test]
    fn other_sites_are_refused() {
        for foreign in [
            ("origin", "https://malo.example"),
            ("origin", "null"),
            ("origin", "https://minga.example.malo.example"),
            ("origin", "http://minga.example"),
            ("origin", "\u{f1}"),
            ("sec-fetch-site", "cross-site"),
            ("sec-fetch-site", "same-site"),
        ] {
            assert_eq!(code(Method::POST, &[COOKIE, foreign, ("host", "minga.example:443")]), Some("foreign_origin"));
            assert_eq!(code(Method::DELETE, &[foreign]), Some("foreign_origin"), "signing in counts too");
        }
        assert_eq!(code(Method::POST, &[COOKIE]), Some("origin_missing"));
    }

    #[test]
    fn requests_with_a_token_are_not_checked() {
        assert_eq!(code(Method::POST, &[("authorization", "Bearer a"), ("origin", "https://malo.example")]), None);
        assert_eq!(code(Method::POST, &[]), None, "a card processor's webhook");
    }
}
