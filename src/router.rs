//! The router: mounts the APIs of the slices, their OpenAPI document, the middleware, the health and metrics pages and
//! the web app. No logic.

pub mod document;
mod documentation;
mod error_codes;
mod health;
mod jobs;
mod layout;
mod rewrite;
mod web_app;

use poem::{
    Body, EndpointExt, IntoEndpoint, Response, Result, Route,
    endpoint::{BoxEndpoint, make},
    get,
};
use poem_openapi::OpenApiService;

use crate::platform::{
    app::App,
    http::{
        dates::CurrentDay, envelope::Envelope, origin::SameOrigin, problem::Problem, security_headers::SecurityHeaders,
    },
    telemetry::{Metrics, Observe},
};

/// Combines the `Apis` and `APIS` of the slices of the journey and of the slices that read all of them. There are two
/// tuples because poem-openapi implements its traits for tuples of at most sixteen.
macro_rules! apis {
    ($($journey:ident)*; $($reader:ident)*) => {
        /// All operations, in journey order.
        pub type Apis = (($(crate::$journey::Apis,)*), ($(crate::$reader::Apis,)*), jobs::Jobs);

        const APIS: Apis = (($(crate::$journey::APIS,)*), ($(crate::$reader::APIS,)*), jobs::Jobs);
    };
}

apis! {
    identity
    members
    certification
    buyers
    catalogue
    cycles
    orders
    allocation
    fulfilment
    invoicing
    payments
    settlement;
    search
    notifications
    reports
    import_export
}

/// The OpenAPI service with all operations.
pub fn service() -> OpenApiService<Apis, ()> {
    OpenApiService::new(APIS, "Minga", env!("CARGO_PKG_VERSION"))
        .description("The marketplace of a cooperative of small food producers, from the order to the payout.")
}

/// The OpenAPI document that `make gen` wrote; a test compares it with the code. It is embedded because generating it at
/// start-up took most of the 17 MB of peak memory.
pub const OPENAPI_DOCUMENT: &str = include_str!("../openapi/openapi.json");

/// The endpoint that serves every HTTP request of this process, without metrics.
pub fn endpoint(app: &App) -> BoxEndpoint<'static> {
    endpoint_with(app, &Metrics::new())
}

/// The endpoint of Prometheus, at an address of its own: behind a reverse proxy nothing tells whether a request comes from
/// this machine.
pub fn metrics_endpoint(app: &App, metrics: &Metrics) -> BoxEndpoint<'static> {
    Route::new().at("/metrics", get(health::MetricsPage::new(app, metrics))).boxed()
}

/// The endpoint that serves every HTTP request of this process, and counts them in `metrics`.
pub fn endpoint_with(app: &App, metrics: &Metrics) -> BoxEndpoint<'static> {
    let route = Route::new()
        .at("/api/*rest", service().into_endpoint())
        .at("/openapi.json", get(make(|_| send(OPENAPI_DOCUMENT, "application/json"))))
        .at("/docs", documentation::Documentation)
        // `metrics_endpoint` answers it, elsewhere; here it must not look like a page of the web app.
        .at("/metrics", make(|_| async { Result::<Response>::Err(Problem::not_found("address").into()) }))
        .at("/health", get(make(|_| send("{\"status\":\"ok\"}", "application/json"))))
        .at("/health/ready", get(make(health::ready)))
        .at("/*rest", web_app::WebApp);
    let process = app.ids.uuid(app.clock.now()).simple().to_string();
    route
        .data(app.clone())
        .with(SameOrigin::new(&app.config.public_url))
        .with(Envelope::new(OPENAPI_DOCUMENT, ""))
        .with(CurrentDay::new(app))
        .with(SecurityHeaders::new(app.config.is_https(), &web_app::page()))
        .with(Observe::new(metrics.clone(), process))
        .boxed()
}

async fn send(body: impl Into<Body>, content_type: &'static str) -> Result<Response> {
    Ok(Response::builder().content_type(content_type).body(body))
}
