//! The demo: the fictitious cooperative "Sabores de la Cuenca" lives a season through the real actions, under a clock
//! that is moved from one working hour to the next. What it leaves behind is an installation like any other.

mod cast;
mod products;
mod season;
mod setup;

use std::sync::Arc;

use anyhow::Context;
use chrono::{DateTime, Days, NaiveDate, NaiveTime, Utc};
use chrono_tz::Tz;

use crate::{
    commands::start::Opening,
    platform::{
        app::{App, Installation},
        clock::{Chance, Clock, MovableClock, SystemClock},
        config::Config,
    },
};

/// The password of every person of the demo.
pub const PASSWORD: &str = "sabores de la cuenca";
/// Cycles that are closed when the season is told.
const CLOSED_CYCLES: u64 = 8;
/// The same season is told each time.
const SEED: u64 = 11;
/// Written beside the database when the season is told to its end.
const TOLD: &str = "demo-told";

/// Tells the season into the data folder of `config`, unless it was told there before.
///
/// # Errors
/// Where the folder holds another installation, or a season that was broken off.
pub async fn tell(config: Config) -> anyhow::Result<()> {
    let told = config.data.join(TOLD);
    if told.exists() {
        return Ok(());
    }
    let now = SystemClock.now();
    let dates = Dates::before(now, Installation::default().time_zone);
    let clock = Arc::new(MovableClock::new(dates.at(dates.founded(), 9)));
    let app = App::open_with(Opening { clock: clock.clone(), chance: Chance::from_seed(SEED), ..Opening::new(config) })
        .await?;
    let house = setup::found(&app, &dates).await.context(
        "the demo needs a data folder of its own: name an empty one with --data, or remove a season that was broken off",
    )?;
    season::live(&app, &clock, &dates, &house, now).await?;
    std::fs::write(&told, "")?;
    Ok(())
}

/// The season's days, counted back from the cycle that is open today.
pub struct Dates {
    zone: Tz,
    /// Delivery of the cycle that is open.
    open: NaiveDate,
}

impl Dates {
    /// The open cycle delivers on the first Friday that is at least five days away.
    fn before(now: DateTime<Utc>, zone: Tz) -> Self {
        let today = now.with_timezone(&zone).date_naive();
        let open = (5..12)
            .filter_map(|days| today.checked_add_days(Days::new(days)))
            .find(|day| chrono::Datelike::weekday(day) == chrono::Weekday::Fri)
            .unwrap_or(today);
        Self { zone, open }
    }

    /// Deliveries of all cycles, the open one last.
    pub fn deliveries(&self) -> Vec<NaiveDate> {
        (0..=CLOSED_CYCLES).rev().filter_map(|weeks| self.open.checked_sub_days(Days::new(7 * weeks))).collect()
    }

    /// The day on which the cooperative enters itself.
    pub fn founded(&self) -> NaiveDate {
        self.open.checked_sub_days(Days::new(7 * CLOSED_CYCLES + 21)).unwrap_or(self.open)
    }

    /// An hour of a day in the cooperative's zone.
    pub fn at(&self, day: NaiveDate, hour: u32) -> DateTime<Utc> {
        crate::cycles::instant(self.zone, day, NaiveTime::from_hms_opt(hour, 0, 0).unwrap_or_default())
    }
}

/// `days` before a day.
fn before(day: NaiveDate, days: u64) -> NaiveDate {
    day.checked_sub_days(Days::new(days)).unwrap_or(day)
}

/// `days` after a day.
fn after(day: NaiveDate, days: u64) -> NaiveDate {
    day.checked_add_days(Days::new(days)).unwrap_or(day)
}
