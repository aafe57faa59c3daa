//! How this process is: whether it lives, whether it can do its work.

use poem::{IntoResponse, Request, Response, Result};

use crate::{
    commands::start,
    platform::{app::App, http::problem::Problem, work::Actor},
};

/// Whether this process can do its work: it reaches its database.
pub async fn ready(request: Request) -> Result<Response> {
    let app = request.data::<App>().ok_or_else(Problem::internal)?;
    let reached = match app.read(Actor::System).await {
        Ok(work) => start::is_reached(&work).await,
        Err(problem) => Err(problem),
    };
    Ok(match reached {
        Ok(()) => Response::builder().content_type("application/json").body("{\"status\":\"ready\"}"),
        Err(_) => Problem::unavailable("The database does not answer.").into_response(),
    })
}
