//! Who am I: the session of a signed-in person.

use poem::web::Data;
use poem_openapi::{OpenApi, payload::Json};

use super::wire::SessionDetail;
use crate::{
    identity::{actions, callers::{Caller, SignedIn}},
    platform::{app::App, http::problem::Answer},
};

/// Sessions and what is public of the installation.
pub struct Api;

/// Identity.
#[derive(poem_openapi::Tags)]
enum Tag {
    /// Who asks: people, organisations, sessions.
    #[oai(rename = "identity")]
    Identity,
}

#[OpenApi(prefix_path = "/api/v1", tag = "Tag::Identity")]
impl Api {
    /// Who is signed in, and for whom
    #[oai(path = "/session", method = "get", operation_id = "get_session")]
    async fn get_session(&self, app: Data<&App>, caller: SignedIn) -> Answer<Json<SessionDetail>> {
        let work = app.read(caller.actor()).await?;
        Ok(Json(actions::session::detail(&work, &caller).await?))
    }
}
