//! The demo: the fictitious cooperative "Sabores de la Cuenca" lives a season through the real actions, under a clock
//! that is moved from one working hour to the next. What it leaves behind is an installation like any other.

mod cast;
mod dates;
mod ingredients;
mod late;
mod products;
mod season;
mod setup;

use std::sync::Arc;

use anyhow::Context;

use dates::{Dates, after, before};

use crate::{
    commands::start::Opening,
    platform::{
        app::{App, Installation},
        clock::{Clock, Ids, MovableClock, SystemClock},
        config::Config,
    },
};

/// The password of every person of the demo.
pub const PASSWORD: &str = "sabores de la cuenca";
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
    let app =
        App::open_with(Opening { clock: clock.clone(), ids: Ids::from_seed(SEED), ..Opening::new(config) }).await?;
    let house = setup::found(&app, &dates).await.context(
        "the demo needs a data folder of its own: name an empty one with --data, or remove a season that was broken off",
    )?;
    season::live(&app, &clock, &dates, &house, now).await?;
    std::fs::write(&told, "")?;
    Ok(())
}
