//! The whole HTTP face: the slices' APIs in journey order, their description, the floor around them and the web app
//! beside them. No logic.

pub mod document;
mod error_codes;
mod layout;
mod queue;
mod rewrite;
mod status;
mod web;

use poem::{
    Body, EndpointExt, IntoEndpoint, Response, Result, Route,
    endpoint::{BoxEndpoint, make},
    get,
    http::header,
};
use poem_openapi::OpenApiService;

use crate::platform::{
    app::App,
    http::{envelope::Envelope, origin::SameOrigin, security_headers::SecurityHeaders},
    telemetry::{Metrics, Observe},
};

/// The slices' APIs in journey order, and those beside the road (a tuple holds sixteen at most): each slice gives its `Apis` and their value `APIS`.
macro_rules! journey {
    ($($slice:ident)*; $($beside:ident)*) => {
        /// The slices' APIs in journey order.
        pub type Apis = (($(crate::$slice::Apis,)*), ($(crate::$beside::Apis,)*), queue::Queue);

        const APIS: Apis = (($(crate::$slice::APIS,)*), ($(crate::$beside::APIS,)*), queue::Queue);
    };
}

journey! {
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

/// All operations with their description.
pub fn service() -> OpenApiService<Apis, ()> {
    OpenApiService::new(APIS, "Minga", env!("CARGO_PKG_VERSION"))
        .description("The marketplace of a cooperative of small food producers, from the order to the payout.")
}

/// The API's description as `make gen` wrote it; a test holds it to the code. Making it anew was most of the
/// seventeen megabytes that a start took at its highest.
pub const DESCRIPTION: &str = include_str!("../openapi/openapi.json");

/// Everything that this process answers over HTTP.
pub fn endpoint(app: &App) -> BoxEndpoint<'static> {
    let metrics = Metrics::new();
    let route = Route::new()
        .at("/api/*rest", service().into_endpoint())
        .at("/openapi.json", get(make(|_| send(DESCRIPTION, "application/json"))))
        .at("/docs", get(make(|_| documentation())))
        .at("/health", get(make(|_| send("{\"status\":\"ok\"}", "application/json"))))
        .at("/health/ready", get(make(status::ready)))
        .at("/metrics", get(status::Numbers::new(metrics.clone())))
        .at("/*rest", web::WebApp);
    let process = app.ids.uuid(app.clock.now()).simple().to_string();
    route
        .data(app.clone())
        .with(SameOrigin::new(&app.config.public_url))
        .with(Envelope::new(DESCRIPTION, ""))
        .with(SecurityHeaders::new(app.config.is_https(), &web::page()))
        .with(Observe::new(metrics, process))
        .boxed()
}

async fn send(body: impl Into<Body>, kind: &'static str) -> Result<Response> {
    Ok(Response::builder().content_type(kind).body(body))
}

/// The readable documentation: one page with its own script and style in it.
async fn documentation() -> Result<Response> {
    let policy = "default-src 'self'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; img-src 'self' data:; \
                  frame-ancestors 'none'";
    let service = service();
    let page = service.swagger_ui_html().replacen(&service.spec(), DESCRIPTION, 1);
    let answer = Response::builder().content_type("text/html; charset=utf-8");
    Ok(answer.header(header::CONTENT_SECURITY_POLICY, policy).body(page))
}
