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
            problem::{Answer, Problem},
        },
        rows::insert_if_new,
        work::Work,
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
pub async fn approve(work: &mut Work, new: NewBuyer) -> Answer<buyer::Model> {
    let found = store::organisations(work, [new.organisation_id]).await?;
    let organisation = found.get(&new.organisation_id).ok_or_else(|| Problem::not_found("organisation"))?;
    if organisation.kind != OrganisationKind::Buyer {
        let detail = "A buyer's account belongs to an organisation of kind buyer.";
        return Err(Problem::refused("not_a_buyer", detail).at("/organisation_id", "not_a_buyer", detail));
    }
    check(work, &new.terms).await?;
    let terms = new.terms;
    let made = buyer::Model {
        id: work.new_id(),
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
        approved_at: work.now(),
        closed_at: None,
        version: 1,
    };
    if store::account_of(work, new.organisation_id).await?.is_some() || !insert_if_new(work, made.clone()).await? {
        return Err(taken(work, &made).await?);
    }
    work.audit("buyer", made.id, "approved", told(&made));
    work.emit(Event::BuyerApproved { buyer_id: made.id });
    Ok(made)
}

/// Changes the terms of an account that was read at the version that `if_match` names. What is placed keeps its terms.
pub async fn change_buyer(
    work: &mut Work,
    id: BuyerId,
    if_match: Option<&str>,
    terms: BuyerTerms,
) -> Answer<buyer::Model> {
    let before = store::lock_buyer(work, id).await?;
    check_version(if_match, before.version)?;
    check(work, &terms).await?;
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
    let changed = buyer::Entity::update(changed).exec(work.db()).await?;
    work.audit("buyer", id, "terms_changed", told(&changed));
    Ok(changed)
}

/// Closes an account: it orders nothing any more; what it owes stays. Repeated, it changes nothing.
pub async fn close(work: &mut Work, id: BuyerId) -> Answer<buyer::Model> {
    let before = store::lock_buyer(work, id).await?;
    if before.closed_at.is_some() {
        return Ok(before);
    }
    let closed = buyer::ActiveModel {
        id: Set(id),
        closed_at: Set(Some(work.now())),
        version: Set(before.version + 1),
        ..Default::default()
    };
    let closed = buyer::Entity::update(closed).exec(work.db()).await?;
    work.audit("buyer", id, "closed", json!({}));
    Ok(closed)
}

/// Opens a closed account again. Repeated, it changes nothing.
pub async fn reopen(work: &mut Work, id: BuyerId) -> Answer<buyer::Model> {
    let before = store::lock_buyer(work, id).await?;
    if before.closed_at.is_none() {
        return Ok(before);
    }
    let opened = buyer::ActiveModel {
        id: Set(id),
        closed_at: Set(None),
        version: Set(before.version + 1),
        ..Default::default()
    };
    let opened = buyer::Entity::update(opened).exec(work.db()).await?;
    work.audit("buyer", id, "reopened", json!({}));
    Ok(opened)
}

async fn check(work: &Work, terms: &BuyerTerms) -> Answer<()> {
    store::segment(work, terms.segment_id).await?;
    store::zone(work, terms.zone_id).await?;
    Ok(())
}

/// Which of the two unique keys stands in the way.
async fn taken(work: &Work, made: &buyer::Model) -> Answer<Problem> {
    if store::account_of(work, made.organisation_id).await?.is_some() {
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
