//! Wire types of workshops.

use chrono::NaiveDate;
use entities::{
    identity::organisation,
    members::{bank_account, pause, sanitary_authorisation, share, workshop},
    values::{BankAccountKind, BoundBy, DecisionId, OrganisationId, TaxStatus, WorkshopId},
};
use poem_openapi::Object;
use uuid::Uuid;

use crate::{
    members::{self, find_bank, rules},
    platform::http::{
        email::Email,
        limits::{LINE, NAME, NOTE, STORY},
        text::{LongText, Text},
    },
};

/// A workshop in a list.
#[derive(Clone, Debug, Object)]
#[oai(skip_serializing_if_is_none)]
pub struct Workshop {
    /// Identifies the workshop.
    pub id: WorkshopId,
    /// Stable code.
    pub code: String,
    /// What people call it.
    pub name: String,
    /// The member it belongs to.
    pub organisation_id: OrganisationId,
    /// What people call that member.
    pub organisation: String,
    /// Name of its comuna.
    pub comuna: Option<String>,
    /// Weight of its share today; none where it has agreed to none yet.
    pub weight: Option<i64>,
    /// Why it may not supply today, whatever the product: `authorisation` or `pause`; none where it may.
    pub blocked_by: Option<BoundBy>,
    /// First day in the group.
    pub joined_on: NaiveDate,
    /// Last day in the group.
    pub left_on: Option<NaiveDate>,
}

impl Workshop {
    /// A workshop with what today adds to it.
    pub fn of(
        row: workshop::Model,
        organisation: &organisation::Model,
        weight: Option<i64>,
        blocked_by: Option<BoundBy>,
    ) -> Self {
        Self {
            id: row.id,
            code: row.code,
            name: row.name,
            organisation_id: row.organisation_id,
            organisation: organisation.name.clone(),
            comuna: row.comuna,
            weight,
            blocked_by,
            joined_on: row.joined_on,
            left_on: row.left_on,
        }
    }
}

/// A workshop with its history.
#[derive(Clone, Debug, Object)]
#[oai(skip_serializing_if_is_none)]
pub struct WorkshopDetail {
    /// The workshop today.
    pub workshop: Workshop,
    /// CUT code of its comuna.
    pub comuna_code: Option<String>,
    /// Its story, in Spanish.
    pub story_es: Option<String>,
    /// Its story, in English.
    pub story_en: Option<String>,
    /// Whether it issues documents.
    pub tax_status: TaxStatus,
    /// How much of the sum of its offers it could make if all were asked at once, in basis points; none = all.
    pub overall_limit_bps: Option<i32>,
    /// Its shares, newest first.
    pub shares: Vec<WorkshopShare>,
    /// Its sanitary authorisations, newest first.
    pub authorisations: Vec<WorkshopAuthorisation>,
    /// Its pauses, newest first.
    pub pauses: Vec<WorkshopPause>,
}

/// A share of the group's work.
#[derive(Clone, Debug, Object)]
#[oai(skip_serializing_if_is_none)]
pub struct WorkshopShare {
    /// Relative weight.
    pub weight: i64,
    /// First day on which it holds.
    pub from_date: NaiveDate,
    /// The decision of the assembly that it rests on.
    pub decision_id: Option<DecisionId>,
}

impl From<share::Model> for WorkshopShare {
    fn from(row: share::Model) -> Self {
        Self { weight: row.weight, from_date: row.from_date, decision_id: row.decision_id }
    }
}

/// A sanitary authorisation.
#[derive(Clone, Debug, Object)]
pub struct WorkshopAuthorisation {
    /// Number of the resolution.
    pub number: String,
    /// First day.
    pub valid_from: NaiveDate,
    /// Last day.
    pub valid_until: NaiveDate,
}

impl From<sanitary_authorisation::Model> for WorkshopAuthorisation {
    fn from(row: sanitary_authorisation::Model) -> Self {
        Self { number: row.number, valid_from: row.valid_from, valid_until: row.valid_until }
    }
}

/// An agreed pause.
#[derive(Clone, Debug, Object)]
#[oai(skip_serializing_if_is_none)]
pub struct WorkshopPause {
    /// Identifies the pause.
    pub id: Uuid,
    /// First day.
    pub from_date: NaiveDate,
    /// Last day; none = until said otherwise.
    pub until_date: Option<NaiveDate>,
    /// Why.
    pub reason: String,
}

impl From<pause::Model> for WorkshopPause {
    fn from(row: pause::Model) -> Self {
        Self { id: row.id, from_date: row.from_date, until_date: row.until_date, reason: row.reason }
    }
}

/// A workshop that joins the group.
#[derive(Clone, Debug, Object)]
#[oai(deny_unknown_fields)]
pub struct NewWorkshop {
    /// The member it belongs to: an organisation of kind `producer`.
    pub organisation_id: OrganisationId,
    /// Stable code, unique; it never changes.
    pub code: Text<1, 40>,
    /// First day in the group.
    pub joined_on: NaiveDate,
    /// Weight of its first share, from the day it joins; it may be agreed later.
    #[oai(validator(minimum(value = "1"), maximum(value = "1000000000")))]
    pub weight: Option<i64>,
    /// What may be changed later.
    pub facts: WorkshopFacts,
}

/// What may be changed about a workshop.
#[derive(Clone, Debug, Object)]
#[oai(deny_unknown_fields)]
pub struct WorkshopFacts {
    /// What people call it.
    pub name: Text<1, NAME>,
    /// CUT code of its comuna.
    #[oai(validator(pattern = "^[0-9]{5}$"))]
    pub comuna_code: Option<Text<5, 5>>,
    /// Name of its comuna.
    pub comuna: Option<Text<1, NAME>>,
    /// Its story, in Spanish.
    pub story_es: Option<LongText<STORY>>,
    /// Its story, in English.
    pub story_en: Option<LongText<STORY>>,
    /// Whether it issues documents.
    pub tax_status: TaxStatus,
    /// How much of the sum of its offers it could make if all were asked at once, in basis points; none = all.
    #[oai(validator(minimum(value = "1"), maximum(value = "10000")))]
    pub overall_limit_bps: Option<i32>,
    /// Last day in the group; none while it stays.
    pub left_on: Option<NaiveDate>,
}

impl From<WorkshopFacts> for members::WorkshopTerms {
    fn from(facts: WorkshopFacts) -> Self {
        Self {
            name: facts.name.into(),
            comuna_code: facts.comuna_code.map(Into::into),
            comuna: facts.comuna.map(Into::into),
            story_es: facts.story_es.map(Into::into),
            story_en: facts.story_en.map(Into::into),
            tax_status: facts.tax_status,
            overall_limit_bps: facts.overall_limit_bps,
            left_on: facts.left_on,
        }
    }
}

/// A share to be agreed.
#[derive(Clone, Debug, Object)]
#[oai(deny_unknown_fields)]
pub struct NewShare {
    /// Relative weight, greater than zero.
    #[oai(validator(minimum(value = "1"), maximum(value = "1000000000")))]
    pub weight: i64,
    /// First day on which it holds.
    pub from_date: NaiveDate,
    /// The decision of the assembly that it rests on.
    pub decision_id: Option<DecisionId>,
}

/// A sanitary authorisation to be written down.
#[derive(Clone, Debug, Object)]
#[oai(deny_unknown_fields)]
pub struct NewSanitaryAuthorisation {
    /// Number of the resolution.
    pub number: Text<1, 60>,
    /// First day.
    pub valid_from: NaiveDate,
    /// Last day; where it is left out, three years.
    pub valid_until: Option<NaiveDate>,
}

impl From<NewSanitaryAuthorisation> for members::NewAuthorisation {
    fn from(new: NewSanitaryAuthorisation) -> Self {
        Self { number: new.number.into(), valid_from: new.valid_from, valid_until: new.valid_until }
    }
}

/// A pause to be agreed.
#[derive(Clone, Debug, Object)]
#[oai(deny_unknown_fields)]
pub struct NewWorkshopPause {
    /// First day.
    pub from_date: NaiveDate,
    /// Last day; where it is left out, until said otherwise.
    pub until_date: Option<NaiveDate>,
    /// Why.
    pub reason: Text<1, NOTE>,
}

impl From<NewWorkshopPause> for members::NewPause {
    fn from(new: NewWorkshopPause) -> Self {
        Self { from_date: new.from_date, until_date: new.until_date, reason: new.reason.into() }
    }
}

/// The last day of a pause.
#[derive(Clone, Debug, Object)]
#[oai(deny_unknown_fields)]
pub struct EndOfPause {
    /// Last day.
    pub until_date: NaiveDate,
}

/// Where a workshop's payouts go. Numbers show their end only.
#[derive(Clone, Object)]
#[oai(skip_serializing_if_is_none)]
pub struct BankAccount {
    /// Whether somebody has said where.
    pub known: bool,
    /// Code of the bank.
    pub bank_code: Option<String>,
    /// What people call the bank.
    pub bank: Option<String>,
    /// What kind of account.
    pub account_kind: Option<BankAccountKind>,
    /// The end of its number.
    pub account_number: Option<String>,
    /// Who holds it.
    pub holder_name: Option<String>,
    /// The end of the holder's RUT.
    pub holder_tax_id: Option<String>,
    /// Where the bank announces transfers.
    pub email: Option<String>,
}

impl From<Option<bank_account::Model>> for BankAccount {
    fn from(row: Option<bank_account::Model>) -> Self {
        Self {
            known: row.is_some(),
            bank: row.as_ref().and_then(|r| find_bank(&r.bank_code)).map(|b| b.name.to_owned()),
            bank_code: row.as_ref().map(|r| r.bank_code.clone()),
            account_kind: row.as_ref().map(|r| r.account_kind),
            account_number: row.as_ref().map(|r| rules::mask(&r.account_number)),
            holder_tax_id: row.as_ref().map(|r| rules::mask(&r.holder_tax_id)),
            holder_name: row.as_ref().map(|r| r.holder_name.clone()),
            email: row.and_then(|r| r.email),
        }
    }
}

/// A bank account as people write it.
#[derive(Clone, Object)]
#[oai(deny_unknown_fields)]
pub struct SetBankAccount {
    /// Code of the bank, from the list of banks.
    pub bank_code: Text<1, 3>,
    /// What kind of account.
    pub account_kind: BankAccountKind,
    /// Its number: 4 to 20 digits; dashes, dots and blanks are left out.
    pub account_number: Text<4, 40>,
    /// Who holds it.
    pub holder_name: Text<1, LINE>,
    /// The holder's RUT, however it is written.
    pub holder_tax_id: Text<1, 20>,
    /// Where the bank announces transfers.
    pub email: Option<Email>,
}

impl From<SetBankAccount> for members::NewBankAccount {
    fn from(new: SetBankAccount) -> Self {
        Self {
            bank_code: new.bank_code.into(),
            account_kind: new.account_kind,
            account_number: new.account_number.into(),
            holder_name: new.holder_name.into(),
            holder_tax_id: new.holder_tax_id.into(),
            email: new.email.map(Into::into),
        }
    }
}

/// A bank that takes transfers.
#[derive(Clone, Debug, Object)]
pub struct TransferBank {
    /// Three digits.
    pub code: String,
    /// What people call it.
    pub name: String,
}
