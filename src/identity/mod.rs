//! CONTRACT STUB
use entities::values::*;
use crate::platform::work::Actor;

/// Who calls, in the signature. Each implements poem-openapi's `ApiExtractor` with a security scheme of its own name.
pub trait Caller: Send + Sync {
    fn actor(&self) -> Actor;
    /// Whose idempotency keys these are: `person:organisation`.
    fn key_owner(&self) -> String;
}
macro_rules! caller { ($($n:ident),*) => {$(
    #[derive(Clone, Debug)]
    pub struct $n { pub person_id: PersonId, pub organisation_id: OrganisationId }
    impl Caller for $n {
        fn actor(&self) -> Actor { Actor::Person(self.person_id, Some(self.organisation_id)) }
        fn key_owner(&self) -> String { format!("{}:{}", self.person_id, self.organisation_id) }
    }
)*}; }
// scheme names in endpoints.txt: buyer · producer · staff:viewer (any cooperative role) · staff (admin, staff) · staff:quality (admin, quality) · staff:finance (admin, finance) · staff:admin
caller!(Buyer, Producer, StaffViewer, Staff, StaffQuality, StaffFinance, StaffAdmin);
/// Any signed-in person (`person`), whatever organisation it acts for.
#[derive(Clone, Debug)]
pub struct SignedIn { pub person_id: PersonId, pub session_id: SessionId, pub organisation_id: Option<OrganisationId> }

/// Makes (or finds by code) an organisation. Used by members, buyers, imports, demo.
pub struct NewOrganisation { pub kind: OrganisationKind, pub code: String, pub name: String, pub legal_name: String, pub tax_id: Option<String>, pub email: Option<String>, pub phone: Option<String> }
pub async fn put_organisation(_w: &mut crate::platform::work::Work, _new: NewOrganisation) -> crate::platform::http::problem::Answer<entities::identity::organisation::Model> { todo!() }
/// Makes (or finds by e-mail) a person and gives it a role in an organisation; password optional.
pub struct NewPerson { pub email: String, pub name: String, pub language: Language, pub organisation_id: OrganisationId, pub role: Role, pub password: Option<String> }
pub async fn put_person(_w: &mut crate::platform::work::Work, _new: NewPerson) -> crate::platform::http::problem::Answer<PersonId> { todo!() }
/// People of an organisation who get its mail: (email, name, language).
pub async fn recipients(_w: &crate::platform::work::Work, _organisation: OrganisationId) -> crate::platform::http::problem::Answer<Vec<(String, String, Language)>> { todo!() }
