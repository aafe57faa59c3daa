//! People for tests: somebody of each kind, signed in without a password.

use entities::values::{Language, OrganisationId, OrganisationKind, PersonId, Role};
use minga::{
    identity::{NewPerson, create_session, upsert_organisation, upsert_person},
    platform::unit_of_work::Actor,
};

use super::{TestApp, terms};

/// Somebody who is signed in.
#[derive(Clone, Debug)]
pub struct TestUser {
    /// The person.
    pub person: PersonId,
    /// Whom the person acts for.
    pub organisation: OrganisationId,
    /// `Authorization` of the person's requests.
    pub bearer: String,
}

impl TestApp {
    /// Somebody with `role` in the organisation `code` of `kind`, which is made where it is not there yet.
    pub async fn user(&self, kind: OrganisationKind, code: &str, role: Role) -> TestUser {
        let mut tx = self.app.begin(Actor::System).await.unwrap();
        let organisation = upsert_organisation(&mut tx, terms::organisation(kind, code)).await.unwrap();
        let person = upsert_person(
            &mut tx,
            NewPerson {
                email: format!("{}.{code}@ejemplo.cl", role.word()),
                name: format!("{} de {code}", role.word()),
                language: Language::Es,
                organisation_id: organisation.id,
                role,
                password: None,
            },
        )
        .await
        .unwrap();
        tx.commit().await.unwrap();
        TestUser { person, organisation: organisation.id, bearer: self.sign_in(person).await }
    }

    /// Somebody of the cooperative.
    pub async fn staff(&self, role: Role) -> TestUser {
        self.user(OrganisationKind::Cooperative, "cooperativa", role).await
    }

    /// Begins a session of a person; its `Authorization`.
    pub async fn sign_in(&self, person: PersonId) -> String {
        let mut tx = self.app.begin(Actor::System).await.unwrap();
        let begun = create_session(&mut tx, person).await.unwrap();
        tx.commit().await.unwrap();
        format!("Bearer {}", begun.token.expose())
    }
}
