//! The first run: creates the cooperative and its first administrator, by the link that the first start prints.

use entities::values::{Language, LinkPurpose, OrganisationKind, PersonId, Role};

use super::{
    links::{create_link, get_link, use_link},
    upsert_organisation::{NewOrganisation, upsert_organisation},
    upsert_person::{NewPerson, upsert_person},
};
use crate::{
    identity::{errors::IdentityError, rules::normalise_tax_id, store},
    platform::{
        http::{api_error::ApiError, problem::Result},
        unit_of_work::UnitOfWork,
    },
};

/// Code of the cooperative where the installation has none yet.
const COOPERATIVE_CODE: &str = "cooperative";

/// The cooperative and its first administrator.
pub struct NewCooperative {
    /// What people call the cooperative.
    pub name: String,
    /// Its name on documents.
    pub legal_name: String,
    /// Its RUT, where the currency is Chile's.
    pub tax_id: Option<String>,
    /// The administrator's e-mail address; the cooperative's too.
    pub email: String,
    /// The administrator's name.
    pub person_name: String,
    /// The administrator's language.
    pub language: Language,
}

/// Creates the link of the first run and returns its address; none where the cooperative has an administrator already.
/// Links of earlier starts no longer work.
pub async fn create_first_run_link(tx: &mut UnitOfWork) -> Result<Option<String>> {
    if store::count_administrators(tx).await? > 0 {
        return Ok(None);
    }
    let link = create_link(tx, LinkPurpose::FirstRun, None, "/first-run").await?;
    Ok(Some(link.address))
}

/// Checks a first-run link before a password is hashed for it.
///
/// # Errors
/// 409 `link_spent`.
pub async fn check_first_run_link(tx: &UnitOfWork, secret: &str) -> Result<()> {
    get_link(tx, secret, LinkPurpose::FirstRun).await.map(drop)
}

/// Uses a first-run link to create the cooperative and its first administrator, whose password has `password_hash`.
///
/// # Errors
/// 409 `link_spent`; 400 `invalid_tax_id` where the check digit of the RUT is wrong.
pub async fn create_cooperative(
    tx: &mut UnitOfWork,
    secret: &str,
    new: NewCooperative,
    password_hash: String,
) -> Result<PersonId> {
    use_link(tx, secret, LinkPurpose::FirstRun).await?;
    let tax_id = normalise_tax_id(tx.currency(), new.tax_id).map_err(|_| IdentityError::InvalidTaxId.at("/tax_id"))?;
    let existing = store::find_cooperative(tx).await?;
    let cooperative = NewOrganisation {
        kind: OrganisationKind::Cooperative,
        code: existing.map_or_else(|| COOPERATIVE_CODE.to_owned(), |cooperative| cooperative.code),
        name: new.name,
        legal_name: new.legal_name,
        tax_id,
        email: Some(new.email.clone()),
        phone: None,
    };
    let cooperative = upsert_organisation(tx, cooperative).await?;
    let administrator = NewPerson {
        email: new.email,
        name: new.person_name,
        language: new.language,
        organisation_id: cooperative.id,
        role: Role::Admin,
        password: None,
    };
    let person_id = upsert_person(tx, administrator).await?;
    store::set_password(tx, person_id, password_hash).await?;
    Ok(person_id)
}
