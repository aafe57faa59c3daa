//! Signing in as one of the demo's people. Outside the demo every operation here responds with 404.

use entities::values::{OrganisationKind, PersonId, Role};
use poem::web::Data;
use poem_openapi::{Object, OpenApi, payload::Json};

use super::{
    session::{SignInResponse, sign_in_response},
    tag::Tag,
};
use crate::{
    identity::{actions::create_demo_session, store},
    platform::{
        app::App,
        http::problem::{Problem, Result},
        unit_of_work::Actor,
    },
};

/// A person of the demo, to sign in as.
#[derive(Clone, Debug, Object)]
pub struct DemoPerson {
    /// Identifies the person.
    pub id: PersonId,
    /// E-mail address, to sign in with.
    pub email: String,
    /// Name of the person.
    pub name: String,
    /// What people call the organisation that the person acts for.
    pub organisation: String,
    /// Which kind of party it is.
    pub kind: OrganisationKind,
    /// The person's roles there.
    pub roles: Vec<Role>,
}

/// Which of the demo's people to sign in as.
#[derive(Debug, Object)]
#[oai(deny_unknown_fields)]
pub struct DemoPersonChoice {
    /// One of the demo's people.
    pub person_id: PersonId,
}

/// Operations of the demo.
pub struct DemoSessions;

#[OpenApi(prefix_path = "/api/v1/public", tag = "Tag::Identity")]
impl DemoSessions {
    /// List the demo's people
    ///
    /// The cooperative's first. 404 outside the demo.
    #[oai(path = "/demo-people", method = "get", operation_id = "list_demo_people")]
    async fn list_demo_people(&self, app: Data<&App>) -> Result<Json<Vec<DemoPerson>>> {
        check_demo(&app)?;
        let tx = app.read(Actor::System).await?;
        let people = store::list_demo_people(&tx).await?;
        let ids: Vec<PersonId> = people.iter().map(|person| person.id).collect();
        let mut roles = store::list_organisation_roles_by_person(&tx, &ids).await?;
        let mut response: Vec<DemoPerson> = people
            .into_iter()
            .filter_map(|person| {
                // Somebody without a role cannot act for anybody.
                let held = roles.remove(&person.id)?.into_iter().next()?;
                let (organisation, kind) = (held.organisation.name, held.organisation.kind);
                let (id, email, name, roles) = (person.id, person.email, person.name, held.roles);
                Some(DemoPerson { id, email, name, organisation, kind, roles })
            })
            .collect();
        response.sort_by_key(|person| person.kind);
        Ok(Json(response))
    }

    /// Sign in as one of the demo's people
    ///
    /// 404 outside the demo.
    #[oai(path = "/demo-sign-in", method = "post", operation_id = "demo_sign_in")]
    async fn demo_sign_in(&self, app: Data<&App>, body: Json<DemoPersonChoice>) -> Result<SignInResponse> {
        check_demo(&app)?;
        let mut tx = app.begin(Actor::System).await?;
        let session = create_demo_session(&mut tx, body.person_id).await?;
        let response = sign_in_response(&tx, session, false).await?;
        tx.commit().await?;
        Ok(response)
    }
}

fn check_demo(app: &App) -> Result<()> {
    if app.config.demo { Ok(()) } else { Err(Problem::not_found("address")) }
}
