//! The request log and the Prometheus metrics. Neither contains personal data: requests are identified by their
//! operation id, and no body, query or caller is recorded.

mod metrics;
mod observe;

use std::io::IsTerminal;

use poem::{Endpoint, IntoResponse, Request, Response, endpoint::make_sync};
use tracing_subscriber::EnvFilter;

use super::http::{address, problem::Problem};

pub use self::{
    metrics::{JobCounts, Metrics},
    observe::Observe,
};

/// Starts logging to standard error: text on a terminal, otherwise one JSON object per line. `filter` has the syntax of
/// `RUST_LOG`; empty means `info`. A second call has no effect.
///
/// # Errors
/// If the filter is invalid.
pub fn init(filter: &str) -> Result<(), tracing_subscriber::filter::ParseError> {
    let filter = EnvFilter::builder().parse(if filter.trim().is_empty() {
        "info,sqlx=warn,sea_orm_migration=warn"
    } else {
        filter
    })?;
    let log = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr);
    // Only the first subscriber of a process is installed, which is enough for tests.
    drop(if std::io::stderr().is_terminal() { log.compact().try_init() } else { log.json().try_init() });
    Ok(())
}

/// The endpoint of `/metrics`. It only answers requests from this machine, unless `to_all`.
pub fn metrics_endpoint(metrics: Metrics, to_all: bool) -> impl Endpoint<Output = Response> {
    make_sync(move |request: Request| {
        if !to_all && !address::is_local(&request) {
            return Problem::not_found("address").into_response();
        }
        match metrics.encode() {
            Ok(text) => Response::builder().content_type(metrics::CONTENT_TYPE).body(text),
            Err(error) => {
                tracing::error!(%error, "the numbers cannot be written");
                Problem::internal().into_response()
            }
        }
    })
}

#[cfg(test)]
mod tests {
    use poem::http::StatusCode;

    use super::*;
    use crate::platform::http::address::tests::request;

    #[tokio::test]
    async fn numbers_are_for_this_machine_only() {
        let endpoint = metrics_endpoint(Metrics::new(), false);
        let status = |peer, headers| {
            let request = request(peer, headers);
            async { endpoint.get_response(request).await.status() }
        };
        assert_eq!(status("127.0.0.1:9", &[]).await, StatusCode::OK);
        assert_eq!(status("200.1.2.3:9", &[]).await, StatusCode::NOT_FOUND);
        assert_eq!(status("127.0.0.1:9", &[("x-forwarded-for", "200.1.2.3")]).await, StatusCode::NOT_FOUND);
    }

    #[test]
    fn an_invalid_filter_is_an_error() {
        assert!(init("minga=loud").is_err());
    }
}
