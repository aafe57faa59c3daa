//! Readiness and metrics of this process.

use poem::{Endpoint, EndpointExt, IntoResponse, Request, Response, endpoint::BoxEndpoint};

use crate::platform::{
    app::App,
    http::{
        address::is_local,
        problem::{Problem, Result},
    },
    jobs,
    telemetry::{JobCounts, Metrics, metrics_endpoint},
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
    metrics: Metrics,
    page: BoxEndpoint<'static, Response>,
}

impl MetricsPage {
    /// A page that only requests from this machine can read.
    pub fn new(metrics: Metrics) -> Self {
        Self { page: metrics_endpoint(metrics.clone(), false).boxed(), metrics }
    }
}

impl Endpoint for MetricsPage {
    type Output = Response;

    async fn call(&self, request: Request) -> poem::Result<Response> {
        if is_local(&request)
            && let Some(app) = request.data::<App>()
        {
            self.metrics.set_jobs(job_counts(app).await?);
        }
        self.page.call(request).await
    }
}

async fn job_counts(app: &App) -> Result<JobCounts> {
    jobs::counts(&app.read(Actor::System).await?).await
}
