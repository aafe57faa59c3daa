//! `minga migrate`: migrates a database to this version. An empty one becomes a new installation, whose currency and
//! time zone never change.

use anyhow::Context;
use chrono_tz::Tz;
use entities::values::Currency;

use crate::{platform::config::Config, startup::AppBuilder};

/// Migrates the database; a new installation gets this currency and time zone.
///
/// # Errors
/// Where one of them is unknown, or the installation has another one.
pub async fn run(config: Config, currency: Option<&str>, time_zone: Option<&str>) -> anyhow::Result<()> {
    let mut builder = AppBuilder::new(config);
    if let Some(code) = currency {
        let known = Currency::from_code(code);
        builder.installation.currency =
            known.with_context(|| format!("the currency is `{code}`: write CLP, USD or EUR"))?;
    }
    if let Some(name) = time_zone {
        let known = name.parse::<Tz>().ok();
        let right = "write a name of the IANA database, such as America/Santiago";
        builder.installation.time_zone = known.with_context(|| format!("the time zone is `{name}`: {right}"))?;
    }
    let chosen = builder.installation;
    let app = builder.build().await?;
    let existing = app.installation;
    anyhow::ensure!(
        currency.is_none() || existing.currency == chosen.currency,
        "this installation keeps its books in {}, and that never changes",
        existing.currency.code()
    );
    anyhow::ensure!(
        time_zone.is_none() || existing.time_zone == chosen.time_zone,
        "this installation reads its clocks in {}, and that never changes",
        existing.time_zone.name()
    );
    Ok(())
}
