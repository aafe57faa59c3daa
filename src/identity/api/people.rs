//! What the cooperative's administrators may ask: who there is, and what each may do where.

use entities::values::{OrganisationId, OrganisationKind, PersonId};
use poem::web::Data;
use poem_openapi::{
    OpenApi,
    param::{Path, Query},
    payload::Json,
};

use super::{
    Tag,
    wire::{AddPerson, ChangePerson, OrganisationSummary, PasswordLink, PersonDetail, SetRoles},
};
use crate::{
    identity::{
        actions,
        callers::{Caller, StaffAdmin, StaffViewer},
        store,
    },
    platform::{
        app::App,
        http::{
            etag::{IfMatch, Versioned},
            idempotency::{Created, Idempotent},
            page_request::PageRequest,
            paging::List,
            problem::Result,
        },
    },
};

/// Operations on people and organisations.
pub struct People;

#[OpenApi(prefix_path = "/api/v1/staff", tag = "Tag::Identity")]
impl People {
    /// Organisations, by name
    #[oai(path = "/organisations", method = "get", operation_id = "list_organisations")]
    async fn list_organisations(
        &self,
        app: Data<&App>,
        caller: StaffViewer,
        /// Only of this kind.
        kind: Query<Option<OrganisationKind>>,
        page: PageRequest,
    ) -> Result<List<OrganisationSummary>> {
        let tx = app.read(caller.actor()).await?;
        Ok(store::organisations(&tx, kind.0, &page).await?.map(actions::people::summary).into())
    }

    /// People, by address
    #[oai(path = "/people", method = "get", operation_id = "list_people")]
    async fn list_people(
        &self,
        app: Data<&App>,
        caller: StaffAdmin,
        /// Only with a role in this organisation.
        organisation_id: Query<Option<OrganisationId>>,
        page: PageRequest,
    ) -> Result<List<PersonDetail>> {
        let tx = app.read(caller.actor()).await?;
        let people = store::people(&tx, organisation_id.0, &page).await?;
        let mut roles = store::memberships_of(&tx, people.items.iter().map(|person| person.id).collect()).await?;
        Ok(people
            .map(|person| {
                let roles = roles.remove(&person.id).unwrap_or_default();
                actions::people::told(person, roles)
            })
            .into())
    }

    /// Add a person, or give somebody who is there a further role
    #[oai(path = "/people", method = "post", operation_id = "add_person")]
    async fn add_person(
        &self,
        #[oai(name = "Idempotency-Key")] request: Idempotent<StaffAdmin>,
        body: Json<AddPerson>,
    ) -> Result<Created<PersonDetail>> {
        request.run(body, async |tx, _, new| actions::people::add(tx, new).await).await
    }

    /// One person
    #[oai(path = "/people/:person_id", method = "get", operation_id = "get_person")]
    async fn get_person(
        &self,
        app: Data<&App>,
        caller: StaffAdmin,
        person_id: Path<PersonId>,
    ) -> Result<Versioned<PersonDetail>> {
        let tx = app.read(caller.actor()).await?;
        let (person, version) = actions::correct::read(&tx, person_id.0).await?;
        Ok(Versioned::of(person, version))
    }

    /// Correct a person's name, address or language
    ///
    /// The person signs in with the new address from now on; password, roles and sessions stay.
    #[oai(path = "/people/:person_id", method = "put", operation_id = "change_person")]
    async fn change_person(
        &self,
        app: Data<&App>,
        caller: StaffAdmin,
        person_id: Path<PersonId>,
        #[oai(name = "If-Match")] if_match: IfMatch,
        body: Json<ChangePerson>,
    ) -> Result<Versioned<PersonDetail>> {
        let mut tx = app.begin(caller.actor()).await?;
        let (person, version) = actions::correct::correct(&mut tx, person_id.0, &if_match, body.0).await?;
        tx.commit().await?;
        Ok(Versioned::of(person, version))
    }

    /// Say what a person may do in one organisation
    ///
    /// The person's sessions end. The last administrator of the cooperative stays one.
    #[oai(path = "/people/:person_id/roles", method = "put", operation_id = "set_person_roles")]
    async fn set_person_roles(
        &self,
        app: Data<&App>,
        caller: StaffAdmin,
        person_id: Path<PersonId>,
        body: Json<SetRoles>,
    ) -> Result<Json<PersonDetail>> {
        let mut tx = app.begin(caller.actor()).await?;
        let person = actions::people::set_roles(&mut tx, person_id.0, body.0).await?;
        tx.commit().await?;
        Ok(Json(person))
    }

    /// Let a person sign in no longer
    ///
    /// The person's sessions end. The last administrator of the cooperative cannot be disabled.
    #[oai(path = "/people/:person_id/disable", method = "post", operation_id = "disable_person")]
    async fn disable_person(
        &self,
        app: Data<&App>,
        caller: StaffAdmin,
        person_id: Path<PersonId>,
    ) -> Result<Json<PersonDetail>> {
        let mut tx = app.begin(caller.actor()).await?;
        let person = actions::people::disable(&mut tx, person_id.0).await?;
        tx.commit().await?;
        Ok(Json(person))
    }

    /// Let a disabled person sign in again
    #[oai(path = "/people/:person_id/enable", method = "post", operation_id = "enable_person")]
    async fn enable_person(
        &self,
        app: Data<&App>,
        caller: StaffAdmin,
        person_id: Path<PersonId>,
    ) -> Result<Json<PersonDetail>> {
        let mut tx = app.begin(caller.actor()).await?;
        let person = actions::people::enable(&mut tx, person_id.0).await?;
        tx.commit().await?;
        Ok(Json(person))
    }

    /// Make a one-time link by which a person sets a password
    ///
    /// Earlier links of the person no longer work. The link is shown this once: hand it to the person.
    #[oai(path = "/people/:person_id/password-link", method = "post", operation_id = "make_password_link")]
    async fn make_password_link(
        &self,
        app: Data<&App>,
        caller: StaffAdmin,
        person_id: Path<PersonId>,
    ) -> Result<Json<PasswordLink>> {
        let mut tx = app.begin(caller.actor()).await?;
        let link = actions::links::invite(&mut tx, person_id.0).await?;
        tx.commit().await?;
        Ok(Json(link))
    }
}
