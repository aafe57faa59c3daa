//! `minga migrate`: brings a database up to this version; where it is empty, a new installation begins, with the
//! currency and the time zone that it keeps.

use anyhow::Context;
use chrono_tz::Tz;
use entities::values::Currency;

use crate::{
    commands::start::Opening,
    platform::{app::App, config::Config},
};

/// Migrates, and begins a new installation with this currency and time zone where they are named.
///
/// # Errors
/// Where one of them is not known, or the installation has chosen otherwise already.
pub async fn run(config: Config, currency: Option<&str>, time_zone: Option<&str>) -> anyhow::Result<()> {
    let mut opening = Opening::new(config);
    if let Some(code) = currency {
        let known = Currency::from_code(code);
        opening.installation.currency =
            known.with_context(|| format!("the currency is `{code}`: write CLP, USD or EUR"))?;
    }
    if let Some(name) = time_zone {
        let known = name.parse::<Tz>().ok();
        let right = "write a name of the IANA database, such as America/Santiago";
        opening.installation.time_zone = known.with_context(|| format!("the time zone is `{name}`: {right}"))?;
    }
    let asked = opening.installation;
    let app = App::open_with(opening).await?;
    let has = app.installation;
    anyhow::ensure!(
        currency.is_none() || has.currency == asked.currency,
        "this installation keeps its books in {}, and that never changes",
        has.currency.code()
    );
    anyhow::ensure!(
        time_zone.is_none() || has.time_zone == asked.time_zone,
        "this installation reads its clocks in {}, and that never changes",
        has.time_zone.name()
    );
    Ok(())
}
