//! Wire types of what the assembly decides.

use chrono::NaiveDate;
use entities::{
    members::{decision, season},
    values::{DecisionId, DecisionSettings, SeasonId},
};
use poem_openapi::Object;

use crate::{
    members::{self, Settings},
    platform::http::{
        limits::{LINE, NAME},
        text::Text,
    },
};

/// What the assembly decided.
#[derive(Clone, Debug, Object)]
pub struct AssemblyDecision {
    /// Identifies the decision.
    pub id: DecisionId,
    /// Its number in the minutes.
    pub code: String,
    /// What it says, in one line.
    pub title: String,
    /// Day of the assembly.
    pub decided_on: NaiveDate,
    /// First day on which it holds.
    pub effective_from: NaiveDate,
    /// What it sets; what it leaves out stays as it was.
    pub settings: DecisionSettings,
}

impl From<decision::Model> for AssemblyDecision {
    fn from(row: decision::Model) -> Self {
        Self {
            id: row.id,
            code: row.code,
            title: row.title,
            decided_on: row.decided_on,
            effective_from: row.effective_from,
            settings: row.settings,
        }
    }
}

/// A decision to be written down.
#[derive(Clone, Debug, Object)]
#[oai(deny_unknown_fields)]
pub struct NewAssemblyDecision {
    /// Its number in the minutes, unique.
    pub code: Text<1, 40>,
    /// What it says, in one line.
    pub title: Text<1, LINE>,
    /// Day of the assembly.
    pub decided_on: NaiveDate,
    /// First day on which it holds; not before the assembly met.
    pub effective_from: NaiveDate,
    /// What it sets; what it leaves out stays as it was.
    pub settings: DecisionSettings,
}

impl From<NewAssemblyDecision> for members::NewDecision {
    fn from(new: NewAssemblyDecision) -> Self {
        Self {
            code: new.code.into(),
            title: new.title.into(),
            decided_on: new.decided_on,
            effective_from: new.effective_from,
            settings: new.settings,
        }
    }
}

/// The settings in force on a day, as the decisions of the assembly make them.
#[derive(Clone, Debug, Object)]
pub struct SettingsInForce {
    /// The day.
    pub on: NaiveDate,
    /// Commission of the cooperative on the net value, in basis points.
    pub commission_bps: i32,
    /// VAT on the commission, in basis points.
    pub commission_vat_bps: i32,
    /// Whether what a workshop declined, let expire or had rejected for quality counts as given to it.
    pub declined_counts: bool,
    /// Hours that a workshop has to answer a quota.
    pub respond_hours: i32,
    /// Whether each run publishes its instance to the members under pseudonyms.
    pub publish_instance: bool,
}

impl SettingsInForce {
    /// The settings of that day.
    pub fn of(on: NaiveDate, settings: &Settings) -> Self {
        Self {
            on,
            commission_bps: settings.commission_bps,
            commission_vat_bps: settings.commission_vat_bps,
            declined_counts: settings.declined_counts,
            respond_hours: settings.respond_hours,
            publish_instance: settings.publish_instance,
        }
    }
}

/// An accounting period in which fairness is balanced.
#[derive(Clone, Debug, Object)]
pub struct AccountingSeason {
    /// Identifies the season.
    pub id: SeasonId,
    /// Its code.
    pub code: String,
    /// What people call it.
    pub name: String,
    /// First day.
    pub starts_on: NaiveDate,
    /// Last day.
    pub ends_on: NaiveDate,
}

impl From<season::Model> for AccountingSeason {
    fn from(row: season::Model) -> Self {
        Self { id: row.id, code: row.code, name: row.name, starts_on: row.starts_on, ends_on: row.ends_on }
    }
}

/// A season to be opened.
#[derive(Clone, Debug, Object)]
#[oai(deny_unknown_fields)]
pub struct NewAccountingSeason {
    /// Its code, unique, such as `2026-27`.
    pub code: Text<1, 40>,
    /// What people call it.
    pub name: Text<1, NAME>,
    /// First day.
    pub starts_on: NaiveDate,
    /// Last day; no day lies in two seasons.
    pub ends_on: NaiveDate,
}

impl From<NewAccountingSeason> for members::NewSeason {
    fn from(new: NewAccountingSeason) -> Self {
        Self { code: new.code.into(), name: new.name.into(), starts_on: new.starts_on, ends_on: new.ends_on }
    }
}
