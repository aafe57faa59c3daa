//! The command line of Minga, with one subcommand for each task of an operator.

#[path = "../demo/mod.rs"]
mod demo;

use std::{path::PathBuf, process::ExitCode, time::Duration};

use clap::{Parser, Subcommand};
use minga::{
    commands::{allocate, audit, backup, export, import, migrate, openapi, output, reindex, restore, serve, worker},
    platform::{app::App, config::Config, telemetry},
};

/// Minga, the marketplace of a cooperative of small food producers.
#[derive(Parser)]
#[command(version)]
struct CommandLine {
    /// Folder of the database, the index, mail and files.
    #[arg(long, global = true, env = "MINGA_DATA", default_value = "data", value_name = "DIR")]
    data: PathBuf,
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Answer HTTP requests and run jobs; an empty folder becomes a new installation.
    Serve {
        /// Address and port to listen on, such as 127.0.0.1:8080 (otherwise MINGA_LISTEN).
        #[arg(long, value_name = "ADDR")]
        listen: Option<String>,
    },
    /// Run jobs only; any number of workers may share a PostgreSQL database.
    Work,
    /// Create the season of the fictitious cooperative "Sabores de la Cuenca" and serve it, with a button for each person.
    Demo {
        /// Create the season without serving it.
        #[arg(long)]
        no_serve: bool,
    },
    /// Migrate the database to this version; an empty one becomes a new installation.
    Migrate {
        /// Currency of a new installation: CLP, USD or EUR. It never changes afterwards.
        #[arg(long, value_name = "CODE")]
        currency: Option<String>,
        /// Time zone of a new installation, such as America/Coyhaique. It never changes afterwards.
        #[arg(long, value_name = "ZONE")]
        time_zone: Option<String>,
    },
    /// Import CSV files, all of them or none; their names say what they hold (docs/import.md).
    Import {
        /// Files, and folders of such files.
        #[arg(required = true, value_name = "PATH")]
        paths: Vec<PathBuf>,
        /// Report errors and store nothing.
        #[arg(long)]
        dry_run: bool,
    },
    /// Export all data as CSV files that an import reads, and the ledger for hledger.
    Export {
        /// The folder; created if it does not exist.
        #[arg(long, value_name = "DIR")]
        output: PathBuf,
    },
    /// Split the instance in a JSON file; needs no installation.
    Allocate {
        /// The instance.
        #[arg(long, value_name = "FILE")]
        input: PathBuf,
        /// Where the split is written.
        #[arg(long, value_name = "FILE")]
        output: PathBuf,
    },
    /// Write openapi/openapi.json and openapi/endpoints.txt.
    Openapi,
    /// Rebuild the search index from the database.
    Reindex,
    /// Check the invariants of an installation; fails if one is violated.
    Audit,
    /// Copy the database and the documents to a new folder while the installation is in use, and verify the copy.
    Backup {
        /// The folder; it must not exist yet.
        folder: PathBuf,
    },
    /// Make an installation from a backup in a place that has none, and audit it.
    Restore {
        /// The folder that `minga backup` wrote.
        folder: PathBuf,
    },
}

/// How long blocking work may go on after the command has ended.
const SHUTDOWN_TIMEOUT: Duration = Duration::from_secs(1);

fn main() -> ExitCode {
    let CommandLine { data, command } = CommandLine::parse();
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build();
    let run = |runtime: tokio::runtime::Runtime| {
        let ended = runtime.block_on(run(data, command));
        // What hangs in the system, such as the look-up of a name, must not keep the process from ending.
        runtime.shutdown_timeout(SHUTDOWN_TIMEOUT);
        ended
    };
    match runtime.map_err(anyhow::Error::from).and_then(run) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("minga: {}", output::error_text(&error));
            ExitCode::FAILURE
        }
    }
}

async fn run(data: PathBuf, command: Command) -> anyhow::Result<()> {
    if let Command::Allocate { input, output } = &command {
        return allocate::run(input, output);
    }
    let listen = match &command {
        Command::Serve { listen } => listen.clone(),
        _ => None,
    };
    let config = Config::from_env(data, listen)?;
    telemetry::init(&config.log)?;
    match command {
        Command::Serve { .. } => serve::run(config, serve::stop_signal()?).await,
        Command::Work => worker::run_alone(config, serve::stop_signal()?).await,
        Command::Demo { no_serve } => demo::run(config, no_serve, serve::stop_signal()?).await,
        Command::Migrate { currency, time_zone } => {
            migrate::run(config, currency.as_deref(), time_zone.as_deref()).await
        }
        Command::Import { paths, dry_run: false } => import::run(&App::open(config).await?, &paths, false).await,
        Command::Import { paths, dry_run: true } => {
            let (app, _folder) = App::open_for_dry_run(config).await?;
            import::run(&app, &paths, true).await
        }
        Command::Export { output } => export::run(&App::open_unchanged(config).await?, &output).await,
        // Handled above, without an installation.
        Command::Allocate { .. } => Ok(()),
        Command::Openapi => openapi::write("openapi".as_ref()),
        Command::Reindex => reindex::run(&App::open_existing(config).await?).await,
        Command::Audit => audit::run(&App::open_unchanged(config).await?).await,
        Command::Backup { folder } => backup::run(&App::open_unchanged(config).await?, &folder).await,
        Command::Restore { folder } => restore::run(config, &folder).await,
    }
}
