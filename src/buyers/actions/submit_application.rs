//! Receives an application.

use entities::{
    buyers::{application, application_attempt},
    values::{ApplicationState, Language, SegmentId},
};
use serde_json::json;

use crate::{
    buyers::{
        Event,
        errors::BuyerError,
        rules::{ATTEMPTS_WINDOW, may_apply},
        store::{applications, segments},
    },
    identity,
    platform::{
        counter,
        http::{
            api_error::ApiError,
            problem::{Problem, Result},
        },
        unit_of_work::UnitOfWork,
    },
};

/// What a business that wants to buy sends.
#[derive(Clone, Debug)]
pub struct NewApplication {
    /// The applicant's language.
    pub language: Language,
    /// The kind of business.
    pub segment_id: SegmentId,
    /// What people call the business.
    pub name: String,
    /// Its name on documents.
    pub legal_name: String,
    /// A RUT, or a foreign tax id after its country.
    pub tax_id: String,
    /// Giro.
    pub activity: String,
    /// Street and number of the legal address.
    pub address: String,
    /// Its comuna.
    pub comuna: String,
    /// The first person.
    pub contact_name: String,
    /// The person's mail address.
    pub email: String,
    /// Telephone number.
    pub phone: Option<String>,
    /// Where deliveries would go.
    pub delivery: DeliveryPlace,
    /// What it expects to buy, and when.
    pub expected_purchases: Option<String>,
    /// How it came to know the cooperative.
    pub referral: Option<String>,
}

/// Where an applicant would receive deliveries.
#[derive(Clone, Debug)]
pub struct DeliveryPlace {
    /// Street and number.
    pub address: String,
    /// The comuna.
    pub comuna: String,
    /// When somebody is there.
    pub hours: String,
}

/// Stores an application, whose mail address is then to be confirmed. Nothing depends on who has the address already, so
/// that the response does not show it. `network` is where it comes from, if that is known.
///
/// # Errors
/// 404 for an unknown segment; `TaxIdInvalid`; `ApplicationsLimited`.
pub async fn submit_application(
    tx: &mut UnitOfWork,
    new: NewApplication,
    network: Option<String>,
) -> Result<application::Model> {
    let tax_id = identity::normalise_tax_id(tx.currency(), Some(new.tax_id)).ok().flatten();
    let tax_id = tax_id.ok_or_else(|| BuyerError::TaxIdInvalid.at("/tax_id"))?;
    segments::get_segment(tx, new.segment_id).await?;
    record_attempt(tx, &new.email, network).await?;
    let row = application::Model {
        id: tx.new_id(),
        state: ApplicationState::Submitted,
        state_since: tx.now(),
        language: new.language,
        segment_id: new.segment_id,
        name: new.name,
        legal_name: new.legal_name,
        tax_id,
        activity: new.activity,
        address: new.address,
        comuna: new.comuna,
        contact_name: new.contact_name,
        email: new.email,
        phone: new.phone,
        delivery_address: new.delivery.address,
        delivery_comuna: new.delivery.comuna,
        delivery_hours: new.delivery.hours,
        expected_purchases: new.expected_purchases,
        referral: new.referral,
        submitted_at: tx.now(),
        confirmed_at: None,
        reason: None,
        buyer_id: None,
        version: 1,
    };
    applications::insert_application(tx, &row).await?;
    tx.audit("application", row.id, "submitted", json!({}));
    tx.emit(Event::ApplicationChanged { application_id: row.id });
    Ok(row)
}

/// Counts an application for its mail address and its network, under a lock: those sent at the same instant are limited
/// like those sent one after the other.
async fn record_attempt(tx: &UnitOfWork, email: &str, network: Option<String>) -> Result<()> {
    counter::hold(tx, "buyers:application_attempts").await?;
    let since = tx.now() - ATTEMPTS_WINDOW;
    applications::delete_attempts_before(tx, since).await?;
    let email_hash = identity::hash_token(email);
    let recent = applications::count_attempts(tx, &email_hash, network.as_deref(), since).await?;
    if !may_apply(recent) {
        let retry_after = u32::try_from(ATTEMPTS_WINDOW.num_seconds()).unwrap_or(u32::MAX);
        return Err(Problem::from(BuyerError::ApplicationsLimited { retry_after }).after(retry_after));
    }
    let row = application_attempt::Model { id: tx.new_id(), email_hash, network, at: tx.now() };
    applications::insert_attempt(tx, row).await
}
