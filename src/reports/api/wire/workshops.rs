//! A workshop's season on the wire.

use entities::values::{Currency, Money};
use poem_openapi::Object;

use crate::reports::{fairness::WorkshopSeason, rules};

/// A workshop's season: what it agreed to beside what it received.
#[derive(Clone, Debug, Object)]
#[oai(skip_serializing_if_is_none)]
pub struct FairnessWorkshop {
    /// Its code; for a producer its name in the newest published run, unless it is one of the producer's own.
    pub code: String,
    /// Its name, where the reader may know it.
    pub name: Option<String>,
    /// Whether it is one of the reader's own.
    pub own: bool,
    /// Its share, as a weight.
    pub weight: i64,
    /// Its share of the group's, between 0 and 1.
    pub share_agreed: f64,
    /// Its part of the value received from the group, between 0 and 1.
    pub share_received: f64,
    /// Value given to it to make, whatever became of it.
    pub offered: Money,
    /// Accepted.
    pub received: Money,
    /// Published and not received yet.
    pub awaited: Money,
    /// Declined, amended away, or not answered in time.
    pub declined: Money,
    /// Rejected for quality, or never brought.
    pub short: Money,
    /// Taken back by the cooperative: an order was cancelled, a certificate ended, a pause began.
    pub taken_back: Money,
    /// What lifted it to the median when it joined or came back.
    pub credit: Money,
    /// What it carries into the next cycle per share, in minor units.
    pub ratio: f64,
}

impl FairnessWorkshop {
    /// Under its own name.
    pub fn named(workshop: &WorkshopSeason, own: bool, currency: Currency) -> Self {
        let given = workshop.given;
        Self {
            code: workshop.code.clone(),
            name: Some(workshop.name.clone()),
            own,
            weight: workshop.weight,
            share_agreed: rules::number(workshop.agreed),
            share_received: rules::number(workshop.received),
            offered: given.offered().of(currency),
            received: given.received.of(currency),
            awaited: given.awaited.of(currency),
            declined: given.declined.of(currency),
            short: given.short.of(currency),
            taken_back: given.taken_back.of(currency),
            credit: given.credit.of(currency),
            ratio: rules::number(given.ratio),
        }
    }

    /// Under its name of the newest run.
    pub fn hidden(workshop: &WorkshopSeason, pseudonym: i32, currency: Currency) -> Self {
        Self { code: format!("U{pseudonym}"), name: None, ..Self::named(workshop, false, currency) }
    }
}
