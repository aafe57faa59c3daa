//! Wire types of the buyers.

use chrono::{DateTime, Utc};
use entities::{
    buyers::{buyer, delivery_point, exposure_movement, segment, zone},
    identity::organisation,
    values::{Amount, BuyerId, Currency, DeliveryPointId, InvoicingTerms, Money, OrganisationId, SegmentId, ZoneId},
};
use poem_openapi::Object;
use uuid::Uuid;

use crate::{
    buyers::{BuyerTerms, PointTerms},
    platform::http::{
        limits::{LINE, NAME, NOTE},
        problem::{Problem, Result},
        text::Text,
    },
};

/// A kind of buyer.
#[derive(Clone, Debug, Object)]
pub struct Segment {
    /// Identifies the segment.
    pub id: SegmentId,
    /// Stable code.
    pub code: String,
    /// Name in Spanish.
    pub name_es: String,
    /// Name in English.
    pub name_en: String,
    /// Its version, for `If-Match: "v{version}"`.
    pub version: i32,
}

impl From<segment::Model> for Segment {
    fn from(row: segment::Model) -> Self {
        Self { id: row.id, code: row.code, name_es: row.name_es, name_en: row.name_en, version: row.version }
    }
}

/// A segment to be made.
#[derive(Clone, Debug, Object)]
#[oai(deny_unknown_fields)]
pub struct NewSegment {
    /// Stable code, unique; it never changes.
    pub code: Text<1, 40>,
    /// Name in Spanish.
    pub name_es: Text<1, NAME>,
    /// Name in English.
    pub name_en: Text<1, NAME>,
}

/// New names of a segment.
#[derive(Clone, Debug, Object)]
#[oai(deny_unknown_fields)]
pub struct SegmentNames {
    /// Name in Spanish.
    pub name_es: Text<1, NAME>,
    /// Name in English.
    pub name_en: Text<1, NAME>,
}

/// A delivery area with cycles of its own.
#[derive(Clone, Debug, Object)]
pub struct Zone {
    /// Identifies the zone.
    pub id: ZoneId,
    /// Stable code.
    pub code: String,
    /// What people call it.
    pub name: String,
    /// Its version, for `If-Match: "v{version}"`.
    pub version: i32,
}

impl From<zone::Model> for Zone {
    fn from(row: zone::Model) -> Self {
        Self { id: row.id, code: row.code, name: row.name, version: row.version }
    }
}

/// A zone to be made.
#[derive(Clone, Debug, Object)]
#[oai(deny_unknown_fields)]
pub struct NewZone {
    /// Stable code, unique; it never changes.
    pub code: Text<1, 40>,
    /// What people call it.
    pub name: Text<1, NAME>,
}

/// New name of a zone.
#[derive(Clone, Debug, Object)]
#[oai(deny_unknown_fields)]
pub struct ZoneName {
    /// What people call it.
    pub name: Text<1, NAME>,
}

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
    /// What people call it.
    pub organisation: String,
    /// Its kind.
    pub segment_id: SegmentId,
    /// Where it is delivered.
    pub zone_id: ZoneId,
    /// Calendar days from receipt.
    pub payment_terms_days: i32,
    /// When it is invoiced.
    pub invoicing_terms: InvoicingTerms,
    /// None = no limit.
    pub credit_limit: Option<Money>,
    /// Ordered, delivered and not yet paid, with tax.
    pub exposure: Money,
    /// Least net value of one order.
    pub order_minimum: Money,
    /// Class in a shortage: 1 is served first.
    pub priority: i32,
    /// Since when it may order.
    pub approved_at: DateTime<Utc>,
    /// Since when it may not any more.
    pub closed_at: Option<DateTime<Utc>>,
}

impl BuyerAccount {
    /// An account of this organisation, its money in this currency.
    pub fn of(row: buyer::Model, organisation: &organisation::Model, currency: Currency) -> Self {
        Self {
            id: row.id,
            code: row.code,
            organisation_id: row.organisation_id,
            organisation: organisation.name.clone(),
            segment_id: row.segment_id,
            zone_id: row.zone_id,
            payment_terms_days: row.payment_terms_days,
            invoicing_terms: row.invoicing_terms,
            credit_limit: row.credit_limit.map(|limit| limit.of(currency)),
            exposure: row.exposure.of(currency),
            order_minimum: row.order_minimum.of(currency),
            priority: row.priority,
            approved_at: row.approved_at,
            closed_at: row.closed_at,
        }
    }
}

/// A buyer's account with all that belongs to it.
#[derive(Clone, Debug, Object)]
pub struct BuyerDetail {
    /// The account.
    pub account: BuyerAccount,
    /// Its kind.
    pub segment: Segment,
    /// Where it is delivered.
    pub zone: Zone,
    /// Its live delivery points, oldest first.
    pub delivery_points: Vec<DeliveryPoint>,
}

/// An account to be opened.
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
#[oai(deny_unknown_fields)]
pub struct AccountTerms {
    /// Its kind.
    pub segment_id: SegmentId,
    /// Where it is delivered.
    pub zone_id: ZoneId,
    /// Calendar days from receipt.
    #[oai(validator(minimum(value = "0"), maximum(value = "365")))]
    pub payment_terms_days: i32,
    /// When it is invoiced.
    pub invoicing_terms: InvoicingTerms,
    /// Not below zero; where it is left out, there is no limit.
    pub credit_limit: Option<Money>,
    /// Least net value of one order; not below zero.
    pub order_minimum: Money,
    /// Class in a shortage: 1 is served first.
    #[oai(validator(minimum(value = "1"), maximum(value = "9")))]
    pub priority: i32,
}

impl AccountTerms {
    /// The terms in an installation of this currency; `pointer` leads to them in the request.
    ///
    /// # Errors
    /// 400 with the fields at fault.
    pub fn checked(self, currency: Currency, pointer: &str) -> Result<BuyerTerms> {
        let money = |money: Money, field: &str| {
            let at = |code, detail: String| {
                Problem::malformed("invalid_body", detail.clone()).at(format!("{pointer}/{field}"), code, detail)
            };
            if money.currency != currency {
                return Err(at("currency_wrong", format!("All money here is in {}.", currency.code())));
            }
            if money.amount < 0 {
                return Err(at("out_of_range", "Must not be below zero.".to_owned()));
            }
            Ok(Amount(money.amount))
        };
        Ok(BuyerTerms {
            segment_id: self.segment_id,
            zone_id: self.zone_id,
            payment_terms_days: self.payment_terms_days,
            invoicing_terms: self.invoicing_terms,
            credit_limit: self.credit_limit.map(|limit| money(limit, "credit_limit")).transpose()?,
            order_minimum: money(self.order_minimum, "order_minimum")?,
            priority: self.priority,
        })
    }
}

/// A door that deliveries go to.
#[derive(Clone, Debug, Object)]
#[oai(skip_serializing_if_is_none)]
pub struct DeliveryPoint {
    /// Identifies the delivery point.
    pub id: DeliveryPointId,
    /// What people call it.
    pub name: String,
    /// Street, number, place.
    pub address: String,
    /// CUT code of the comuna.
    pub comuna_code: Option<String>,
    /// For the driver.
    pub notes: Option<String>,
    /// Since when nothing new goes there.
    pub retired_at: Option<DateTime<Utc>>,
    /// Its version, for `If-Match: "v{version}"`.
    pub version: i32,
}

impl From<delivery_point::Model> for DeliveryPoint {
    fn from(row: delivery_point::Model) -> Self {
        Self {
            id: row.id,
            name: row.name,
            address: row.address,
            comuna_code: row.comuna_code,
            notes: row.notes,
            retired_at: row.retired_at,
            version: row.version,
        }
    }
}

/// What is said about a delivery point.
#[derive(Clone, Debug, Object)]
#[oai(deny_unknown_fields)]
pub struct DeliveryPointFacts {
    /// What people call it.
    pub name: Text<1, NAME>,
    /// Street, number, place.
    pub address: Text<1, LINE>,
    /// CUT code of the comuna.
    #[oai(validator(pattern = "^[0-9]{5}$"))]
    pub comuna_code: Option<Text<5, 5>>,
    /// For the driver.
    pub notes: Option<Text<1, NOTE>>,
}

impl From<DeliveryPointFacts> for PointTerms {
    fn from(facts: DeliveryPointFacts) -> Self {
        Self {
            name: facts.name.into(),
            address: facts.address.into(),
            comuna_code: facts.comuna_code.map(Into::into),
            notes: facts.notes.map(Into::into),
        }
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
    /// A movement, its money in this currency.
    pub fn of(row: exposure_movement::Model, currency: Currency) -> Self {
        Self { id: row.id, cause: row.cause, amount: row.amount.of(currency), at: row.at }
    }
}
