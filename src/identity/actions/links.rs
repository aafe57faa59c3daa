//! One-time links: the first staff account of a new installation, and passwords to set. A link is used once, whoever
//! else holds it; a newer one takes its place.

use entities::{
    identity::sign_in_link,
    values::{Currency, LinkPurpose, OrganisationKind, PersonId, Role, parse_rut},
};
use serde_json::json;

use super::put::{NewOrganisation, NewPerson, put_organisation, put_person};
use crate::{
    identity::{
        api::wire::{FirstRun, PasswordLink},
        rules, store,
        token::{self, Token},
    },
    platform::{
        http::problem::{Answer, Problem},
        work::Work,
    },
};

/// Code of the cooperative that the first run makes.
const COOPERATIVE: &str = "cooperative";

/// The address of the first run, for an installation whose cooperative nobody can manage yet; none where somebody
/// can. Links of earlier starts no longer work.
pub async fn first_run_address(work: &mut Work) -> Answer<Option<String>> {
    if store::administrators(work).await? > 0 {
        return Ok(None);
    }
    store::void_links(work, LinkPurpose::FirstRun, None).await?;
    let token = Token::new(&work.app().chance);
    store::insert_link(work, &token, LinkPurpose::FirstRun, None, work.now() + rules::LINK).await?;
    Ok(Some(address(work, "/first-run", &token)))
}

/// The secret stands behind `#`: no server and no log ever sees it.
fn address(work: &Work, path: &str, token: &Token) -> String {
    work.app().config.link(&format!("{path}#{}", token.expose()))
}

/// Makes a one-time link by which a person sets a password; earlier ones no longer work.
pub async fn invite(work: &mut Work, person_id: PersonId) -> Answer<PasswordLink> {
    let person = store::person(work, person_id).await?.ok_or_else(|| Problem::not_found("person"))?;
    if person.disabled_at.is_some() {
        return Err(Problem::refused("person_disabled", "A disabled person gets no link: enable the person first."));
    }
    let purpose = LinkPurpose::SetPassword;
    store::void_links(work, purpose, Some(person.id)).await?;
    let token = Token::new(&work.app().chance);
    let expires_at = work.now() + rules::LINK;
    store::insert_link(work, &token, purpose, Some(person.id), expires_at).await?;
    work.audit("person", person.id, "password_link_made", json!({}));
    Ok(PasswordLink { link: address(work, "/set-password", &token), expires_at })
}

/// The unused link of this secret.
///
/// # Errors
/// `link_spent` where there is none, or it was used, replaced or expired.
async fn live(work: &Work, secret: &str, purpose: LinkPurpose) -> Answer<sign_in_link::Model> {
    let link = store::live_link(work, &token::hash(secret), purpose).await?;
    link.ok_or_else(|| Problem::refused("link_spent", "This link was used, replaced or is too old: ask for a new one."))
}

/// Takes the link: of two who use it at once, one does.
async fn take(work: &Work, secret: &str, purpose: LinkPurpose) -> Answer<sign_in_link::Model> {
    let link = live(work, secret, purpose).await?;
    if store::use_link(work, link.id).await? { Ok(link) } else { live(work, "", purpose).await }
}

/// Judges a password link before anything is spent on it.
pub async fn password_link(work: &Work, secret: &str) -> Answer<()> {
    live(work, secret, LinkPurpose::SetPassword).await.map(drop)
}

/// Judges a first-run link before anything is spent on it.
pub async fn first_run_link(work: &Work, secret: &str) -> Answer<()> {
    live(work, secret, LinkPurpose::FirstRun).await.map(drop)
}

/// Sets the password of the link's person; all sessions of the person end.
pub async fn set_password(work: &mut Work, secret: &str, hash: String) -> Answer<PersonId> {
    let link = take(work, secret, LinkPurpose::SetPassword).await?;
    let person = link.person_id.ok_or_else(|| anyhow::anyhow!("a password link without a person"))?;
    store::set_password(work, person, hash).await?;
    store::end_sessions(work, person).await?;
    work.audit("person", person, "password_set", json!({}));
    Ok(person)
}

/// Makes the cooperative and its first administrator.
///
/// # Errors
/// `invalid_tax_id` where the RUT's check digit is wrong; `person_exists` where the address is somebody's already.
pub async fn first_run(work: &mut Work, new: FirstRun, hash: String) -> Answer<PersonId> {
    take(work, new.link.expose(), LinkPurpose::FirstRun).await?;
    let tax_id = match new.tax_id {
        Some(given) if work.currency() == Currency::Clp => Some(parse_rut(&given).ok_or_else(|| {
            let wrong = "is no RUT: its check digit does not fit";
            Problem::malformed("invalid_tax_id", wrong).at("/tax_id", "invalid_tax_id", wrong)
        })?),
        given => given.map(String::from),
    };
    let code = store::cooperative(work).await?.map_or_else(|| COOPERATIVE.to_owned(), |o| o.code);
    let cooperative = put_organisation(
        work,
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
    let person = put_person(
        work,
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
    store::set_password(work, person, hash).await?;
    Ok(person)
}
