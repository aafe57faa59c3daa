//! A season's fairness on the wire.

use chrono::NaiveDate;
use entities::values::SeasonId;
use poem_openapi::Object;

use super::{FairnessCycle, FairnessWorkshop};
use crate::reports::fairness::Fairness;

/// The season of a report.
#[derive(Clone, Debug, Object)]
pub struct ReportSeason {
    /// Identifies it.
    pub id: SeasonId,
    /// Its code.
    pub code: String,
    /// Its name.
    pub name: String,
    /// First day.
    pub starts_on: NaiveDate,
    /// Last day.
    pub ends_on: NaiveDate,
}

/// A season's fairness.
#[derive(Clone, Debug, Object)]
pub struct FairnessReport {
    /// The season.
    pub season: ReportSeason,
    /// Who takes part. A producer sees the others only where the assembly publishes the runs, and under pseudonyms.
    pub workshops: Vec<FairnessWorkshop>,
    /// Its published cycles, by day of delivery.
    pub cycles: Vec<FairnessCycle>,
}

impl FairnessReport {
    /// Of these workshops.
    pub fn of(report: &Fairness, workshops: Vec<FairnessWorkshop>) -> Self {
        let season = &report.season;
        Self {
            season: ReportSeason {
                id: season.id,
                code: season.code.clone(),
                name: season.name.clone(),
                starts_on: season.starts_on,
                ends_on: season.ends_on,
            },
            workshops,
            cycles: report.cycles.iter().map(Into::into).collect(),
        }
    }
}
