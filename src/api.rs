//! The whole HTTP face: the slices' APIs in journey order, their description, the floor around them and the web app
//! beside them. No logic.

mod web;

use poem::{
    EndpointExt, IntoEndpoint, IntoResponse, Request, Response, Result, Route,
    endpoint::{BoxEndpoint, make},
    get,
    http::header,
};
use poem_openapi::OpenApiService;

use crate::{
    catalogue, identity,
    platform::{app::App, http::problem::Problem, work::Actor},
    settlement,
};

use web::WebApp;

/// The slices' APIs in journey order.
type Apis = (identity::Apis, catalogue::Apis, settlement::Apis);

/// All operations with their description.
pub fn service() -> OpenApiService<Apis, ()> {
    let apis = (identity::api::APIS, catalogue::APIS, settlement::APIS);
    OpenApiService::new(apis, "Minga", env!("CARGO_PKG_VERSION"))
        .description("The marketplace of a cooperative of small food producers, from the order to the payout.")
}

/// Everything that this process answers over HTTP.
///
/// # Errors
/// Where the API's own description cannot be read.
pub fn endpoint(app: &App) -> anyhow::Result<BoxEndpoint<'static>> {
    let description = service().spec();
    let route = Route::new()
        .at("/api/*rest", service().into_endpoint())
        .at("/openapi.json", get(make(move |_| text(description.clone(), "application/json"))))
        .at("/docs", get(make(|_| documentation())))
        .at("/health", get(make(|_| text("{\"status\":\"ok\"}", "application/json"))))
        .at("/health/ready", get(make(ready)))
        .at("/*rest", WebApp);
    Ok(route.data(app.clone()).boxed())
}

async fn text(body: impl Into<String>, kind: &'static str) -> Result<Response> {
    Ok(Response::builder().content_type(kind).body(body.into()))
}

/// The readable documentation. It is one page with its own script and style in it.
async fn documentation() -> Result<Response> {
    let policy = "default-src 'self'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; img-src 'self' data:; \
                  frame-ancestors 'none'";
    let page = Response::builder().content_type("text/html; charset=utf-8");
    Ok(page.header(header::CONTENT_SECURITY_POLICY, policy).body(service().swagger_ui_html()))
}

/// Whether this process can do its work: it reaches its database.
async fn ready(request: Request) -> Result<Response> {
    let app = request.data::<App>().ok_or_else(Problem::internal)?;
    let reached = match app.read(Actor::System).await {
        Ok(work) => crate::commands::start::is_reached(&work).await,
        Err(problem) => Err(problem),
    };
    match reached {
        Ok(()) => text("{\"status\":\"ready\"}", "application/json").await,
        Err(_) => Ok(Problem::unavailable("The database does not answer.").into_response()),
    }
}
