//! What an operator sees of the running process: a log of requests, and numbers for Prometheus. Neither holds
//! personal data: an operation's id stands for its address, and no body, query or caller is written down.

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

/// Begins the log of this process on its standard error: `filter` as `RUST_LOG` writes it (empty = `info`), for people
/// at a terminal, elsewhere one JSON object per line. A second call changes nothing.
///
/// # Errors
/// Where the filter cannot be read.
pub fn init(filter: &str) -> Result<(), tracing_subscriber::filter::ParseError> {
    let filter = EnvFilter::builder().parse(if filter.trim().is_empty() {
        "info,sqlx=warn,sea_orm_migration=warn"
    } else {
        filter
    })?;
    let log = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr);
    // Only the first subscriber of a process counts; a test that comes second is content with it.
    drop(if std::io::stderr().is_terminal() { log.compact().try_init() } else { log.json().try_init() });
    Ok(())
}

/// The endpoint of `/metrics`. It answers this machine only, unless `to_all` holds.
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
    fn a_filter_that_cannot_be_read_is_told() {
        assert!(init("minga=loud").is_err());
    }
}
