//! `minga serve`: answers HTTP requests and runs jobs until it is stopped.

use std::future::Future;

use anyhow::Context;
use entities::values::Language;
use sea_orm::Iterable;
use tokio::{net::TcpListener, sync::watch};

use super::{output::print_line, worker};
use crate::{
    identity,
    platform::{
        app::App,
        config::Config,
        http::limits,
        locale::{Localizer, localize},
        server::{self, ConnectionLimits},
        telemetry::Metrics,
        unit_of_work::Actor,
    },
    router, search,
    startup::instance_lock,
};

/// Listens at the address of `config`, opens the installation and serves it until `stop`.
///
/// # Errors
/// Where the address is taken or a part cannot be started.
pub async fn run(config: Config, stop: impl Future<Output = ()>) -> anyhow::Result<()> {
    config.check_proxies()?;
    let listen = config.listen;
    let taken = || format!("nothing can listen at {listen}: choose another address with --listen");
    let listener = TcpListener::bind(listen).await.with_context(taken)?;
    let config = config.listening_at(listener.local_addr()?);
    let metrics_listener = match config.metrics {
        Some(at) => {
            Some(TcpListener::bind(at).await.with_context(|| format!("nothing can listen at {at} (MINGA_METRICS)"))?)
        }
        None => None,
    };
    let lock = instance_lock::acquire(&config).await?;
    let app = App::open(config).await?;
    print_first_run_link(&app).await?;
    // The catalogue works without the index, so a broken one is only logged.
    if let Err(problem) = search::rebuild_index_if_missing(&app).await {
        tracing::warn!(%problem, "the search index could not be filled");
    }
    worker::schedule_recurring(&app).await?;
    let metrics = Metrics::new();
    let endpoint = router::endpoint_with(&app, &metrics);
    let (stopped, stopping) = watch::channel(());
    let worker = tokio::spawn(worker::run(app.clone(), ended(stopping.clone())));
    let metrics_server = metrics_listener.map(|listener| {
        let limits = ConnectionLimits { total: limits::METRICS_CONNECTIONS, ..ConnectionLimits::default() };
        tokio::spawn(server::serve(listener, router::metrics_endpoint(&app, &metrics), limits, ended(stopping)))
    });
    print_line(format_args!("Minga: {}", app.config.public_url));
    let mut kept = Ok(());
    // The worker stops together with the server.
    let stop = async {
        tokio::select! {
            () = stop => {}
            lost = lock.keep() => kept = Err(lost),
        }
        drop(stopped);
    };
    let limits = ConnectionLimits { proxies: app.config.proxies.clone(), ..ConnectionLimits::default() };
    server::serve(listener, endpoint, limits, stop).await;
    worker.await?;
    if let Some(metrics_server) = metrics_server {
        metrics_server.await?;
    }
    kept
}

/// Resolves when the other end of the channel is dropped.
async fn ended(mut channel: watch::Receiver<()>) {
    while channel.changed().await.is_ok() {}
}

/// Prints the link by which the first staff account of a new installation is created.
async fn print_first_run_link(app: &App) -> anyhow::Result<()> {
    let mut tx = app.begin(Actor::System).await?;
    let address = identity::create_first_run_link(&mut tx).await?;
    tx.commit().await?;
    if let Some(address) = address {
        for language in Language::iter() {
            print_line(localize!(Localizer::new(language), "first-run-link"));
        }
        print_line(format_args!("  {address}"));
    }
    Ok(())
}

/// Resolves when the process is asked to stop by SIGINT (Ctrl-C) or SIGTERM.
///
/// # Errors
/// Where the signal handlers cannot be installed.
pub fn stop_signal() -> anyhow::Result<impl Future<Output = ()>> {
    let mut terminate = tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate())?;
    let mut interrupt = tokio::signal::unix::signal(tokio::signal::unix::SignalKind::interrupt())?;
    Ok(async move {
        tokio::select! {
            _ = terminate.recv() => {}
            _ = interrupt.recv() => {}
        }
    })
}
