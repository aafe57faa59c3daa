//! What went wrong, told in one form for every operation: problem details of RFC 9457 with a stable `code` that the
//! web app translates, and pointers to the fields at fault. The detail is for the developer who reads the answer.

use std::{borrow::Cow, fmt, time::Duration};

use poem::{
    IntoResponse, Response,
    error::ResponseError,
    http::{StatusCode, header},
};
use poem_openapi::{
    ApiResponse, Object,
    registry::{MetaHeader, MetaMediaType, MetaResponse, MetaResponses, Registry},
    types::{ToJSON, Type},
};

/// The result of an action or a query; its error is a [`Problem`] unless another type is named.
pub type Result<T, E = Problem> = std::result::Result<T, E>;

/// Media type of a problem (RFC 9457).
pub const CONTENT_TYPE: &str = "application/problem+json";

/// One refusal or failure, ready to be sent.
#[derive(Clone, Debug)]
pub struct Problem {
    status: StatusCode,
    code: &'static str,
    detail: Cow<'static, str>,
    errors: Vec<FieldProblem>,
    retry_after: Option<u32>,
    /// Whether the same work, begun again from its start, may succeed: the database was busy, or chose this
    /// transaction to give way to another.
    pub retryable: bool,
}

/// One field or parameter at fault.
#[derive(Clone, Debug, PartialEq, Eq, Object)]
pub struct FieldProblem {
    /// JSON pointer into the request body (RFC 6901), `?name` for a parameter, `line 12/email` for a cell of a file.
    pub pointer: String,
    /// Stable word for the fault, for translation.
    pub code: String,
    /// What is wrong and what would be right, in English.
    pub detail: String,
}

/// Problem details of RFC 9457.
#[derive(Object)]
#[oai(rename = "Problem")]
struct ProblemBody {
    /// Name of the status.
    title: String,
    /// HTTP status.
    status: u16,
    /// Stable word for the problem, for programs and for translation.
    code: String,
    /// What went wrong, in English.
    detail: String,
    /// The fields at fault; empty where none is.
    errors: Vec<FieldProblem>,
}

impl Problem {
    fn new(status: StatusCode, code: &'static str, detail: impl Into<Cow<'static, str>>) -> Self {
        Self { status, code, detail: detail.into(), errors: Vec::new(), retry_after: None, retryable: false }
    }

    /// 400: the request cannot be understood as it is.
    pub fn malformed(code: &'static str, detail: impl Into<Cow<'static, str>>) -> Self {
        Self::new(StatusCode::BAD_REQUEST, code, detail)
    }

    /// 401: nobody is signed in, or no longer.
    pub fn unauthenticated() -> Self {
        Self::new(
            StatusCode::UNAUTHORIZED,
            "unauthenticated",
            "Sign in first, or send the token of a session: `Authorization: Bearer …`.",
        )
    }

    /// 401: what was sent to sign in with does not fit; it is not said whether the account or the password is wrong.
    pub fn wrong_credentials() -> Self {
        let detail = "The address or the password is wrong.";
        Self::new(StatusCode::UNAUTHORIZED, "wrong_credentials", detail)
    }

    /// 403: the caller is known and may not do this.
    pub fn forbidden(code: &'static str, detail: impl Into<Cow<'static, str>>) -> Self {
        Self::new(StatusCode::FORBIDDEN, code, detail)
    }

    /// 404: there is no such thing, or the caller may not know of it. `noun` is the thing's word.
    pub fn not_found(noun: &'static str) -> Self {
        Self::new(StatusCode::NOT_FOUND, "not_found", format!("There is no such {noun}, or it is not yours to see."))
    }

    /// 405: the path exists, but not for this method.
    pub fn method_not_allowed() -> Self {
        let detail = "This path does not answer to this method.";
        Self::new(StatusCode::METHOD_NOT_ALLOWED, "method_not_allowed", detail)
    }

    /// 409: a rule refuses what was asked.
    pub fn refused(code: &'static str, detail: impl Into<Cow<'static, str>>) -> Self {
        Self::new(StatusCode::CONFLICT, code, detail)
    }

    /// 412: somebody changed the thing since the caller read it.
    pub fn stale() -> Self {
        let detail = "It was changed meanwhile: read it again and repeat the change.";
        Self::new(StatusCode::PRECONDITION_FAILED, "stale", detail)
    }

    /// 413: the body holds more than `limit` bytes.
    pub fn too_large(limit: usize) -> Self {
        let detail = format!("The body may hold at most {limit} bytes.");
        Self::new(StatusCode::PAYLOAD_TOO_LARGE, "too_large", detail)
    }

    /// 415: the body is of a kind that this operation does not read.
    pub fn unsupported_media(detail: impl Into<Cow<'static, str>>) -> Self {
        Self::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, "unsupported_media_type", detail)
    }

    /// 422: the idempotency key was used for another request.
    pub fn key_reused() -> Self {
        let detail = "This Idempotency-Key was used for another request: make a new key for each request.";
        Self::new(StatusCode::UNPROCESSABLE_ENTITY, "idempotency_key_reused", detail)
    }

    /// 429: too many tries; the next may come after `retry_after`.
    pub fn too_many(retry_after: Duration) -> Self {
        let detail = "Too many tries: wait a little.";
        let seconds = u32::try_from(retry_after.as_secs().max(1)).unwrap_or(u32::MAX);
        Self::new(StatusCode::TOO_MANY_REQUESTS, "too_many", detail).after(seconds)
    }

    /// 500: a fault of ours. The cause is for the log, never for the answer.
    pub fn internal() -> Self {
        let detail = "Something failed on our side; nothing was changed.";
        Self::new(StatusCode::INTERNAL_SERVER_ERROR, "internal", detail)
    }

    /// 503: a part that this needs does not answer now.
    pub fn unavailable(detail: impl Into<Cow<'static, str>>) -> Self {
        Self::new(StatusCode::SERVICE_UNAVAILABLE, "unavailable", detail).after(5)
    }

    /// 503 that a fresh start of the same work may mend.
    pub(super) fn busy() -> Self {
        Self { retryable: true, ..Self::unavailable("Too much is going on at once: try again.").after(1) }
    }

    /// The meaning that a bare status has here, for answers that come without a problem of their own.
    pub(super) fn from_status(status: StatusCode) -> Self {
        match status {
            StatusCode::UNAUTHORIZED => Self::unauthenticated(),
            StatusCode::FORBIDDEN => Self::forbidden("forbidden", "This is not yours to do."),
            StatusCode::NOT_FOUND => Self::not_found("page"),
            StatusCode::METHOD_NOT_ALLOWED => Self::method_not_allowed(),
            StatusCode::SERVICE_UNAVAILABLE => Self::unavailable("This cannot be answered now."),
            status if status.is_server_error() => Self::internal(),
            StatusCode::BAD_REQUEST => Self::malformed("malformed", "The request cannot be read."),
            status => Self::new(status, "refused", status.canonical_reason().unwrap_or("Refused.")),
        }
    }

    fn after(self, seconds: u32) -> Self {
        Self { retry_after: Some(seconds), ..self }
    }

    /// Names a field at fault: `pointer` is a JSON pointer such as `/lines/0/quantity`.
    #[must_use]
    pub fn at(mut self, pointer: impl Into<String>, code: &str, detail: impl Into<String>) -> Self {
        self.errors.push(FieldProblem { pointer: pointer.into(), code: code.to_owned(), detail: detail.into() });
        self
    }

    /// Names all these fields.
    #[must_use]
    pub fn with_errors(mut self, errors: impl IntoIterator<Item = FieldProblem>) -> Self {
        self.errors.extend(errors);
        self
    }

    /// The HTTP status.
    pub fn status(&self) -> StatusCode {
        self.status
    }

    /// The stable word.
    pub fn code(&self) -> &'static str {
        self.code
    }

    /// The English sentence.
    pub fn detail(&self) -> &str {
        &self.detail
    }

    /// The fields at fault.
    pub fn errors(&self) -> &[FieldProblem] {
        &self.errors
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}: {}", self.status.as_u16(), self.code, self.detail)
    }
}

impl std::error::Error for Problem {}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let body = ProblemBody {
            title: self.status.canonical_reason().unwrap_or("Refused").to_owned(),
            status: self.status.as_u16(),
            code: self.code.to_owned(),
            detail: self.detail.into_owned(),
            errors: self.errors,
        };
        let mut answer = Response::builder()
            .status(self.status)
            .header(header::CACHE_CONTROL, "no-store")
            .content_type(CONTENT_TYPE);
        if let Some(seconds) = self.retry_after {
            answer = answer.header(header::RETRY_AFTER, seconds);
        }
        if self.status == StatusCode::UNAUTHORIZED {
            answer = answer.header(header::WWW_AUTHENTICATE, "Bearer");
        }
        answer.body(body.to_json_string())
    }
}

impl ResponseError for Problem {
    fn status(&self) -> StatusCode {
        self.status
    }

    fn as_response(&self) -> Response {
        self.clone().into_response()
    }
}

/// Statuses that an operation may answer with besides its success, each with its one meaning.
const STATUSES: [(u16, &str); 12] = [
    (400, "The request cannot be understood; `errors` names the fields."),
    (401, "Nobody is signed in."),
    (403, "The caller may not do this."),
    (404, "There is no such thing, or it is not the caller's to see."),
    (409, "A rule refuses it; `code` says which."),
    (412, "It was changed meanwhile."),
    (413, "The body is too large."),
    (415, "The body is of the wrong kind."),
    (422, "The idempotency key was used for another request."),
    (429, "Too many tries."),
    (500, "A fault of the server; nothing was changed."),
    (503, "A needed part does not answer now."),
];

impl ApiResponse for Problem {
    fn meta() -> MetaResponses {
        let retry = || MetaHeader {
            name: "RETRY-AFTER".to_owned(),
            description: Some("Seconds to wait before the next try.".to_owned()),
            required: false,
            deprecated: false,
            schema: u32::schema_ref(),
        };
        let response = |(status, description)| MetaResponse {
            description,
            status: Some(status),
            status_range: None,
            content: vec![MetaMediaType { content_type: CONTENT_TYPE, schema: ProblemBody::schema_ref() }],
            headers: if matches!(status, 429 | 503) { vec![retry()] } else { Vec::new() },
        };
        MetaResponses { responses: STATUSES.into_iter().map(response).collect() }
    }

    fn register(registry: &mut Registry) {
        ProblemBody::register(registry);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_problem_is_sent_as_rfc_9457_says() {
        let problem = Problem::malformed("invalid_body", "One field.").at("/lines/0/quantity", "out_of_range", "≥ 1");
        let mut answer = problem.into_response();
        assert_eq!(answer.status(), StatusCode::BAD_REQUEST);
        assert_eq!(answer.content_type(), Some(CONTENT_TYPE));
        let body: serde_json::Value = answer.take_body().into_json().await.unwrap();
        assert_eq!(
            body,
            serde_json::json!({
                "title": "Bad Request", "status": 400, "code": "invalid_body", "detail": "One field.",
                "errors": [{ "pointer": "/lines/0/quantity", "code": "out_of_range", "detail": "≥ 1" }]
            })
        );
    }

    #[test]
    fn waits_and_challenges_are_headers() {
        let wait = Problem::too_many(Duration::from_secs(90)).into_response();
        assert_eq!(wait.header("retry-after"), Some("90"));
        assert_eq!(Problem::unauthenticated().into_response().header("www-authenticate"), Some("Bearer"));
    }

    #[test]
    fn every_problem_has_a_documented_status() {
        let made = [
            Problem::malformed("a", ""),
            Problem::unauthenticated(),
            Problem::wrong_credentials(),
            Problem::forbidden("a", ""),
            Problem::not_found("order"),
            Problem::refused("a", ""),
            Problem::stale(),
            Problem::too_large(1),
            Problem::unsupported_media(""),
            Problem::key_reused(),
            Problem::too_many(Duration::ZERO),
            Problem::internal(),
            Problem::unavailable(""),
            Problem::busy(),
        ];
        for problem in made {
            assert!(STATUSES.iter().any(|(status, _)| *status == problem.status.as_u16()), "{problem}");
        }
    }
}
