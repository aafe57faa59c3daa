//! What whoever is signed in may ask: who am I, whom do I act for, sign me out.

use poem::web::Data;
use poem_openapi::{OpenApi, payload::Json};

use super::{
    Tag,
    wire::{ChangeLanguage, SessionDetail, SessionEnded, SwitchOrganisation},
};
use crate::{
    identity::{
        actions,
        callers::{Caller, SignedIn},
        rules,
    },
    platform::{app::App, http::problem::Answer},
};

/// Operations of the signed-in person's own session.
pub struct Sessions;

#[OpenApi(prefix_path = "/api/v1", tag = "Tag::Identity")]
impl Sessions {
    /// Who is signed in, and for whom
    #[oai(path = "/session", method = "get", operation_id = "get_session")]
    async fn get_session(&self, app: Data<&App>, caller: SignedIn) -> Answer<Json<SessionDetail>> {
        let work = app.read(caller.actor()).await?;
        Ok(Json(actions::session::detail(&work, caller.person_id, caller.organisation_id).await?))
    }

    /// Sign out
    #[oai(path = "/session", method = "delete", operation_id = "sign_out")]
    async fn sign_out(&self, app: Data<&App>, caller: SignedIn) -> Answer<SessionEnded> {
        let mut work = app.begin(caller.actor()).await?;
        actions::session::end(&mut work, caller.session_id).await?;
        work.commit().await?;
        Ok(SessionEnded::Done(rules::cookie(app.config.is_https(), "", 0)))
    }

    /// Act for another of one's organisations
    #[oai(path = "/session/organisation", method = "put", operation_id = "switch_organisation")]
    async fn switch_organisation(
        &self,
        app: Data<&App>,
        caller: SignedIn,
        body: Json<SwitchOrganisation>,
    ) -> Answer<Json<SessionDetail>> {
        let mut work = app.begin(caller.actor()).await?;
        let detail = actions::session::switch(&mut work, &caller, body.organisation_id).await?;
        work.commit().await?;
        Ok(Json(detail))
    }

    /// Change one's language
    #[oai(path = "/session/language", method = "put", operation_id = "change_language")]
    async fn change_language(
        &self,
        app: Data<&App>,
        caller: SignedIn,
        body: Json<ChangeLanguage>,
    ) -> Answer<Json<SessionDetail>> {
        let mut work = app.begin(caller.actor()).await?;
        let detail = actions::session::change_language(&mut work, &caller, body.language).await?;
        work.commit().await?;
        Ok(Json(detail))
    }
}
