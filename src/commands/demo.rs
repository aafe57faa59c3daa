//! `minga demo`: tells the season of the fictitious cooperative, then serves it with a button for each of its people.

use std::future::Future;

use super::{say::say, serve};
use crate::{demo, platform::config::Config};

/// Tells the season where it is not told yet, and serves it unless `no_serve`.
///
/// # Errors
/// Where the data folder holds another installation, or the address is taken.
pub async fn run(config: Config, no_serve: bool, stop: impl Future<Output = ()>) -> anyhow::Result<()> {
    let config = Config { demo: true, ..config };
    demo::tell(config.clone()).await?;
    let password = demo::PASSWORD;
    say(format_args!("Sabores de la Cuenca (cooperativa ficticia). Contraseña de todas las personas: {password}"));
    say("  manager@demo.example  quality@demo.example  finance@demo.example");
    say("  producer@demo.example  producer2@demo.example");
    say("  lodge@demo.example  operator@demo.example  restaurant@demo.example  shop@demo.example");
    if no_serve {
        return Ok(());
    }
    serve::run(config, stop).await
}
