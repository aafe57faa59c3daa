//! One-time links: the first staff account of a new installation, and passwords to set. A link is used once, whoever
//! else holds it; a newer one takes its place.

use entities::{
    identity::sign_in_link,
    values::{Currency, LinkPurpose, OrganisationKind, PersonId, Role, parse_rut},
};
use serde_json::json;

use super::put::{NewOrganisation, NewPerson, upsert_organisation, upsert_person};
use crate::{
    identity::{
        api::wire::{FirstRun, PasswordLink},
        errors::IdentityError,
        rules, store,
        token::{self, Token},
    },
    platform::{
        http::{
            api_error::ApiError,
            problem::{Problem, Result},
        },
        unit_of_work::UnitOfWork,
    },
};

/// Code of the cooperative that the first run makes.
const COOPERATIVE: &str = "cooperative";

/// The address of the first run, for an installation whose cooperative nobody can manage yet; none where somebody
/// can. Links of earlier starts no longer work.
pub async fn first_run_address(tx: &mut UnitOfWork) -> Result<Option<String>> {
    if store::administrators(tx).await? > 0 {
        return Ok(None);
    }
    store::void_links(tx, LinkPurpose::FirstRun, None).await?;
    let token = Token::new(&tx.app().ids);
    store::insert_link(tx, &token, LinkPurpose::FirstRun, None, tx.now() + rules::LINK).await?;
    Ok(Some(address(tx, "/primera-cuenta", &token)))
}

/// The secret stands behind `#`: no server and no log ever sees it.
fn address(tx: &UnitOfWork, path: &str, token: &Token) -> String {
    tx.app().config.link(&format!("{path}#{}", token.expose()))
}

/// Makes a one-time link by which a person sets a password; earlier ones no longer work.
pub async fn invite(tx: &mut UnitOfWork, person_id: PersonId) -> Result<PasswordLink> {
    let person = store::person(tx, person_id).await?.ok_or_else(|| Problem::not_found("person"))?;
    if person.disabled_at.is_some() {
        return Err(IdentityError::PersonDisabled.into());
    }
    let purpose = LinkPurpose::SetPassword;
    store::void_links(tx, purpose, Some(person.id)).await?;
    let token = Token::new(&tx.app().ids);
    let expires_at = tx.now() + rules::LINK;
    store::insert_link(tx, &token, purpose, Some(person.id), expires_at).await?;
    tx.audit("person", person.id, "password_link_made", json!({}));
    Ok(PasswordLink { link: address(tx, "/contrasena", &token), expires_at })
}

/// The unused link of this secret.
///
/// # Errors
/// `link_spent` where there is none, or it was used, replaced or expired.
async fn live(tx: &UnitOfWork, secret: &str, purpose: LinkPurpose) -> Result<sign_in_link::Model> {
    let link = store::live_link(tx, &token::hash(secret), purpose).await?;
    link.ok_or_else(|| IdentityError::LinkSpent.into())
}

/// Takes the link: of two who use it at once, one does.
async fn take(tx: &UnitOfWork, secret: &str, purpose: LinkPurpose) -> Result<sign_in_link::Model> {
    let link = live(tx, secret, purpose).await?;
    if store::use_link(tx, link.id).await? { Ok(link) } else { live(tx, "", purpose).await }
}

/// Judges a password link before anything is spent on it.
pub async fn password_link(tx: &UnitOfWork, secret: &str) -> Result<()> {
    live(tx, secret, LinkPurpose::SetPassword).await.map(drop)
}

/// Judges a first-run link before anything is spent on it.
pub async fn first_run_link(tx: &UnitOfWork, secret: &str) -> Result<()> {
    live(tx, secret, LinkPurpose::FirstRun).await.map(drop)
}

/// Sets the password of the link's person; all sessions of the person end.
pub async fn set_password(tx: &mut UnitOfWork, secret: &str, hash: String) -> Result<PersonId> {
    let link = take(tx, secret, LinkPurpose::SetPassword).await?;
    let person = link.person_id.ok_or_else(|| anyhow::anyhow!("a password link without a person"))?;
    store::set_password(tx, person, hash).await?;
    store::end_sessions(tx, person).await?;
    tx.audit("person", person, "password_set", json!({}));
    Ok(person)
}

/// Makes the cooperative and its first administrator.
///
/// # Errors
/// `invalid_tax_id` where the RUT's check digit is wrong; `person_exists` where the address is somebody's already.
pub async fn first_run(tx: &mut UnitOfWork, new: FirstRun, hash: String) -> Result<PersonId> {
    take(tx, new.link.expose(), LinkPurpose::FirstRun).await?;
    let tax_id = match new.tax_id {
        Some(given) if tx.currency() == Currency::Clp => {
            Some(parse_rut(&given).ok_or_else(|| IdentityError::InvalidTaxId.at("/tax_id"))?)
        }
        given => given.map(String::from),
    };
    let code = store::cooperative(tx).await?.map_or_else(|| COOPERATIVE.to_owned(), |o| o.code);
    let cooperative = upsert_organisation(
        tx,
        NewOrganisation {
            kind: OrganisationKind::Cooperative,
            code,
            name: new.cooperative.into(),
            legal_name: new.legal_name.into(),
            tax_id,
            email: Some(new.email.as_str().to_owned()),
            phone: None,
        },
    )
    .await?;
    let person = upsert_person(
        tx,
        NewPerson {
            email: new.email.into_inner(),
            name: new.name.into(),
            language: new.language,
            organisation_id: cooperative.id,
            role: Role::Admin,
            password: None,
        },
    )
    .await?;
    store::set_password(tx, person, hash).await?;
    Ok(person)
}
