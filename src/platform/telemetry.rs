//! The request log and the Prometheus metrics. Neither contains personal data: requests are identified by their
//! operation id, and no body, query or caller is recorded.

mod metrics;
mod observe;

use std::io::IsTerminal;

use poem::{IntoResponse, Response};
use tracing_subscriber::EnvFilter;

use super::http::problem::Problem;

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

/// The page of the metrics.
pub fn metrics_page(metrics: &Metrics) -> Response {
    match metrics.encode() {
        Ok(text) => Response::builder().content_type(metrics::CONTENT_TYPE).body(text),
        Err(error) => {
            tracing::error!(%error, "the metrics cannot be written");
            Problem::internal().into_response()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_invalid_filter_is_an_error() {
        assert!(init("minga=loud").is_err());
    }
}
