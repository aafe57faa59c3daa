//! The outermost middleware: gives each request an id, counts it and logs one line about it.

use std::sync::{
    Arc,
    atomic::{AtomicU64, Ordering},
};

use poem::{Endpoint, IntoResponse, Middleware, Request, Response, Result, http::HeaderValue};
use poem_openapi::OperationId;
use tokio::time::Instant;
use tracing::Instrument;

use super::Metrics;

/// Name of the request id's header.
const REQUEST_ID: &str = "x-request-id";
/// Longest request id that is accepted from a proxy, in characters.
const ID_MAX: usize = 64;

/// Middleware that observes every request.
#[derive(Clone)]
pub struct Observe {
    metrics: Metrics,
    process: Arc<str>,
    count: Arc<AtomicU64>,
}

impl Observe {
    /// Counts in `metrics`. `process` distinguishes the request ids of this process from those of others.
    pub fn new(metrics: Metrics, process: impl Into<Arc<str>>) -> Self {
        Self { metrics, process: process.into(), count: Arc::default() }
    }

    /// The proxy's request id if it is a plain word; otherwise a new one.
    fn request_id(&self, request: &Request) -> String {
        let given = request.header(REQUEST_ID).filter(|id| {
            (1..=ID_MAX).contains(&id.len()) && id.bytes().all(|b| b.is_ascii_alphanumeric() || b"-_.".contains(&b))
        });
        match given {
            Some(id) => id.to_owned(),
            None => format!("{}-{:x}", self.process, self.count.fetch_add(1, Ordering::Relaxed)),
        }
    }
}

impl<E: Endpoint> Middleware<E> for Observe {
    type Output = Observed<E>;

    fn transform(&self, inner: E) -> Observed<E> {
        Observed { inner, observe: self.clone() }
    }
}

/// An endpoint with this middleware.
pub struct Observed<E> {
    inner: E,
    observe: Observe,
}

impl<E: Endpoint> Endpoint for Observed<E> {
    type Output = Response;

    async fn call(&self, request: Request) -> Result<Response> {
        let id = self.observe.request_id(&request);
        let method = request.method().clone();
        let span = tracing::info_span!("request", id);
        async {
            let begun = Instant::now();
            let mut answer = match self.inner.call(request).await {
                Ok(answer) => answer.into_response(),
                Err(error) => error.into_response(),
            };
            let took = begun.elapsed();
            let operation = answer.data::<OperationId>().map_or("other", |operation| operation.0);
            let status = answer.status().as_u16();
            self.observe.metrics.request(operation, status, took);
            let milliseconds = took.as_secs_f64() * 1_000.0;
            tracing::info!(operation, %method, status, milliseconds, "answered");
            if let Ok(id) = HeaderValue::from_str(&id) {
                answer.headers_mut().insert(REQUEST_ID, id);
            }
            Ok(answer)
        }
        .instrument(span)
        .await
    }
}

#[cfg(test)]
mod tests {
    use poem::{EndpointExt, endpoint::make_sync, test::TestClient};

    use super::*;

    #[tokio::test]
    async fn requests_get_ids_and_are_counted() {
        let metrics = Metrics::new();
        let answers = make_sync(|_| {
            let mut answer = "a".into_response();
            answer.set_data(OperationId("getThing"));
            answer
        });
        let client = TestClient::new(answers.with(Observe::new(metrics.clone(), "n1")));
        client.get("/").send().await.assert_header("x-request-id", "n1-0");
        client.get("/").header("x-request-id", "proxy-7").send().await.assert_header("x-request-id", "proxy-7");
        client.get("/").header("x-request-id", "a b").send().await.assert_header("x-request-id", "n1-1");
        let counted = "minga_requests_total{operation=\"getThing\",status=\"200\"} 3";
        assert!(metrics.encode().unwrap().contains(counted));
    }
}
