//! The envelope around the whole API: whatever goes wrong below, in a handler, before one was reached or in a panic,
//! leaves as one problem of the same form. It also holds every body to its bounds, so that no route can forget to.

use std::{
    any::Any,
    borrow::Cow,
    panic::AssertUnwindSafe,
    sync::{Arc, LazyLock},
};

use futures_util::FutureExt;
use poem::{
    Endpoint, Error, IntoResponse, Middleware, Request, Response, Result,
    http::{HeaderValue, Method, StatusCode, Uri, header},
};
use poem_openapi::OperationId;

use super::{
    api_document::ApiDocument,
    body::{self, BodyMonitor},
    framework_errors,
    paging::RequestUri,
    problem::{self, Problem},
};

/// Middleware that answers every failure as a problem. It goes around all routes, inside the request log.
#[derive(Clone)]
pub struct Envelope {
    document: Arc<LazyDocument>,
}

/// What the description says, read when something first went wrong: most processes start for other work.
type LazyDocument = LazyLock<ApiDocument, Box<dyn FnOnce() -> ApiDocument + Send>>;

impl Envelope {
    /// The envelope of an API: `description` is its OpenAPI document, `prefix` where it is mounted, such as `/api/v1`.
    /// Where it cannot be read, failures are told without naming fields and methods.
    pub fn new(description: impl Into<Cow<'static, str>>, prefix: &'static str) -> Self {
        let description = description.into();
        let parse = move || {
            ApiDocument::parse(&description, prefix).unwrap_or_else(|error| {
                tracing::error!(%error, "the API's own description cannot be read");
                ApiDocument::default()
            })
        };
        Self { document: Arc::new(LazyLock::new(Box::new(parse))) }
    }
}

impl<E: Endpoint> Middleware<E> for Envelope {
    type Output = Enveloped<E>;

    fn transform(&self, inner: E) -> Enveloped<E> {
        Enveloped { inner, document: self.document.clone() }
    }
}

/// An endpoint in its envelope.
pub struct Enveloped<E> {
    inner: E,
    document: Arc<LazyDocument>,
}

/// What an error is compared with to name its cause.
pub(super) struct RequestContext<'a> {
    pub document: &'a LazyDocument,
    pub method: Method,
    pub uri: Uri,
    pub body: Arc<BodyMonitor>,
}

impl RequestContext<'_> {
    pub fn path(&self) -> &str {
        self.uri.path()
    }

    pub fn query(&self) -> &str {
        self.uri.query().unwrap_or_default()
    }
}

impl<E: Endpoint> Endpoint for Enveloped<E> {
    type Output = Response;

    async fn call(&self, mut request: Request) -> Result<Response> {
        let (method, uri) = (request.method().clone(), request.uri().clone());
        // A nested route sees only the rest of the address.
        request.set_data(RequestUri(uri.clone()));
        let body = match body::bound(&mut request) {
            Ok(body) => body,
            Err(problem) => return Ok(problem.into_response()),
        };
        let context = RequestContext { document: &self.document, method, uri, body };
        let answer = match AssertUnwindSafe(self.inner.call(request)).catch_unwind().await {
            Ok(Ok(answer)) => answer.into_response(),
            Ok(Err(error)) => from_error(error, &context),
            Err(panic) => from_panic(panic.as_ref()),
        };
        Ok(finish(answer, &context))
    }
}

fn from_error(error: Error, context: &RequestContext<'_>) -> Response {
    let operation = error.data::<OperationId>().copied();
    let mut answer = if error.is_from_response() {
        error.into_response()
    } else {
        framework_errors::problem(&error, context).into_response()
    };
    if let Some(operation) = operation {
        answer.set_data(operation);
    }
    answer
}

fn from_panic(panic: &(dyn Any + Send)) -> Response {
    let said = panic.downcast_ref::<&str>().copied().or_else(|| panic.downcast_ref::<String>().map(String::as_str));
    tracing::error!(panic = said.unwrap_or("without a text"), "an operation panicked");
    Problem::internal().into_response()
}

/// Brings failures that were answered as plain responses into the form, and adds what only the envelope knows.
fn finish(mut answer: Response, context: &RequestContext<'_>) -> Response {
    let status = answer.status();
    if status.is_client_error() || status.is_server_error() {
        let broken = context.body.problem();
        if broken.is_some() || answer.content_type() != Some(problem::CONTENT_TYPE) {
            let problem = broken.unwrap_or_else(|| Problem::from_status(status));
            answer = reform(answer, problem);
        }
        if status == StatusCode::METHOD_NOT_ALLOWED && !answer.headers().contains_key(header::ALLOW) {
            answer.headers_mut().insert(header::ALLOW, allow(context));
        }
    }
    answer
}

/// The problem in place of the answer's body; headers that say more, such as `Allow`, stay.
fn reform(mut answer: Response, problem: Problem) -> Response {
    let mut formed = problem.into_response();
    answer.set_status(formed.status());
    answer.set_body(formed.take_body());
    for name in [header::CONTENT_LENGTH, header::CONTENT_ENCODING, header::ETAG] {
        answer.headers_mut().remove(name);
    }
    for (name, value) in formed.headers() {
        answer.headers_mut().insert(name, value.clone());
    }
    answer
}

fn allow(context: &RequestContext<'_>) -> HeaderValue {
    let methods = context.document.methods(context.path());
    let names: Vec<&str> = methods.iter().map(Method::as_str).collect();
    HeaderValue::from_str(&names.join(", "))
        .ok()
        .filter(|allow| !allow.is_empty())
        .unwrap_or(HeaderValue::from_static("GET, HEAD"))
}
