//! `minga serve`: answers over HTTP and runs the jobs beside it, until it is told to stop.

use std::future::Future;

use anyhow::Context;
use tokio::{net::TcpListener, sync::watch};

use super::{say::say, seat, start::Opening, work};
use crate::{
    api, identity,
    platform::{
        acceptor::{self, ConnectionLimits},
        app::App,
        config::Config,
        unit_of_work::Actor,
    },
    search,
};

/// Listens at the address of `config`, opens the installation and serves it until `stop`.
///
/// # Errors
/// Where the address is taken or a part cannot be started.
pub async fn run(config: Config, stop: impl Future<Output = ()>) -> anyhow::Result<()> {
    let listen = config.listen;
    let taken = || format!("nothing can listen at {listen}: choose another address with --listen");
    let listener = TcpListener::bind(listen).await.with_context(taken)?;
    let config = config.listening_at(listener.local_addr()?);
    let _seat = seat::take(&config).await?;
    let app = App::open_with(Opening::new(config)).await?;
    tell_first_run(&app).await?;
    // The catalogue answers without the index; a broken one is told, and does not stop the installation.
    if let Err(problem) = search::rebuild_index_if_missing(&app).await {
        tracing::warn!(%problem, "the search index could not be filled");
    }
    let endpoint = api::endpoint(&app);
    let (stopped, stopping) = watch::channel(());
    let worker = tokio::spawn(work::run(app.clone(), ended(stopping)));
    say(format_args!("Minga: {}", app.config.public_url));
    acceptor::serve(listener, endpoint, ConnectionLimits::default(), stop).await;
    drop(stopped);
    Ok(worker.await?)
}

/// Until the other end of the channel is dropped.
async fn ended(mut channel: watch::Receiver<()>) {
    while channel.changed().await.is_ok() {}
}

/// A new installation prints the link by which its first staff account is made.
async fn tell_first_run(app: &App) -> anyhow::Result<()> {
    let mut tx = app.begin(Actor::System).await?;
    let address = identity::actions::links::first_run_address(&mut tx).await?;
    tx.commit().await?;
    if let Some(address) = address {
        say("Nadie administra todavía esta instalación. Abra este enlace (sirve una vez, por tres días):");
        say("Nobody manages this installation yet. Open this link (works once, for three days):");
        say(format_args!("  {address}"));
    }
    Ok(())
}

/// Until the process is told to stop: Ctrl-C, or SIGTERM by whoever runs it.
///
/// # Errors
/// Where the signals cannot be heard.
pub fn told_to_stop() -> anyhow::Result<impl Future<Output = ()>> {
    let mut terminate = tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate())?;
    let mut interrupt = tokio::signal::unix::signal(tokio::signal::unix::SignalKind::interrupt())?;
    Ok(async move {
        tokio::select! {
            _ = terminate.recv() => {}
            _ = interrupt.recv() => {}
        }
    })
}
