//! The fairness report of a season, for staff and for producers.
//!
//! A producer sees its own workshops by name. It sees the others only where the assembly publishes the runs, and under
//! their pseudonyms.

use chrono::NaiveDate;
use entities::values::{Currency, CycleId, Money, SeasonId};
use poem::web::Data;
use poem_openapi::{Object, OpenApi, param::Query, payload::Json};

use super::tag::Tag;
use crate::{
    identity::{Caller, Producer, StaffViewer},
    members,
    platform::{app::App, http::problem::Result},
    reports::{
        actions::{CycleFairness, SeasonFairness, WorkshopFairness, compute_fairness},
        rules::micro_to_number,
    },
};

/// The season of a report.
#[derive(Clone, Debug, Object)]
pub struct ReportSeason {
    /// Identifies the season.
    pub id: SeasonId,
    /// Its code.
    pub code: String,
    /// Its name.
    pub name: String,
    /// Its first day.
    pub starts_on: NaiveDate,
    /// Its last day.
    pub ends_on: NaiveDate,
}

/// The fairness of a season.
#[derive(Clone, Debug, Object)]
pub struct FairnessReport {
    /// The season.
    pub season: ReportSeason,
    /// The workshops. A producer sees those of others only where the assembly publishes the runs, under pseudonyms.
    pub workshops: Vec<FairnessWorkshop>,
    /// The published cycles, by day of delivery.
    pub cycles: Vec<FairnessCycle>,
}

impl FairnessReport {
    fn of(fairness: &SeasonFairness, workshops: Vec<FairnessWorkshop>) -> Self {
        let season = &fairness.season;
        Self {
            season: ReportSeason {
                id: season.id,
                code: season.code.clone(),
                name: season.name.clone(),
                starts_on: season.starts_on,
                ends_on: season.ends_on,
            },
            workshops,
            cycles: fairness.cycles.iter().map(FairnessCycle::from).collect(),
        }
    }
}

/// What a workshop agreed to and received in a season.
#[derive(Clone, Debug, Object)]
#[oai(skip_serializing_if_is_none)]
pub struct FairnessWorkshop {
    /// The workshop's code; for a producer the pseudonym in the newest published run, unless the workshop is its own.
    pub code: String,
    /// The workshop's name, where the reader may know it.
    pub name: Option<String>,
    /// Whether it is one of the reader's own.
    pub own: bool,
    /// Its share, as a weight.
    pub weight: i64,
    /// Its share of the group's shares, between 0 and 1.
    pub share_agreed: f64,
    /// Its part of the value that the group received, between 0 and 1.
    pub share_received: f64,
    /// Value of all quotas that it could make.
    pub offered: Money,
    /// Value accepted.
    pub received: Money,
    /// Value published and not received yet.
    pub awaited: Money,
    /// Value declined, given up by an amendment or a reduced offer, or expired without an answer.
    pub declined: Money,
    /// Value rejected for quality, or never delivered by the workshop.
    pub short: Money,
    /// Value withdrawn by the cooperative: an order was cancelled, a certificate ended, a pause began.
    pub withdrawn: Money,
    /// Credit that lifted it to the median when it joined or returned.
    pub credit: Money,
    /// Carried value per share, in minor units.
    pub ratio: f64,
}

impl FairnessWorkshop {
    fn named(workshop: &WorkshopFairness, own: bool, currency: Currency) -> Self {
        let values = workshop.values;
        Self {
            code: workshop.code.clone(),
            name: Some(workshop.name.clone()),
            own,
            weight: workshop.weight,
            share_agreed: micro_to_number(workshop.share_agreed),
            share_received: micro_to_number(workshop.share_received),
            offered: values.offered().of(currency),
            received: values.received.of(currency),
            awaited: values.awaited.of(currency),
            declined: values.declined.of(currency),
            short: values.short.of(currency),
            withdrawn: values.withdrawn.of(currency),
            credit: values.credit.of(currency),
            ratio: micro_to_number(values.ratio),
        }
    }

    fn pseudonymous(workshop: &WorkshopFairness, pseudonym: i32, currency: Currency) -> Self {
        Self { code: format!("U{pseudonym}"), name: None, ..Self::named(workshop, false, currency) }
    }
}

/// How far apart the ratios were after a cycle. Ratios are money per share, in minor units.
#[derive(Clone, Debug, Object)]
pub struct FairnessCycle {
    /// The cycle.
    pub cycle_id: CycleId,
    /// Its code.
    pub code: String,
    /// Its day of delivery.
    pub delivery_date: NaiveDate,
    /// The lowest ratio.
    pub lowest: f64,
    /// The median.
    pub median: f64,
    /// The highest ratio.
    pub highest: f64,
    /// The widest gap between two workshops of the same level that could have made more.
    pub gap: f64,
    /// The most expensive lot of those, per share. No split of whole lots can guarantee a smaller gap.
    pub lot: f64,
    /// How many workshops could have made more.
    pub could_make_more: u32,
}

impl From<&CycleFairness> for FairnessCycle {
    fn from(cycle: &CycleFairness) -> Self {
        let spread = cycle.spread;
        Self {
            cycle_id: cycle.cycle_id,
            code: cycle.code.clone(),
            delivery_date: cycle.delivery_date,
            lowest: micro_to_number(spread.lowest),
            median: micro_to_number(spread.median),
            highest: micro_to_number(spread.highest),
            gap: micro_to_number(spread.gap),
            lot: micro_to_number(spread.highest_lot),
            could_make_more: u32::try_from(spread.could_make_more).unwrap_or(u32::MAX),
        }
    }
}

/// Fairness reports, for staff and producers.
pub struct FairnessReports;

#[OpenApi(prefix_path = "/api/v1", tag = "Tag::Reports")]
impl FairnessReports {
    /// Get the fairness of a season: agreed and received shares of each workshop, and the spread of each cycle
    #[oai(path = "/staff/reports/fairness", method = "get", operation_id = "get_fairness")]
    async fn get_fairness(
        &self,
        app: Data<&App>,
        caller: StaffViewer,
        /// The season; without it the present one, or the newest.
        season: Query<Option<SeasonId>>,
    ) -> Result<Json<FairnessReport>> {
        let tx = app.read(caller.actor()).await?;
        let fairness = compute_fairness(&tx, season.0).await?;
        let currency = tx.currency();
        let workshops = fairness.workshops.iter().map(|row| FairnessWorkshop::named(row, false, currency)).collect();
        Ok(Json(FairnessReport::of(&fairness, workshops)))
    }

    /// Get the fairness of a season for my workshops and the group
    #[oai(path = "/producer/reports/fairness", method = "get", operation_id = "get_own_fairness")]
    async fn get_own_fairness(
        &self,
        app: Data<&App>,
        caller: Producer,
        /// The season; without it the present one, or the newest.
        season: Query<Option<SeasonId>>,
    ) -> Result<Json<FairnessReport>> {
        let tx = app.read(caller.actor()).await?;
        let own = members::list_own_workshops(&tx, &caller).await?;
        let fairness = compute_fairness(&tx, season.0).await?;
        let published = members::get_settings(&tx, tx.today()).await?.publish_instance;
        let currency = tx.currency();
        let visible = |row: &WorkshopFairness| {
            if own.iter().any(|own| own.id == row.workshop_id) {
                return Some(FairnessWorkshop::named(row, true, currency));
            }
            let pseudonym = row.pseudonym.filter(|_| published)?;
            Some(FairnessWorkshop::pseudonymous(row, pseudonym, currency))
        };
        let mut workshops: Vec<FairnessWorkshop> = fairness.workshops.iter().filter_map(visible).collect();
        // The order of the codes would reveal the workshops, so they are ordered by the value received.
        workshops.sort_by(|a, b| (b.own, b.received.amount, &a.code).cmp(&(a.own, a.received.amount, &b.code)));
        Ok(Json(FairnessReport::of(&fairness, workshops)))
    }
}
