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
    platform::{app::App, http::problem::Result},
};

/// Operations of the signed-in person's own session.
pub struct Sessions;

#[OpenApi(prefix_path = "/api/v1", tag = "Tag::Identity")]
impl Sessions {
    /// Who is signed in, and for whom
    #[oai(path = "/session", method = "get", operation_id = "get_session")]
    async fn get_session(&self, app: Data<&App>, caller: SignedIn) -> Result<Json<SessionDetail>> {
        let tx = app.read(caller.actor()).await?;
        Ok(Json(actions::session::detail(&tx, caller.person_id, caller.organisation_id).await?))
    }

    /// Sign out
    #[oai(path = "/session", method = "delete", operation_id = "sign_out")]
    async fn sign_out(&self, app: Data<&App>, caller: SignedIn) -> Result<SessionEnded> {
        let mut tx = app.begin(caller.actor()).await?;
        actions::session::end(&mut tx, caller.session_id).await?;
        tx.commit().await?;
        Ok(SessionEnded::Done(rules::cookie(app.config.is_https(), "", 0)))
    }

    /// Act for another of one's organisations
    #[oai(path = "/session/organisation", method = "put", operation_id = "switch_organisation")]
    async fn switch_organisation(
        &self,
        app: Data<&App>,
        caller: SignedIn,
        body: Json<SwitchOrganisation>,
    ) -> Result<Json<SessionDetail>> {
        let mut tx = app.begin(caller.actor()).await?;
        let detail = actions::session::switch(&mut tx, &caller, body.organisation_id).await?;
        tx.commit().await?;
        Ok(Json(detail))
    }

    /// Change one's language
    #[oai(path = "/session/language", method = "put", operation_id = "change_language")]
    async fn change_language(
        &self,
        app: Data<&App>,
        caller: SignedIn,
        body: Json<ChangeLanguage>,
    ) -> Result<Json<SessionDetail>> {
        let mut tx = app.begin(caller.actor()).await?;
        let detail = actions::session::change_language(&mut tx, &caller, body.language).await?;
        tx.commit().await?;
        Ok(Json(detail))
    }
}
