//! The verbs of certification. Each answers the same when repeated and then changes nothing.

use chrono::{Datelike, NaiveDate};
use entities::{
    certification::certificate,
    values::{CertificateId, CertificateState, ProductId, WorkshopId},
};
use sea_orm::{ActiveValue::Set, EntityTrait};
use serde_json::json;

use super::{Event, rules, store};
use crate::{
    members,
    platform::{
        counter,
        http::problem::{Problem, Result},
        rows::insert_if_new,
        unit_of_work::UnitOfWork,
    },
};

/// Numbers tried for one certificate: more than anybody has written by hand into one year's series.
const NUMBERS_TRIED: usize = 1_000;

/// A certificate to be granted.
#[derive(Clone, Debug)]
pub struct Grant {
    /// Its number where it was numbered elsewhere; none = the next of this year's series.
    pub number: Option<String>,
    /// Whose.
    pub workshop_id: WorkshopId,
    /// For what.
    pub product_id: ProductId,
    /// First day.
    pub valid_from: NaiveDate,
    /// Last day.
    pub valid_until: NaiveDate,
}

/// Grants a certificate; whether the product exists is for catalogue to say, before this work commits. The same
/// certificate again changes nothing.
///
/// Refuses 404 (workshop); 409 `ends_before_start`, `certificate_overlaps`, `number_taken`, and `product_unknown` from
/// catalogue.
pub async fn grant(tx: &mut UnitOfWork, new: Grant) -> Result<certificate::Model> {
    members::get_workshop(tx, new.workshop_id).await?;
    if new.valid_until < new.valid_from {
        let detail = "The last day cannot come before the first.";
        return Err(Problem::refused("ends_before_start", detail).at("/valid_until", "ends_before_start", detail));
    }
    counter::hold(tx, "certificate").await?;
    let (from, until) = (new.valid_from, new.valid_until);
    if let Some(other) = store::covering(tx, new.workshop_id, new.product_id, from, until).await? {
        if other.valid_from == from
            && other.valid_until == until
            && new.number.as_ref().is_none_or(|n| *n == other.number)
        {
            return Ok(other);
        }
        let detail = format!("Certificate {} covers some of these days already.", other.number);
        let code = "certificate_overlaps";
        return Err(Problem::refused(code, detail.clone()).at("/valid_from", code, detail));
    }
    let made = insert(tx, new).await?;
    let detail = json!({
        "number": made.number, "workshop": made.workshop_id, "product": made.product_id, "from": from, "until": until,
    });
    tx.audit("certificate", made.id, "granted", detail);
    tx.emit(Event::CertificateGranted {
        certificate_id: made.id,
        workshop_id: made.workshop_id,
        product_id: made.product_id,
    });
    Ok(made)
}

async fn insert(tx: &UnitOfWork, new: Grant) -> Result<certificate::Model> {
    let mut made = certificate::Model {
        id: tx.new_id(),
        number: String::new(),
        workshop_id: new.workshop_id,
        product_id: new.product_id,
        product_name_es: None,
        product_name_en: None,
        valid_from: new.valid_from,
        valid_until: new.valid_until,
        granted_at: tx.now(),
        suspended_at: None,
        withdrawn_at: None,
        reason: None,
        version: 1,
    };
    if let Some(number) = new.number {
        made.number = number;
        if insert_if_new(tx, made.clone()).await? {
            return Ok(made);
        }
        let detail = "Another certificate has this number.";
        return Err(Problem::refused("number_taken", detail).at("/number", "number_taken", detail));
    }
    let year = tx.today().year();
    for _ in 0..NUMBERS_TRIED {
        made.number = rules::number(year, counter::next(tx, &format!("certificate-{year}")).await?);
        if insert_if_new(tx, made.clone()).await? {
            return Ok(made);
        }
    }
    Err(Problem::refused("number_taken", "This year's next thousand numbers are taken."))
}

/// Writes down what the product of a certificate is called, as it was certified. Called by catalogue.
pub async fn name_product(tx: &mut UnitOfWork, id: CertificateId, es: &str, en: &str) -> Result<()> {
    let named = certificate::ActiveModel {
        id: Set(id),
        product_name_es: Set(Some(es.to_owned())),
        product_name_en: Set(Some(en.to_owned())),
        ..Default::default()
    };
    certificate::Entity::update(named).exec(tx.db()).await?;
    Ok(())
}

/// Sets a certificate aside at once, with the reason. Refuses 409 `certificate_withdrawn`, `certificate_expired`.
pub async fn suspend(tx: &mut UnitOfWork, id: CertificateId, reason: &str) -> Result<certificate::Model> {
    let before = store::lock(tx, id).await?;
    match rules::state(&before, tx.today()) {
        CertificateState::Suspended => return Ok(before),
        CertificateState::Withdrawn => return Err(withdrawn()),
        CertificateState::Expired => return Err(expired()),
        CertificateState::Active => {}
    }
    let changed = certificate::ActiveModel {
        suspended_at: Set(Some(tx.now())),
        reason: Set(Some(reason.to_owned())),
        ..next(&before)
    };
    let done = certificate::Entity::update(changed).exec(tx.db()).await?;
    tx.audit("certificate", id, "suspended", json!({ "reason": reason }));
    let (workshop_id, product_id) = (done.workshop_id, done.product_id);
    tx.emit(Event::CertificateSuspended { certificate_id: id, workshop_id, product_id });
    Ok(done)
}

/// Puts a suspended certificate back in force. Refuses 409 `certificate_withdrawn`, `certificate_expired`.
pub async fn reinstate(tx: &mut UnitOfWork, id: CertificateId, reason: &str) -> Result<certificate::Model> {
    let before = store::lock(tx, id).await?;
    match rules::state(&before, tx.today()) {
        CertificateState::Active => return Ok(before),
        CertificateState::Withdrawn => return Err(withdrawn()),
        CertificateState::Expired => return Err(expired()),
        CertificateState::Suspended => {}
    }
    let changed = certificate::ActiveModel { suspended_at: Set(None), reason: Set(None), ..next(&before) };
    let done = certificate::Entity::update(changed).exec(tx.db()).await?;
    tx.audit("certificate", id, "reinstated", json!({ "reason": reason }));
    let (workshop_id, product_id) = (done.workshop_id, done.product_id);
    tx.emit(Event::CertificateReinstated { certificate_id: id, workshop_id, product_id });
    Ok(done)
}

/// Takes a certificate back for good, with the reason. Refuses 409 `certificate_expired`.
pub async fn withdraw(tx: &mut UnitOfWork, id: CertificateId, reason: &str) -> Result<certificate::Model> {
    let before = store::lock(tx, id).await?;
    match rules::state(&before, tx.today()) {
        CertificateState::Withdrawn => return Ok(before),
        CertificateState::Expired => return Err(expired()),
        CertificateState::Active | CertificateState::Suspended => {}
    }
    let changed = certificate::ActiveModel {
        withdrawn_at: Set(Some(tx.now())),
        reason: Set(Some(reason.to_owned())),
        ..next(&before)
    };
    let done = certificate::Entity::update(changed).exec(tx.db()).await?;
    tx.audit("certificate", id, "withdrawn", json!({ "reason": reason }));
    let (workshop_id, product_id) = (done.workshop_id, done.product_id);
    tx.emit(Event::CertificateWithdrawn { certificate_id: id, workshop_id, product_id });
    Ok(done)
}

fn next(before: &certificate::Model) -> certificate::ActiveModel {
    certificate::ActiveModel { id: Set(before.id), version: Set(before.version + 1), ..Default::default() }
}

fn withdrawn() -> Problem {
    Problem::refused("certificate_withdrawn", "This certificate was withdrawn for good: grant a new one.")
}

fn expired() -> Problem {
    Problem::refused("certificate_expired", "The last day of this certificate has passed: grant a new one.")
}
