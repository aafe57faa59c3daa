//! Problem details (RFC 9457): the response of a failed operation, with a stable `code` and structured `params` from which
//! clients compose their own sentence, and pointers to the fields at fault.

use std::{any::Any, fmt, sync::Arc, time::Duration};

use poem::{
    IntoResponse, Response,
    error::ResponseError,
    http::{StatusCode, header},
};
use poem_openapi::{
    ApiResponse,
    registry::{MetaHeader, MetaMediaType, MetaResponse, MetaResponses, Registry},
    types::{ToJSON, Type},
};

use super::{
    api_error::{ApiError, Params},
    errors::RequestError,
    problem_body::ProblemBody,
};

/// The result of an action or a query; its error is a [`Problem`] unless another type is named.
pub type Result<T, E = Problem> = std::result::Result<T, E>;

/// Seconds after which an absent party is called again.
const ABSENT_PAUSE: u32 = 20;
/// Seconds after which anything else is tried again.
const DEFAULT_PAUSE: u32 = 5;

/// Media type of a problem (RFC 9457).
pub const CONTENT_TYPE: &str = "application/problem+json";

/// Why an operation failed: one typed error, and the fields at fault.
///
/// Every [`ApiError`] converts into a problem, so `?` and `.into()` work on the error enums of the slices.
#[derive(Clone, Debug)]
pub struct Problem {
    error: Arc<dyn ApiError>,
    status: StatusCode,
    detail: String,
    errors: Vec<FieldProblem>,
    retry_after: Option<u32>,
    /// Whether the transaction may succeed if it is repeated: the database was busy, or aborted it in favour of another.
    pub retryable: bool,
    /// Whether an outside party, such as the mail server, is absent: all that call it wait.
    pub party_absent: bool,
}

/// Marks a response whose transaction the database aborted in favour of another; the envelope repeats its request.
#[derive(Clone, Copy)]
pub(super) struct GaveWay;

/// One field or parameter at fault.
#[derive(Clone, Debug, PartialEq)]
pub struct FieldProblem {
    /// JSON pointer into the request body (RFC 6901), `?name` for a parameter, `line 12/email` for a cell of a file.
    pub pointer: String,
    /// Stable code of the fault.
    pub code: String,
    /// What is wrong and what would be right, in English.
    pub detail: String,
    /// What the fault is about, such as `{"maximum": 120}`.
    pub params: Params,
}

impl FieldProblem {
    /// The field at `pointer`, with the code, sentence and parameters of `error`.
    pub fn of(pointer: impl Into<String>, error: &impl ApiError) -> Self {
        Self {
            pointer: pointer.into(),
            code: error.code().to_owned(),
            detail: error.to_string(),
            params: error.params(),
        }
    }
}

impl<E: ApiError> From<E> for Problem {
    fn from(error: E) -> Self {
        Self {
            status: error.status(),
            detail: error.to_string(),
            error: Arc::new(error),
            errors: Vec::new(),
            retry_after: None,
            retryable: false,
            party_absent: false,
        }
    }
}

impl Problem {
    /// The typed error, where it is one of `E`: callers match its variants, never codes or sentences.
    pub fn error<E: ApiError>(&self) -> Option<&E> {
        let error: &dyn Any = &*self.error;
        error.downcast_ref()
    }

    /// Names a field at fault: `pointer` is a JSON pointer such as `/lines/0/quantity`. Where the field's error is the
    /// problem's own, write `error.at(pointer)` instead.
    #[must_use]
    pub fn field(mut self, pointer: impl Into<String>, error: impl ApiError) -> Self {
        self.errors.push(FieldProblem::of(pointer, &error));
        self
    }

    /// Names all these fields.
    #[must_use]
    pub fn with_errors(mut self, errors: impl IntoIterator<Item = FieldProblem>) -> Self {
        self.errors.extend(errors);
        self
    }

    /// 401: there is no session, or it has ended.
    pub fn unauthenticated() -> Self {
        RequestError::Unauthenticated.into()
    }

    /// 401: the credentials are wrong. The response does not reveal whether the account exists.
    pub fn wrong_credentials() -> Self {
        RequestError::WrongCredentials.into()
    }

    /// 404: the resource does not exist, or the caller must not know of it. `resource` is its name in the API, such as
    /// `order`, and a parameter of the error.
    pub fn not_found(resource: &'static str) -> Self {
        RequestError::NotFound { resource }.into()
    }

    /// 405: the path exists, but not for this method.
    pub fn method_not_allowed() -> Self {
        RequestError::MethodNotAllowed.into()
    }

    /// 412: the resource has changed since the caller read it.
    pub fn stale() -> Self {
        RequestError::Stale.into()
    }

    /// 413: the body has more than `maximum` bytes.
    pub fn too_large(maximum: usize) -> Self {
        RequestError::TooLarge { maximum }.into()
    }

    /// 429: too many attempts; the next is accepted after `retry_after`.
    pub fn too_many(retry_after: Duration) -> Self {
        let seconds = u32::try_from(retry_after.as_secs().max(1)).unwrap_or(u32::MAX);
        Self::from(RequestError::TooMany { retry_after: seconds }).after(seconds)
    }

    /// 500: a fault of the server. The cause is logged, and never part of the response.
    pub fn internal() -> Self {
        RequestError::Internal.into()
    }

    /// 500: a row refers to another row that does not exist. Logs both, because the caller cannot correct it.
    ///
    /// `entity` names the missing row's table, `id` is the reference.
    pub fn missing_reference(entity: &'static str, id: impl std::fmt::Display) -> Self {
        tracing::error!(entity, %id, "a row that is referred to does not exist");
        Self::internal()
    }

    /// 503: the transaction may succeed if it is repeated.
    pub(super) fn busy() -> Self {
        Self { retryable: true, ..Self::from(RequestError::Busy).after(1) }
    }

    /// 503: `part` of the system does not answer, such as `database`. The caller may retry after five seconds.
    pub fn unavailable(part: &'static str) -> Self {
        Self::from(RequestError::Unavailable { part }).after(5)
    }

    /// 503: whether the change was stored is unknown.
    pub fn outcome_unknown() -> Self {
        Self::from(RequestError::OutcomeUnknown).after(5)
    }

    /// 503: the process has no free capacity.
    pub fn overloaded() -> Self {
        Self::from(RequestError::Busy).after(5)
    }

    /// The problem of a response that has an error status but no problem.
    pub(super) fn from_status(status: StatusCode) -> Self {
        match status {
            StatusCode::UNAUTHORIZED => Self::unauthenticated(),
            StatusCode::FORBIDDEN => RequestError::Forbidden.into(),
            StatusCode::NOT_FOUND => Self::not_found("page"),
            StatusCode::METHOD_NOT_ALLOWED => Self::method_not_allowed(),
            StatusCode::SERVICE_UNAVAILABLE => Self::unavailable("service"),
            status if status.is_server_error() => Self::internal(),
            StatusCode::BAD_REQUEST => RequestError::Malformed.into(),
            status => Self { status, ..RequestError::Refused.into() },
        }
    }

    /// The same problem, to be retried after `seconds`.
    #[must_use]
    pub fn after(self, seconds: u32) -> Self {
        Self { retry_after: Some(seconds), ..self }
    }

    /// The same problem, caused by an outside party that is absent.
    #[must_use]
    pub fn absent(self) -> Self {
        Self { party_absent: true, ..self.after(ABSENT_PAUSE) }
    }

    /// Seconds to wait before the next try.
    pub fn retry_after(&self) -> u32 {
        self.retry_after.unwrap_or(DEFAULT_PAUSE)
    }

    /// The HTTP status.
    pub fn status(&self) -> StatusCode {
        self.status
    }

    /// The stable code.
    pub fn code(&self) -> &'static str {
        self.error.code()
    }

    /// The English sentence.
    pub fn detail(&self) -> &str {
        &self.detail
    }

    /// What the error is about.
    pub fn params(&self) -> Params {
        self.error.params()
    }

    /// The fields at fault.
    pub fn errors(&self) -> &[FieldProblem] {
        &self.errors
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}: {}", self.status.as_u16(), self.code(), self.detail)
    }
}

impl std::error::Error for Problem {}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let body = ProblemBody::of(&self);
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
        let mut answer = answer.body(body.to_json_string());
        if self.retryable {
            answer.set_data(GaveWay);
        }
        answer
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

/// The error statuses that an operation may return, each with its meaning.
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
    async fn a_problem_has_the_form_of_rfc_9457() {
        let problem = Problem::from(RequestError::Malformed)
            .field("/lines/0/quantity", RequestError::LimitInvalid { maximum: 200 });
        let detail = RequestError::Malformed.to_string();
        let field = RequestError::LimitInvalid { maximum: 200 }.to_string();
        let mut answer = problem.into_response();
        assert_eq!(answer.status(), StatusCode::BAD_REQUEST);
        assert_eq!(answer.content_type(), Some(CONTENT_TYPE));
        let body: serde_json::Value = answer.take_body().into_json().await.unwrap();
        assert_eq!(
            body,
            serde_json::json!({
                "title": "Bad Request", "status": 400, "code": "malformed", "detail": detail, "params": {},
                "errors": [
                    {
                        "pointer": "/lines/0/quantity", "code": "parameter_invalid", "detail": field,
                        "params": { "maximum": 200 }
                    }
                ]
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
        let problems: [Problem; 15] = [
            RequestError::Malformed.into(),
            Problem::unauthenticated(),
            Problem::wrong_credentials(),
            RequestError::Forbidden.into(),
            Problem::not_found("order"),
            RequestError::Refused.into(),
            Problem::stale(),
            Problem::too_large(1),
            RequestError::UnsupportedMediaType.into(),
            RequestError::IdempotencyKeyReused.into(),
            RequestError::IdempotencyKeyInUse.into(),
            Problem::too_many(Duration::ZERO),
            Problem::internal(),
            Problem::unavailable("database"),
            Problem::busy(),
        ];
        for problem in problems {
            assert!(STATUSES.iter().any(|(status, _)| *status == problem.status.as_u16()), "{problem}");
        }
    }
}
