//! Staff approve buyers, and read, update, close and reopen their accounts.

use chrono::{DateTime, NaiveDate, Utc};
use entities::{
    buyers::{buyer, exposure_movement},
    values::{Amount, BuyerId, Currency, InvoicingTerms, Money, OrganisationId, SegmentId, ZoneId},
};
use poem::web::Data;
use poem_openapi::{
    Object, OpenApi,
    param::{Path, Query},
    payload::Json,
};
use uuid::Uuid;

use super::{delivery_points::DeliveryPoint, segments::Segment, tag::Tag, zones::Zone};
use crate::{
    buyers::{
        BuyerTerms, NewBuyer, TermsAgreement, approve, close,
        errors::BuyerError,
        reopen,
        rules::needs_agreement,
        store::{
            accounts::{self, BuyerFilter, BuyerRecord, OrganisationBuyer},
            exposure,
        },
        update_buyer,
    },
    identity::{Caller, Staff, StaffViewer},
    platform::{
        app::App,
        http::{
            api_error::ApiError,
            dates::PastDate,
            errors::RequestError,
            etag::{IfMatch, Versioned},
            field_errors::FieldError,
            idempotency::{Created, Idempotent},
            page_request::PageRequest,
            paging::List,
            problem::{Problem, Result},
            text::Text,
        },
        unit_of_work::UnitOfWork,
    },
};

/// A buyer's account.
#[derive(Clone, Debug, Object)]
#[oai(skip_serializing_if_is_none)]
pub struct BuyerAccount {
    /// Identifies the account.
    pub id: BuyerId,
    /// Stable code.
    pub code: String,
    /// The buying organisation.
    pub organisation_id: OrganisationId,
    /// Name of the organisation.
    pub organisation: String,
    /// The segment.
    pub segment_id: SegmentId,
    /// The delivery zone.
    pub zone_id: ZoneId,
    /// Calendar days from receipt until an invoice is due.
    pub payment_terms_days: i32,
    /// Number of the registered agreement that allows more than thirty days.
    pub terms_agreement_number: Option<String>,
    /// The day on which it was registered.
    pub terms_agreement_on: Option<NaiveDate>,
    /// Whether its terms are longer than thirty days and no agreement is known.
    pub lacks_agreement: bool,
    /// When it is invoiced.
    pub invoicing_terms: InvoicingTerms,
    /// None = no limit.
    pub credit_limit: Option<Money>,
    /// What is ordered and not yet paid, with tax.
    pub exposure: Money,
    /// Least net value of one order.
    pub order_minimum: Money,
    /// Priority in a shortage: 1 is served first.
    pub priority: i32,
    /// When it was approved.
    pub approved_at: DateTime<Utc>,
    /// Since when it is closed and cannot order.
    pub closed_at: Option<DateTime<Utc>>,
}

impl BuyerAccount {
    fn of(row: OrganisationBuyer, currency: Currency) -> Self {
        let OrganisationBuyer { buyer, organisation } = row;
        Self {
            id: buyer.id,
            code: buyer.code,
            organisation_id: organisation.id,
            organisation: organisation.name,
            segment_id: buyer.segment_id,
            zone_id: buyer.zone_id,
            payment_terms_days: buyer.payment_terms_days,
            lacks_agreement: needs_agreement(buyer.payment_terms_days, buyer.terms_agreement_number.is_some(), None),
            terms_agreement_number: buyer.terms_agreement_number,
            terms_agreement_on: buyer.terms_agreement_on,
            invoicing_terms: buyer.invoicing_terms,
            credit_limit: buyer.credit_limit.map(|limit| limit.of(currency)),
            exposure: buyer.exposure.of(currency),
            order_minimum: buyer.order_minimum.of(currency),
            priority: buyer.priority,
            approved_at: buyer.approved_at,
            closed_at: buyer.closed_at,
        }
    }
}

/// A buyer's account with its segment, zone and delivery points.
#[derive(Clone, Debug, Object)]
pub struct BuyerDetail {
    /// The account.
    pub account: BuyerAccount,
    /// The segment.
    pub segment: Segment,
    /// The delivery zone.
    pub zone: Zone,
    /// The delivery points in use, oldest first.
    pub delivery_points: Vec<DeliveryPoint>,
}

impl BuyerDetail {
    pub(super) fn of(record: BuyerRecord, currency: Currency) -> Self {
        Self {
            account: BuyerAccount::of(record.account, currency),
            segment: record.segment.into(),
            zone: record.zone.into(),
            delivery_points: record.delivery_points.into_iter().map(Into::into).collect(),
        }
    }
}

/// An account to open.
#[derive(Clone, Debug, Object)]
#[oai(deny_unknown_fields)]
pub struct NewBuyerAccount {
    /// The buying organisation, of kind `buyer`; it has one account at most.
    pub organisation_id: OrganisationId,
    /// Stable code, unique; it never changes.
    pub code: Text<1, 40>,
    /// Its terms.
    pub terms: AccountTerms,
}

/// The terms of an account.
#[derive(Clone, Debug, Object)]
#[oai(skip_serializing_if_is_none, deny_unknown_fields)]
pub struct AccountTerms {
    /// The segment, which decides the price list.
    pub segment_id: SegmentId,
    /// The delivery zone.
    pub zone_id: ZoneId,
    /// Calendar days from receipt until an invoice is due.
    #[oai(validator(minimum(value = "0"), maximum(value = "365")))]
    pub payment_terms_days: i32,
    /// Number of the registered agreement, which more than thirty days need.
    pub terms_agreement_number: Option<Text<1, 40>>,
    /// The day on which it was registered.
    pub terms_agreement_on: Option<PastDate>,
    /// When it is invoiced.
    pub invoicing_terms: InvoicingTerms,
    /// Not below zero; absent = no limit.
    pub credit_limit: Option<Money>,
    /// Least net value of one order; not below zero.
    pub order_minimum: Money,
    /// Priority in a shortage: 1 is served first.
    #[oai(validator(minimum(value = "1"), maximum(value = "9")))]
    pub priority: i32,
}

impl AccountTerms {
    /// Converts the terms in an installation of this currency. `pointer` is their place in the request body.
    ///
    /// # Errors
    /// 400 with the field whose amount is negative or in another currency.
    pub(super) fn into_terms(self, currency: Currency, pointer: &str) -> Result<BuyerTerms> {
        let amount = |money: Money, field: &str| {
            let invalid = || Problem::from(RequestError::InvalidBody { fields: 1 });
            let pointer = format!("{pointer}/{field}");
            if money.currency != currency {
                return Err(invalid().field(pointer, BuyerError::WrongCurrency { currency }));
            }
            if money.amount < 0 {
                return Err(invalid().field(pointer, FieldError::BelowMinimum { minimum: 0.into() }));
            }
            Ok(Amount(money.amount))
        };
        let agreement = match (self.terms_agreement_number, self.terms_agreement_on) {
            (Some(number), Some(registered_on)) => {
                Some(TermsAgreement { number: number.into(), registered_on: registered_on.into() })
            }
            (None, None) => None,
            _ => return Err(BuyerError::AgreementIncomplete.at(format!("{pointer}/terms_agreement_number"))),
        };
        Ok(BuyerTerms {
            agreement,
            segment_id: self.segment_id,
            zone_id: self.zone_id,
            payment_terms_days: self.payment_terms_days,
            invoicing_terms: self.invoicing_terms,
            credit_limit: self.credit_limit.map(|limit| amount(limit, "credit_limit")).transpose()?,
            order_minimum: amount(self.order_minimum, "order_minimum")?,
            priority: self.priority,
        })
    }
}

/// One change of a buyer's exposure.
#[derive(Clone, Debug, Object)]
pub struct ExposureMovement {
    /// Identifies the movement.
    pub id: Uuid,
    /// The business fact: its kind and id.
    pub cause: String,
    /// By how much; below zero where less is owed.
    pub amount: Money,
    /// When.
    pub at: DateTime<Utc>,
}

impl ExposureMovement {
    fn of(row: exposure_movement::Model, currency: Currency) -> Self {
        Self { id: row.id, cause: row.cause, amount: row.amount.of(currency), at: row.at }
    }
}

/// Operations of staff on accounts.
pub struct Accounts;

#[OpenApi(prefix_path = "/api/v1/staff", tag = "Tag::Buyers")]
impl Accounts {
    /// List buyers' accounts, by code
    #[oai(path = "/buyers", method = "get", operation_id = "list_buyers")]
    async fn list_buyers(
        &self,
        app: Data<&App>,
        caller: StaffViewer,
        /// Only of this segment.
        segment_id: Query<Option<SegmentId>>,
        /// Only of this zone.
        zone_id: Query<Option<ZoneId>>,
        /// Only those with terms of more than thirty days and no registered agreement.
        lacks_agreement: Query<Option<bool>>,
        page: PageRequest,
    ) -> Result<List<BuyerAccount>> {
        let tx = app.read(caller.actor()).await?;
        let lacks_agreement = lacks_agreement.0.unwrap_or_default();
        let filter = BuyerFilter { segment: segment_id.0, zone: zone_id.0, lacks_agreement };
        let rows = accounts::list_buyers(&tx, filter, &page).await?;
        Ok(rows.map(|row| BuyerAccount::of(row, tx.currency())).into())
    }

    /// Approve a buyer, which opens its account
    #[oai(path = "/buyers", method = "post", operation_id = "create_buyer")]
    async fn create_buyer(
        &self,
        #[oai(name = "Idempotency-Key")] request: Idempotent<Staff>,
        body: Json<NewBuyerAccount>,
    ) -> Result<Created<BuyerDetail>> {
        request
            .run(body, async |tx, _, NewBuyerAccount { organisation_id, code, terms }| {
                let terms = terms.into_terms(tx.currency(), "/terms")?;
                let buyer = approve(tx, NewBuyer { organisation_id, code: code.into(), terms }).await?;
                let record = accounts::load_record(tx, buyer).await?;
                Ok(BuyerDetail::of(record, tx.currency()))
            })
            .await
    }

    /// Get an account with its delivery points
    #[oai(path = "/buyers/:id", method = "get", operation_id = "get_buyer")]
    async fn get_buyer(
        &self,
        app: Data<&App>,
        caller: StaffViewer,
        id: Path<BuyerId>,
    ) -> Result<Versioned<BuyerDetail>> {
        let tx = app.read(caller.actor()).await?;
        let buyer = accounts::get_buyer(&tx, id.0).await?;
        versioned(&tx, buyer).await
    }

    /// Update the terms of an account
    #[oai(path = "/buyers/:id", method = "put", operation_id = "update_buyer")]
    async fn update_buyer(
        &self,
        app: Data<&App>,
        caller: Staff,
        id: Path<BuyerId>,
        #[oai(name = "If-Match")] if_match: IfMatch,
        body: Json<AccountTerms>,
    ) -> Result<Versioned<BuyerDetail>> {
        let mut tx = app.begin(caller.actor()).await?;
        let terms = body.0.into_terms(tx.currency(), "")?;
        let buyer = update_buyer(&mut tx, id.0, &if_match, terms).await?;
        commit(tx, buyer).await
    }

    /// Close an account, which can then place no orders
    ///
    /// Refused with a list of what is open: orders, standing orders, deliveries, unpaid documents, and money that the
    /// buyer has paid too much. Its people can still read its documents and pay.
    #[oai(path = "/buyers/:id/close", method = "post", operation_id = "close_buyer")]
    async fn close_buyer(
        &self,
        app: Data<&App>,
        caller: Staff,
        id: Path<BuyerId>,
        /// Close it although documents are unpaid or the buyer has a balance: both stay to be settled.
        #[oai(default)]
        debts_stay: Query<bool>,
    ) -> Result<Versioned<BuyerDetail>> {
        let mut tx = app.begin(caller.actor()).await?;
        let buyer = close(&mut tx, id.0, debts_stay.0).await?;
        commit(tx, buyer).await
    }

    /// Reopen a closed account
    #[oai(path = "/buyers/:id/reopen", method = "post", operation_id = "reopen_buyer")]
    async fn reopen_buyer(&self, app: Data<&App>, caller: Staff, id: Path<BuyerId>) -> Result<Versioned<BuyerDetail>> {
        let mut tx = app.begin(caller.actor()).await?;
        let buyer = reopen(&mut tx, id.0).await?;
        commit(tx, buyer).await
    }

    /// List the changes of a buyer's exposure, newest first
    #[oai(path = "/buyers/:id/exposure", method = "get", operation_id = "list_exposure_movements")]
    async fn list_exposure_movements(
        &self,
        app: Data<&App>,
        caller: StaffViewer,
        id: Path<BuyerId>,
        page: PageRequest,
    ) -> Result<List<ExposureMovement>> {
        let tx = app.read(caller.actor()).await?;
        let buyer = accounts::get_buyer(&tx, id.0).await?;
        let rows = exposure::list_movements(&tx, buyer.id, &page).await?;
        Ok(rows.map(|row| ExposureMovement::of(row, tx.currency())).into())
    }
}

async fn versioned(tx: &UnitOfWork, buyer: buyer::Model) -> Result<Versioned<BuyerDetail>> {
    let version = buyer.version;
    let record = accounts::load_record(tx, buyer).await?;
    Ok(Versioned::of(BuyerDetail::of(record, tx.currency()), version))
}

async fn commit(tx: UnitOfWork, buyer: buyer::Model) -> Result<Versioned<BuyerDetail>> {
    let response = versioned(&tx, buyer).await?;
    tx.commit().await?;
    Ok(response)
}
