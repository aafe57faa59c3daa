//! What anybody may ask: what this installation is, and how to sign in.

use poem::{Request, web::Data};
use poem_openapi::{OpenApi, payload::Json};

use super::{
    Tag,
    wire::{DemoPerson, DemoSignIn, FirstRun, InstallationDetail, PasswordByLink, SessionBegun, SignIn},
};
use crate::{
    identity::{
        actions::{self, session::Begun},
        password, rules,
    },
    platform::{
        app::App,
        http::{
            address::client_address,
            problem::{Problem, Result},
        },
        unit_of_work::Actor,
    },
};

/// Operations that anybody may call.
pub struct Open;

#[OpenApi(prefix_path = "/api/v1", tag = "Tag::Identity")]
impl Open {
    /// What this installation is
    #[oai(path = "/public/installation", method = "get", operation_id = "get_installation")]
    async fn get_installation(&self, app: Data<&App>) -> Result<Json<InstallationDetail>> {
        let tx = app.read(Actor::System).await?;
        Ok(Json(actions::session::installation(&tx).await?))
    }

    /// Sign in with address and password
    ///
    /// The answer is the same for an unknown address and a wrong password. After ten wrong tries within a quarter of
    /// an hour the account waits (429), and likewise an address after fifty.
    #[oai(path = "/session", method = "post", operation_id = "sign_in")]
    async fn sign_in(&self, app: Data<&App>, request: &Request, body: Json<SignIn>) -> Result<SessionBegun> {
        let network = rules::network(client_address(request));
        let mut tx = app.begin(Actor::System).await?;
        let attempt = actions::session::count_try(&mut tx, &body.email, network).await?;
        tx.commit().await?;
        // Between two transactions: nobody waits for a hash with the database in hand.
        let fits = password::verify(&app, body.password.expose(), attempt.password_hash.as_deref()).await?;
        let person = attempt.person(fits)?;
        let mut tx = app.begin(Actor::Person(person, None)).await?;
        actions::session::forgive_try(&mut tx, &attempt).await?;
        let begun = actions::session::begin(&mut tx, person).await?;
        tx.commit().await?;
        Ok(answer(&app, begun, body.token))
    }

    /// Set a password by a one-time link, and sign in
    ///
    /// All other sessions of the person end.
    #[oai(path = "/public/password", method = "post", operation_id = "set_password_by_link")]
    async fn set_password_by_link(&self, app: Data<&App>, body: Json<PasswordByLink>) -> Result<SessionBegun> {
        let tx = app.read(Actor::System).await?;
        actions::links::password_link(&tx, body.link.expose()).await?;
        drop(tx);
        let hash = password::hash(&app, body.password.expose()).await?;
        let mut tx = app.begin(Actor::System).await?;
        let person = actions::links::set_password(&mut tx, body.link.expose(), hash).await?;
        let begun = actions::session::begin(&mut tx, person).await?;
        tx.commit().await?;
        Ok(answer(&app, begun, false))
    }

    /// Make the cooperative and its first staff account, by the link that the first start printed
    #[oai(path = "/public/first-run", method = "post", operation_id = "first_run")]
    async fn first_run(&self, app: Data<&App>, body: Json<FirstRun>) -> Result<SessionBegun> {
        let tx = app.read(Actor::System).await?;
        actions::links::first_run_link(&tx, body.link.expose()).await?;
        drop(tx);
        let hash = password::hash(&app, body.password.expose()).await?;
        let mut tx = app.begin(Actor::System).await?;
        let person = actions::links::first_run(&mut tx, body.0, hash).await?;
        let begun = actions::session::begin(&mut tx, person).await?;
        tx.commit().await?;
        Ok(answer(&app, begun, false))
    }

    /// Whom of the demo one may sign in as; 404 where this is no demo
    #[oai(path = "/public/demo-people", method = "get", operation_id = "list_demo_people")]
    async fn list_demo_people(&self, app: Data<&App>) -> Result<Json<Vec<DemoPerson>>> {
        only_demo(&app)?;
        let tx = app.read(Actor::System).await?;
        Ok(Json(actions::people::demo_people(&tx).await?))
    }

    /// Sign in as one of the demo's people; 404 where this is no demo
    #[oai(path = "/public/demo-sign-in", method = "post", operation_id = "demo_sign_in")]
    async fn demo_sign_in(&self, app: Data<&App>, body: Json<DemoSignIn>) -> Result<SessionBegun> {
        only_demo(&app)?;
        let mut tx = app.begin(Actor::System).await?;
        let begun = actions::session::begin_demo(&mut tx, body.person_id).await?;
        tx.commit().await?;
        Ok(answer(&app, begun, false))
    }
}

fn only_demo(app: &App) -> Result<()> {
    if app.config.demo { Ok(()) } else { Err(Problem::not_found("address")) }
}

fn answer(app: &App, begun: Begun, wants_token: bool) -> SessionBegun {
    let Begun { token, mut detail } = begun;
    detail.token = wants_token.then(|| token.expose().to_owned());
    let cookie = rules::cookie(app.config.is_https(), token.expose(), rules::SESSION.num_seconds());
    SessionBegun::Ok(Json(detail), cookie)
}
