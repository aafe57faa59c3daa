//! What the cooperative's administrators may ask: who there is, and what each may do where.

use entities::values::{OrganisationId, OrganisationKind, PersonId};
use poem::web::Data;
use poem_openapi::{
    OpenApi,
    param::{Header, Path, Query},
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
    },
    platform::{
        app::App,
        http::{
            etag::Versioned,
            idempotency::{Created, Once, once},
            paging::{Cursor, Limit, List, Page, RequestUri},
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
        #[oai(default)] limit: Query<Limit>,
        after: Query<Option<Cursor>>,
        uri: RequestUri,
    ) -> Result<List<OrganisationSummary>> {
        let page = Page::new(limit.0, after.0);
        let tx = app.read(caller.actor()).await?;
        let rows = actions::people::organisations(&tx, kind.0, &page).await?;
        Ok(List::page(rows, &page, &uri, |row| Cursor::of(&(&row.name, row.id)), actions::people::summary))
    }

    /// People, by address
    #[oai(path = "/people", method = "get", operation_id = "list_people")]
    async fn list_people(
        &self,
        app: Data<&App>,
        caller: StaffAdmin,
        /// Only with a role in this organisation.
        organisation_id: Query<Option<OrganisationId>>,
        #[oai(default)] limit: Query<Limit>,
        after: Query<Option<Cursor>>,
        uri: RequestUri,
    ) -> Result<List<PersonDetail>> {
        let page = Page::new(limit.0, after.0);
        let tx = app.read(caller.actor()).await?;
        let rows = actions::people::list(&tx, organisation_id.0, &page).await?;
        Ok(List::page(rows, &page, &uri, |row| Cursor::of(&row.email), |row| row))
    }

    /// Add a person, or give somebody who is there a further role
    #[oai(path = "/people", method = "post", operation_id = "add_person")]
    async fn add_person(
        &self,
        app: Data<&App>,
        caller: StaffAdmin,
        #[oai(name = "Idempotency-Key")] key: Header<Option<String>>,
        body: Json<AddPerson>,
    ) -> Result<Created<PersonDetail>> {
        match once(&app, caller.actor(), &caller.key_owner(), "add_person", &key.0, &body.0).await? {
            Once::Replay(answer) => Ok(answer),
            Once::Begin(mut once) => {
                let person = actions::people::add(&mut once.tx, body.0).await?;
                once.created(person).await
            }
        }
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
        #[oai(name = "If-Match")] if_match: Header<Option<String>>,
        body: Json<ChangePerson>,
    ) -> Result<Versioned<PersonDetail>> {
        let mut tx = app.begin(caller.actor()).await?;
        let (person, version) = actions::correct::correct(&mut tx, person_id.0, if_match.as_deref(), body.0).await?;
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
