//! Approves buyers, updates their terms, closes and reopens their accounts.

use chrono::NaiveDate;
use entities::{
    buyers::buyer,
    values::{Amount, BuyerId, InvoicingTerms, OrganisationId, OrganisationKind, SegmentId, ZoneId},
};
use sea_orm::ActiveValue::Set;
use serde_json::{Value, json};

use crate::{
    buyers::{
        Event,
        errors::BuyerError,
        rules::{LONGEST_TERMS, needs_agreement},
        store::{accounts, segments, zones},
    },
    platform::{
        http::{
            api_error::ApiError,
            etag::IfMatch,
            problem::{Problem, Result},
        },
        unit_of_work::UnitOfWork,
    },
};

/// An account to open.
#[derive(Clone, Debug)]
pub struct NewBuyer {
    /// The buying organisation; it has one account at most.
    pub organisation_id: OrganisationId,
    /// Stable code: key of imports, and tie-break where several accounts are equal. It never changes.
    pub code: String,
    /// Its terms.
    pub terms: BuyerTerms,
}

/// An agreement on payment terms, as it is registered (Ley 21.131).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TermsAgreement {
    /// Its number in the register.
    pub number: String,
    /// The day on which it was registered.
    pub registered_on: NaiveDate,
}

/// The terms of an account.
#[derive(Clone, Debug)]
pub struct BuyerTerms {
    /// The segment, which decides the price list.
    pub segment_id: SegmentId,
    /// The delivery zone.
    pub zone_id: ZoneId,
    /// Calendar days from receipt until an invoice is due.
    pub payment_terms_days: i32,
    /// The registered agreement that allows more than thirty days.
    pub agreement: Option<TermsAgreement>,
    /// When it is invoiced.
    pub invoicing_terms: InvoicingTerms,
    /// None = no limit.
    pub credit_limit: Option<Amount>,
    /// Least net value of one order.
    pub order_minimum: Amount,
    /// Priority in a shortage: 1 is served first.
    pub priority: i32,
}

/// Approves a buyer: opens its account.
///
/// # Errors
/// 404 for an unknown organisation, segment or zone; `NotABuyer`, `CodeTaken`, `AccountExists`, `TermsNeedAgreement`,
/// `AgreementInFuture`.
pub async fn approve(tx: &mut UnitOfWork, new: NewBuyer) -> Result<buyer::Model> {
    let organisation = accounts::get_organisation(tx, new.organisation_id).await?;
    if organisation.kind != OrganisationKind::Buyer {
        return Err(BuyerError::NotABuyer { kind: organisation.kind }.at("/organisation_id"));
    }
    check_references(tx, &new.terms).await?;
    check_agreement(tx, &new.terms, "/terms", None)?;
    let terms = new.terms;
    let agreement = terms.agreement;
    let buyer = buyer::Model {
        id: tx.new_id(),
        organisation_id: new.organisation_id,
        code: new.code,
        segment_id: terms.segment_id,
        zone_id: terms.zone_id,
        payment_terms_days: terms.payment_terms_days,
        terms_agreement_number: agreement.as_ref().map(|agreement| agreement.number.clone()),
        terms_agreement_on: agreement.map(|agreement| agreement.registered_on),
        invoicing_terms: terms.invoicing_terms,
        credit_limit: terms.credit_limit,
        exposure: Amount::ZERO,
        order_minimum: terms.order_minimum,
        priority: terms.priority,
        approved_at: tx.now(),
        closed_at: None,
        version: 1,
    };
    if let Some(existing) = accounts::find_buyer_of(tx, buyer.organisation_id).await? {
        return Err(account_exists(existing));
    }
    if !accounts::insert_buyer(tx, &buyer).await? {
        // Another transaction may have opened the account meanwhile; otherwise the code is taken.
        return Err(match accounts::find_buyer_of(tx, buyer.organisation_id).await? {
            Some(existing) => account_exists(existing),
            None => BuyerError::CodeTaken { code: buyer.code }.at("/code"),
        });
    }
    tx.audit("buyer", buyer.id, "approved", audit_detail(&buyer));
    tx.emit(Event::BuyerApproved { buyer_id: buyer.id });
    Ok(buyer)
}

/// Updates the terms of an account. Orders that are placed already keep theirs.
///
/// # Errors
/// 404 for an unknown account, segment or zone; 412 where `if_match` names another version; `TermsNeedAgreement`,
/// `AgreementInFuture`.
pub async fn update_buyer(
    tx: &mut UnitOfWork,
    id: BuyerId,
    if_match: &IfMatch,
    terms: BuyerTerms,
) -> Result<buyer::Model> {
    let before = accounts::lock_buyer(tx, id).await?;
    if_match.check(before.version)?;
    check_references(tx, &terms).await?;
    check_agreement(tx, &terms, "", Some(before.payment_terms_days))?;
    let agreement = terms.agreement;
    let change = buyer::ActiveModel {
        segment_id: Set(terms.segment_id),
        zone_id: Set(terms.zone_id),
        payment_terms_days: Set(terms.payment_terms_days),
        terms_agreement_number: Set(agreement.as_ref().map(|agreement| agreement.number.clone())),
        terms_agreement_on: Set(agreement.map(|agreement| agreement.registered_on)),
        invoicing_terms: Set(terms.invoicing_terms),
        credit_limit: Set(terms.credit_limit),
        order_minimum: Set(terms.order_minimum),
        priority: Set(terms.priority),
        ..next_version(&before)
    };
    let buyer = accounts::update_buyer(tx, change).await?;
    tx.audit("buyer", id, "terms_changed", audit_detail(&buyer));
    Ok(buyer)
}

/// Closes an account: it can place no more orders. Repeated, it changes nothing. Open business is decided first: the
/// transaction is refused with a list of it (`OpenBusiness`). `debts_stay` says that what either side still owes stays
/// to be paid.
pub async fn close(tx: &mut UnitOfWork, id: BuyerId, debts_stay: bool) -> Result<buyer::Model> {
    let before = accounts::lock_buyer(tx, id).await?;
    if before.closed_at.is_some() {
        return Ok(before);
    }
    let change = buyer::ActiveModel { closed_at: Set(Some(tx.now())), ..next_version(&before) };
    let buyer = accounts::update_buyer(tx, change).await?;
    tx.audit("buyer", id, "closed", json!({ "debts_stay": debts_stay }));
    tx.emit(Event::BuyerClosed { buyer_id: id, debts_stay });
    Ok(buyer)
}

/// Reopens a closed account. Repeated, it changes nothing.
pub async fn reopen(tx: &mut UnitOfWork, id: BuyerId) -> Result<buyer::Model> {
    let before = accounts::lock_buyer(tx, id).await?;
    if before.closed_at.is_none() {
        return Ok(before);
    }
    let change = buyer::ActiveModel { closed_at: Set(None), ..next_version(&before) };
    let buyer = accounts::update_buyer(tx, change).await?;
    tx.audit("buyer", id, "reopened", json!({}));
    Ok(buyer)
}

fn next_version(before: &buyer::Model) -> buyer::ActiveModel {
    buyer::ActiveModel { id: Set(before.id), version: Set(before.version + 1), ..Default::default() }
}

/// Checks that terms beyond thirty days have their registered agreement. An account that had longer terms before agreements
/// were asked for keeps them as long as they do not grow. `pointer` is the place of the terms in the request body.
fn check_agreement(tx: &UnitOfWork, terms: &BuyerTerms, pointer: &str, days_before: Option<i32>) -> Result<()> {
    if needs_agreement(terms.payment_terms_days, terms.agreement.is_some(), days_before) {
        return Err(
            BuyerError::TermsNeedAgreement { maximum: LONGEST_TERMS }.at(format!("{pointer}/payment_terms_days"))
        );
    }
    match &terms.agreement {
        Some(agreement) if agreement.registered_on > tx.today() => {
            Err(BuyerError::AgreementInFuture { today: tx.today() }.at(format!("{pointer}/terms_agreement_on")))
        }
        _ => Ok(()),
    }
}

async fn check_references(tx: &UnitOfWork, terms: &BuyerTerms) -> Result<()> {
    segments::get_segment(tx, terms.segment_id).await?;
    zones::get_zone(tx, terms.zone_id).await?;
    Ok(())
}

fn account_exists(existing: buyer::Model) -> Problem {
    BuyerError::AccountExists { code: existing.code }.at("/organisation_id")
}

fn audit_detail(buyer: &buyer::Model) -> Value {
    json!({
        "segment": buyer.segment_id,
        "zone": buyer.zone_id,
        "payment_terms_days": buyer.payment_terms_days,
        "terms_agreement": buyer.terms_agreement_number,
        "invoicing_terms": buyer.invoicing_terms,
        "credit_limit": buyer.credit_limit,
        "order_minimum": buyer.order_minimum,
        "priority": buyer.priority,
    })
}
