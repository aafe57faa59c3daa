//! Metrics: requests by operation and status, their duration, and the job queue. Labels are operation ids and statuses,
//! so their number is bounded.

use std::{fmt, sync::Arc, time::Duration};

use prometheus_client::{
    encoding::{EncodeLabelSet, text},
    metrics::{counter::Counter, family::Family, gauge::Gauge, histogram::Histogram},
    registry::{Registry, Unit},
};

/// Media type of the metrics.
pub(super) const CONTENT_TYPE: &str = "application/openmetrics-text; version=1.0.0; charset=utf-8";

/// Upper bounds of the duration classes, in seconds.
const SECONDS: [f64; 11] = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 5.0];

/// The metrics of this process. Clones share the same counters.
#[derive(Clone)]
pub struct Metrics(Arc<Numbers>);

struct Numbers {
    registry: Registry,
    requests: Family<Request, Counter>,
    durations: Family<Operation, Histogram, fn() -> Histogram>,
    jobs: Family<Stage, Gauge>,
    oldest_due: Gauge,
}

/// The number of jobs of each stage.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct JobCounts {
    /// Not due yet.
    pub waiting: i64,
    /// Due and not leased.
    pub due: i64,
    /// Leased by a worker.
    pub running: i64,
    /// Without attempts left.
    pub dead: i64,
    /// Seconds since the oldest of the due ones became due.
    pub oldest_due_seconds: i64,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Request {
    operation: &'static str,
    status: u16,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Operation {
    operation: &'static str,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Stage {
    stage: &'static str,
}

impl Metrics {
    /// Metrics that start at zero.
    pub fn new() -> Self {
        let mut registry = Registry::with_prefix("minga");
        let requests = Family::default();
        let durations = Family::new_with_constructor((|| Histogram::new(SECONDS)) as fn() -> Histogram);
        let (jobs, oldest_due) = (Family::default(), Gauge::default());
        registry.register("requests", "Requests by operation and status", requests.clone());
        registry.register_with_unit("request_duration", "Time to answer", Unit::Seconds, durations.clone());
        registry.register("jobs", "Jobs by stage", jobs.clone());
        registry.register_with_unit("jobs_oldest_due", "Age of the oldest due job", Unit::Seconds, oldest_due.clone());
        Self(Arc::new(Numbers { registry, requests, durations, jobs, oldest_due }))
    }

    /// Counts one request.
    pub fn request(&self, operation: &'static str, status: u16, took: Duration) {
        self.0.requests.get_or_create(&Request { operation, status }).inc();
        self.0.durations.get_or_create(&Operation { operation }).observe(took.as_secs_f64());
    }

    /// Sets the counts of the job queue.
    pub fn set_jobs(&self, counts: JobCounts) {
        let stages =
            [("waiting", counts.waiting), ("due", counts.due), ("running", counts.running), ("dead", counts.dead)];
        for (stage, count) in stages {
            self.0.jobs.get_or_create(&Stage { stage }).set(count);
        }
        self.0.oldest_due.set(counts.oldest_due_seconds);
    }

    /// All metrics in the OpenMetrics text format.
    ///
    /// # Errors
    /// If a metric cannot be encoded.
    pub fn encode(&self) -> Result<String, fmt::Error> {
        let mut text = String::new();
        text::encode(&mut text, &self.0.registry)?;
        Ok(text)
    }
}

impl Default for Metrics {
    fn default() -> Self {
        Self::new()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counted_requests_are_encoded() {
        let metrics = Metrics::new();
        metrics.request("placeOrder", 201, Duration::from_millis(4));
        metrics.request("placeOrder", 201, Duration::from_millis(40));
        metrics.clone().set_jobs(JobCounts { due: 3, oldest_due_seconds: 12, ..JobCounts::default() });
        let text = metrics.encode().unwrap();
        for line in [
            "minga_requests_total{operation=\"placeOrder\",status=\"201\"} 2",
            "minga_request_duration_seconds_bucket{le=\"0.005\",operation=\"placeOrder\"} 1",
            "minga_jobs{stage=\"due\"} 3",
            "minga_jobs_oldest_due_seconds 12",
        ] {
            assert!(text.contains(line), "{line} in\n{text}");
        }
    }
}
