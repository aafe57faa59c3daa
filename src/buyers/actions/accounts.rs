//! A buyer is approved, its terms change, its account closes.

use entities::{
    buyers::buyer,
    values::{Amount, BuyerId, InvoicingTerms, OrganisationId, OrganisationKind, SegmentId, ZoneId},
};
use sea_orm::{ActiveValue::Set, EntityTrait};
use serde_json::json;

use crate::{
    buyers::{Event, store},
    platform::{
        http::{
            etag::check_version,
            problem::{Problem, Result},
        },
        rows::insert_if_new,
        unit_of_work::UnitOfWork,
    },
};

/// An account to be opened.
#[derive(Clone, Debug)]
pub struct NewBuyer {
    /// The buying organisation; it has one account at most.
    pub organisation_id: OrganisationId,
    /// Stable code: import key and tie-break; it never changes.
    pub code: String,
    /// Its terms.
    pub terms: BuyerTerms,
}

/// The terms of an account.
#[derive(Clone, Debug)]
pub struct BuyerTerms {
    /// Its kind.
    pub segment_id: SegmentId,
    /// Where it is delivered.
    pub zone_id: ZoneId,
    /// Calendar days from receipt.
    pub payment_terms_days: i32,
    /// When it is invoiced.
    pub invoicing_terms: InvoicingTerms,
    /// None = no limit.
    pub credit_limit: Option<Amount>,
    /// Least net value of one order.
    pub order_minimum: Amount,
    /// Class in a shortage: 1 is served first.
    pub priority: i32,
}

/// Opens an account. Refuses 404 (organisation, segment, zone); 409 `not_a_buyer`, `code_taken`, `account_exists`.
pub async fn approve(tx: &mut UnitOfWork, new: NewBuyer) -> Result<buyer::Model> {
    let found = store::organisations(tx, [new.organisation_id]).await?;
    let organisation = found.get(&new.organisation_id).ok_or_else(|| Problem::not_found("organisation"))?;
    if organisation.kind != OrganisationKind::Buyer {
        let detail = "A buyer's account belongs to an organisation of kind buyer.";
        return Err(Problem::refused("not_a_buyer", detail).at("/organisation_id", "not_a_buyer", detail));
    }
    check(tx, &new.terms).await?;
    let terms = new.terms;
    let made = buyer::Model {
        id: tx.new_id(),
        organisation_id: new.organisation_id,
        code: new.code,
        segment_id: terms.segment_id,
        zone_id: terms.zone_id,
        payment_terms_days: terms.payment_terms_days,
        invoicing_terms: terms.invoicing_terms,
        credit_limit: terms.credit_limit,
        exposure: Amount::ZERO,
        order_minimum: terms.order_minimum,
        priority: terms.priority,
        approved_at: tx.now(),
        closed_at: None,
        version: 1,
    };
    if store::account_of(tx, new.organisation_id).await?.is_some() || !insert_if_new(tx, made.clone()).await? {
        return Err(taken(tx, &made).await?);
    }
    tx.audit("buyer", made.id, "approved", told(&made));
    tx.emit(Event::BuyerApproved { buyer_id: made.id });
    Ok(made)
}

/// Changes the terms of an account that was read at the version that `if_match` names. What is placed keeps its terms.
pub async fn change_buyer(
    tx: &mut UnitOfWork,
    id: BuyerId,
    if_match: Option<&str>,
    terms: BuyerTerms,
) -> Result<buyer::Model> {
    let before = store::lock_buyer(tx, id).await?;
    check_version(if_match, before.version)?;
    check(tx, &terms).await?;
    let changed = buyer::ActiveModel {
        id: Set(id),
        segment_id: Set(terms.segment_id),
        zone_id: Set(terms.zone_id),
        payment_terms_days: Set(terms.payment_terms_days),
        invoicing_terms: Set(terms.invoicing_terms),
        credit_limit: Set(terms.credit_limit),
        order_minimum: Set(terms.order_minimum),
        priority: Set(terms.priority),
        version: Set(before.version + 1),
        ..Default::default()
    };
    let changed = buyer::Entity::update(changed).exec(tx.db()).await?;
    tx.audit("buyer", id, "terms_changed", told(&changed));
    Ok(changed)
}

/// Closes an account: it orders nothing any more; what it owes stays. Repeated, it changes nothing.
pub async fn close(tx: &mut UnitOfWork, id: BuyerId) -> Result<buyer::Model> {
    let before = store::lock_buyer(tx, id).await?;
    if before.closed_at.is_some() {
        return Ok(before);
    }
    let closed = buyer::ActiveModel {
        id: Set(id),
        closed_at: Set(Some(tx.now())),
        version: Set(before.version + 1),
        ..Default::default()
    };
    let closed = buyer::Entity::update(closed).exec(tx.db()).await?;
    tx.audit("buyer", id, "closed", json!({}));
    Ok(closed)
}

/// Opens a closed account again. Repeated, it changes nothing.
pub async fn reopen(tx: &mut UnitOfWork, id: BuyerId) -> Result<buyer::Model> {
    let before = store::lock_buyer(tx, id).await?;
    if before.closed_at.is_none() {
        return Ok(before);
    }
    let opened = buyer::ActiveModel {
        id: Set(id),
        closed_at: Set(None),
        version: Set(before.version + 1),
        ..Default::default()
    };
    let opened = buyer::Entity::update(opened).exec(tx.db()).await?;
    tx.audit("buyer", id, "reopened", json!({}));
    Ok(opened)
}

async fn check(tx: &UnitOfWork, terms: &BuyerTerms) -> Result<()> {
    store::segment(tx, terms.segment_id).await?;
    store::zone(tx, terms.zone_id).await?;
    Ok(())
}

/// Which of the two unique keys stands in the way.
async fn taken(tx: &UnitOfWork, made: &buyer::Model) -> Result<Problem> {
    if store::account_of(tx, made.organisation_id).await?.is_some() {
        let detail = "This organisation has an account already.";
        return Ok(Problem::refused("account_exists", detail).at("/organisation_id", "account_exists", detail));
    }
    let detail = "Another buyer has this code.";
    Ok(Problem::refused("code_taken", detail).at("/code", "code_taken", detail))
}

fn told(buyer: &buyer::Model) -> serde_json::Value {
    json!({
        "segment": buyer.segment_id,
        "zone": buyer.zone_id,
        "payment_terms_days": buyer.payment_terms_days,
        "invoicing_terms": buyer.invoicing_terms,
        "credit_limit": buyer.credit_limit,
        "order_minimum": buyer.order_minimum,
        "priority": buyer.priority,
    })
}
