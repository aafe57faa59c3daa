//! Readiness and metrics of this process.

use poem::{Endpoint, IntoResponse, Request, Response};

use crate::platform::{
    app::App,
    http::problem::{Problem, Result},
    jobs,
    telemetry::{JobCounts, Metrics, metrics_page},
    unit_of_work::Actor,
};

/// Answers 200 if the database answers and takes writes, else 503.
pub async fn ready(request: Request) -> poem::Result<Response> {
    let app = request.data::<App>().ok_or_else(Problem::internal)?;
    Ok(if app.db.is_ready().await {
        Response::builder().content_type("application/json").body("{\"status\":\"ready\"}")
    } else {
        Problem::unavailable("database").into_response()
    })
}

/// The Prometheus metrics, with the present counts of the job queue.
pub struct MetricsPage {
    app: App,
    metrics: Metrics,
}

impl MetricsPage {
    /// The metrics of this process.
    pub fn new(app: &App, metrics: &Metrics) -> Self {
        Self { app: app.clone(), metrics: metrics.clone() }
    }
}

impl Endpoint for MetricsPage {
    type Output = Response;

    async fn call(&self, _: Request) -> poem::Result<Response> {
        self.metrics.set_jobs(job_counts(&self.app).await?);
        Ok(metrics_page(&self.metrics))
    }
}

async fn job_counts(app: &App) -> Result<JobCounts> {
    jobs::counts(&app.read(Actor::System).await?).await
}
