//! The command line: an operator's tool, one command for each thing an operator does.

use std::{path::PathBuf, process::ExitCode};

use clap::{Parser, Subcommand};
use minga::{
    commands::{allocate, audit, backup, demo, export, import, migrate, openapi, reindex, seat, serve, work},
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
    /// Answer over HTTP and run the jobs beside it; an empty folder becomes a new installation.
    Serve {
        /// Address and port to listen on, such as 127.0.0.1:8080 (otherwise MINGA_LISTEN).
        #[arg(long, value_name = "ADDR")]
        listen: Option<String>,
    },
    /// Run jobs only; any number of workers may share a PostgreSQL database.
    Work,
    /// Tell the season of the fictitious cooperative "Sabores de la Cuenca" and serve it, with a button for each person.
    Demo {
        /// Only tell the season.
        #[arg(long)]
        no_serve: bool,
    },
    /// Bring the database up to this version; an empty one becomes a new installation.
    Migrate {
        /// Currency of a new installation: CLP, USD or EUR. It never changes afterwards.
        #[arg(long, value_name = "CODE")]
        currency: Option<String>,
        /// Time zone of a new installation, such as America/Coyhaique. It never changes afterwards.
        #[arg(long, value_name = "ZONE")]
        time_zone: Option<String>,
    },
    /// Read CSV files, all of them or none; their names say what they hold (docs/import.md).
    Import {
        /// Files, and folders of such files.
        #[arg(required = true, value_name = "PATH")]
        paths: Vec<PathBuf>,
        /// Only try: tell what is wrong, and store nothing.
        #[arg(long)]
        dry_run: bool,
    },
    /// Write everything as CSV files that an import reads again, and the ledger for hledger.
    Export {
        /// The folder; it is made where it is missing.
        #[arg(long, value_name = "DIR")]
        output: PathBuf,
    },
    /// Split the instance in a JSON file by the fair rule; needs no installation.
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
    /// Make the search index anew from the database.
    Reindex,
    /// Look for breaches of what must be true of an installation; fails where it finds one.
    Audit,
    /// Copy the database to a new file while the installation works.
    Backup {
        /// The copy; it must not exist yet.
        file: PathBuf,
    },
}

fn main() -> ExitCode {
    let CommandLine { data, command } = CommandLine::parse();
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build();
    match runtime.map_err(anyhow::Error::from).and_then(|runtime| runtime.block_on(run(data, command))) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("minga: {error:#}");
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
        Command::Serve { .. } => serve::run(config, serve::told_to_stop()?).await,
        Command::Work => {
            let _seat = seat::take(&config).await?;
            work::run(App::open(config).await?, serve::told_to_stop()?).await;
            Ok(())
        }
        Command::Demo { no_serve } => demo::run(config, no_serve, serve::told_to_stop()?).await,
        Command::Migrate { currency, time_zone } => {
            migrate::run(config, currency.as_deref(), time_zone.as_deref()).await
        }
        Command::Import { paths, dry_run: false } => import::run(&App::open(config).await?, &paths, false).await,
        Command::Import { paths, dry_run: true } => {
            let (app, _folder) = App::open_to_try(config).await?;
            import::run(&app, &paths, true).await
        }
        Command::Export { output } => export::run(&App::open_begun(config).await?, &output).await,
        // Answered above, without an installation.
        Command::Allocate { .. } => Ok(()),
        Command::Openapi => openapi::write("openapi".as_ref()),
        Command::Reindex => reindex::run(&App::open_begun(config).await?).await,
        Command::Audit => audit::run(&App::open_begun(config).await?).await,
        Command::Backup { file } => backup::run(&App::open_begun(config).await?, &file).await,
    }
}
