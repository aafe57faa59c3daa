//! Middleware around the API that turns every failure into a problem: errors of handlers, of the framework before a
//! handler, and panics. It also limits every request body, and repeats a request whose transaction the database aborted in
//! favour of another.

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
    problem::{self, GaveWay, Problem},
    repeat::{self, RequestHead},
};

/// Middleware that turns failures into problems. It wraps all routes, inside the request log.
#[derive(Clone)]
pub struct Envelope {
    document: Arc<LazyDocument>,
}

/// What the description says, read when something first went wrong: most processes start for other work.
type LazyDocument = LazyLock<ApiDocument, Box<dyn FnOnce() -> ApiDocument + Send>>;

impl Envelope {
    /// The envelope of an API. `description` is its OpenAPI document, `prefix` its path, such as `/api/v1`. If the
    /// document cannot be parsed, problems do not name fields and methods.
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

/// An endpoint with this middleware.
pub struct Enveloped<E> {
    inner: E,
    document: Arc<LazyDocument>,
}

/// The request that an error is compared with, to find its cause.
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
        // A nested route only sees the rest of the path.
        request.set_data(RequestUri(uri.clone()));
        let body = match body::bound(&mut request) {
            Ok(body) => body,
            Err(problem) => return Ok(problem.into_response()),
        };
        let head = RequestHead::of(&request);
        let mut context = RequestContext { document: &self.document, method, uri, body };
        let mut pauses = repeat::pauses();
        loop {
            let answer = match AssertUnwindSafe(self.inner.call(request)).catch_unwind().await {
                Ok(Ok(answer)) => answer.into_response(),
                Ok(Err(error)) => from_error(error, &context),
                Err(panic) => from_panic(panic.as_ref()),
            };
            let gave_way = answer.data::<GaveWay>().is_some();
            let (true, Some(body), Some(pause)) = (gave_way, context.body.whole(), pauses.next()) else {
                return Ok(finish(answer, &context));
            };
            tokio::time::sleep(pause).await;
            request = head.request(body);
            match body::bound(&mut request) {
                Ok(body) => context.body = body,
                Err(problem) => return Ok(problem.into_response()),
            }
        }
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

/// Turns failures that were answered as plain responses into problems, and adds the headers that they need.
fn finish(mut answer: Response, context: &RequestContext<'_>) -> Response {
    let status = answer.status();
    if status.is_client_error() || status.is_server_error() {
        let broken = context.body.problem();
        if broken.is_some() || answer.content_type() != Some(problem::CONTENT_TYPE) {
            let problem = broken.unwrap_or_else(|| Problem::from_status(status));
            answer = replace_body(answer, problem);
        }
        if status == StatusCode::METHOD_NOT_ALLOWED && !answer.headers().contains_key(header::ALLOW) {
            answer.headers_mut().insert(header::ALLOW, allow(context));
        }
    }
    answer
}

/// Replaces the response's body with the problem. Other headers, such as `Allow`, are kept.
fn replace_body(mut answer: Response, problem: Problem) -> Response {
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
