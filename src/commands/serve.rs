//! `minga serve`: answers over HTTP and runs the jobs beside it, until it is told to stop.

use std::future::Future;

use anyhow::Context;
use poem::{
    Server,
    listener::{Acceptor, Listener, TcpListener},
};
use tokio::sync::watch;

use super::{start::Opening, work};
use crate::{
    api, identity,
    platform::{app::App, config::Config, http::limits, work::Actor},
};

/// Listens at the address of `config`, opens the installation and serves it until `stop`.
///
/// # Errors
/// Where the address is taken or a part cannot be started.
pub async fn run(config: Config, stop: impl Future<Output = ()>) -> anyhow::Result<()> {
    let listen = config.listen;
    let acceptor = TcpListener::bind(listen).into_acceptor().await;
    let acceptor = acceptor.with_context(|| format!("nothing can listen at {listen}: choose another with --listen"))?;
    let at = acceptor.local_addr().into_iter().find_map(|a| a.0.as_socket_addr().copied()).unwrap_or(listen);
    let app = App::open_with(Opening::new(config.listening_at(at))).await?;
    tell_first_run(&app).await?;
    let endpoint = api::endpoint(&app)?;
    let (stopped, stopping) = watch::channel(());
    let worker = tokio::spawn(work::run(app.clone(), ended(stopping)));
    println!("Minga: {}", app.config.public_url);
    let served =
        Server::new_with_acceptor(acceptor).run_with_graceful_shutdown(endpoint, stop, Some(limits::DRAIN)).await;
    drop(stopped);
    worker.await?;
    Ok(served?)
}

/// Until the other end of the channel is dropped.
async fn ended(mut channel: watch::Receiver<()>) {
    while channel.changed().await.is_ok() {}
}

/// A new installation prints the link by which its first staff account is made.
async fn tell_first_run(app: &App) -> anyhow::Result<()> {
    let mut work = app.begin(Actor::System).await?;
    let address = identity::actions::links::first_run_address(&mut work).await?;
    work.commit().await?;
    if let Some(address) = address {
        println!("Nadie administra todavía esta instalación. Abra este enlace (sirve una vez, por tres días):");
        println!("Nobody manages this installation yet. Open this link (works once, for three days):");
        println!("  {address}");
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
