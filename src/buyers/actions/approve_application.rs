//! Approves an application: the applicant gets an account, a delivery point and a first person in one transaction.

use entities::{
    buyers::application,
    values::{ApplicationId, ApplicationState, OrganisationKind, Role},
};
use sea_orm::ActiveValue::Set;
use serde_json::json;

use super::{
    accounts::{BuyerTerms, NewBuyer, approve},
    delivery_points::{DeliveryPointTerms, create_delivery_point},
    review_application::{lock_undecided, next_state},
};
use crate::{
    buyers::{Event, errors::BuyerError, store::applications},
    identity::{self, NewOrganisation, NewPerson},
    platform::{http::problem::Result, unit_of_work::UnitOfWork},
};

/// How an applicant is taken as a buyer.
#[derive(Clone, Debug)]
pub struct Approval {
    /// Stable code of the organisation and of its account.
    pub code: String,
    /// The terms of the account. Its price list is that of the segment.
    pub terms: BuyerTerms,
}

/// Approves an application. Of two decisions at once, the later finds it decided.
///
/// # Errors
/// 404; `ApplicationDecided`, `ApplicantDisabled`; 409 `code_taken`; those of [`approve`].
pub async fn approve_application(
    tx: &mut UnitOfWork,
    id: ApplicationId,
    approval: Approval,
) -> Result<application::Model> {
    let before = lock_undecided(tx, id).await?;
    let organisation = NewOrganisation {
        kind: OrganisationKind::Buyer,
        code: approval.code.clone(),
        name: before.name.clone(),
        legal_name: before.legal_name.clone(),
        tax_id: Some(before.tax_id.clone()),
        email: Some(before.email.clone()),
        phone: before.phone.clone(),
    };
    let organisation_id = identity::create_organisation(tx, organisation).await?.id;
    let buyer = approve(tx, NewBuyer { organisation_id, code: approval.code, terms: approval.terms }).await?;
    let point = DeliveryPointTerms {
        name: before.name.clone(),
        address: format!("{}, {}", before.delivery_address, before.delivery_comuna),
        comuna_code: None,
        notes: Some(before.delivery_hours.clone()),
    };
    create_delivery_point(tx, buyer.id, point).await?;
    let person = NewPerson {
        email: before.email.clone(),
        name: before.contact_name.clone(),
        language: before.language,
        organisation_id,
        role: Role::Admin,
        password: None,
    };
    identity::upsert_person(tx, person).await?;
    if identity::list_readers(tx, &[organisation_id]).await?.is_empty() {
        return Err(BuyerError::ApplicantDisabled.into());
    }
    let change = application::ActiveModel {
        buyer_id: Set(Some(buyer.id)),
        ..next_state(tx, &before, ApplicationState::Approved)
    };
    let application = applications::update_application(tx, change).await?;
    tx.audit("application", id, "approved", json!({ "buyer": buyer.id }));
    tx.emit(Event::ApplicationApproved { application_id: id });
    Ok(application)
}
