//! `minga demo`: the fictitious cooperative "Sabores de la Cuenca" with a season of orders, deliveries and payments.
//!
//! The season is created by the actions that people use, under a clock that is set to each hour at which something
//! happens. The result is an installation like any other. This module belongs to the binary and not to the library, so
//! that no production code can depend on it (`docs/decisions/0031-demo.md`).

mod applications;
mod baskets;
mod canvas;
mod cooperative;
mod data;
mod dates;
mod incidents;
mod ingredients;
mod late_changes;
mod pictures;
mod products;
mod protocols;
mod season;

use std::{future::Future, sync::Arc};

use anyhow::Context;

use dates::{Dates, after, before};

use minga::{
    commands::{output::print_line, serve},
    platform::{
        app::{App, Installation},
        clock::{Clock, Ids, MovableClock, SystemClock},
        config::Config,
        jobs,
    },
    startup::AppBuilder,
};

/// The password of all people of the demo.
const PASSWORD: &str = "sabores de la cuenca";
/// Seed of the ids, so that each run creates the same season.
const SEED: u64 = 11;
/// A file in the data folder that marks a complete season.
const COMPLETE: &str = "demo-complete";

/// Creates the season unless the data folder has it already, and serves it unless `no_serve`.
///
/// # Errors
/// Where the data folder holds another installation, or the address is in use.
pub async fn run(config: Config, no_serve: bool, stop: impl Future<Output = ()>) -> anyhow::Result<()> {
    let config = Config { demo: true, ..config };
    create(config.clone()).await?;
    print_line(format_args!(
        "Sabores de la Cuenca (cooperativa ficticia). Contraseña de todas las personas: {PASSWORD}"
    ));
    print_line("  manager@demo.example  quality@demo.example  finance@demo.example");
    print_line("  producer@demo.example  producer2@demo.example");
    print_line("  lodge@demo.example  operator@demo.example  restaurant@demo.example  shop@demo.example");
    if no_serve {
        return Ok(());
    }
    serve::run(config, stop).await
}

/// Creates the cooperative with its catalogue in an empty installation, without a season. The relevance of the search is
/// measured on it.
///
/// # Errors
/// Where the installation has a cooperative.
#[allow(dead_code, reason = "the program itself creates it with a season")]
pub async fn create_cooperative(app: &App) -> anyhow::Result<()> {
    let dates = Dates::before(app.clock.now(), app.installation.time_zone);
    cooperative::create(app, &dates).await.map(drop).map_err(|problem| anyhow::anyhow!("{problem}"))
}

/// Creates the season in the data folder of `config`, unless it is there already.
///
/// # Errors
/// Where the folder holds another installation, or an incomplete season.
async fn create(config: Config) -> anyhow::Result<()> {
    let complete = config.data.join(COMPLETE);
    if complete.exists() {
        return Ok(());
    }
    let now = SystemClock.now();
    let dates = Dates::before(now, Installation::default().time_zone);
    let clock = Arc::new(MovableClock::new(dates.at(dates.founded(), 9)));
    let ids = Ids::from_seed(SEED);
    let app = AppBuilder { clock: clock.clone(), ids, ..AppBuilder::new(config) }.build().await?;
    let cooperative = cooperative::create(&app, &dates).await.context(
        "the demo needs a data folder of its own: name an empty one with --data, or remove an incomplete season",
    )?;
    pictures::create(&app, &cooperative.products).await?;
    baskets::create(&app, &cooperative).await?;
    season::run(&app, &clock, &dates, &cooperative, now).await?;
    applications::create(&app, &clock, now).await.map_err(|problem| anyhow::anyhow!("the applications: {problem}"))?;
    jobs::run_due(&app, "demo").await?;
    std::fs::write(&complete, "")?;
    Ok(())
}
