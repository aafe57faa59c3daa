//! Builds the application from its settings: opens the database, migrates it, reads the currency and time zone of the
//! installation, and creates the mailer, file store, search index and card processor.

pub mod instance_lock;

use std::{
    any::{Any, TypeId},
    collections::HashMap,
    sync::Arc,
};

use anyhow::Context;
use chrono_tz::Tz;
use entities::platform::installation;
use sea_orm::{ActiveValue::Set, EntityTrait};
use tempfile::TempDir;
use tokio::sync::{Notify, Semaphore};

use crate::{
    flow::FLOW,
    payments::CardProcessing,
    platform::{
        app::{App, Flow, Installation, Parts},
        clock::{Clock, Ids, SystemClock},
        config::Config,
        db::Db,
        files::file_store,
        mail::{Mailer, mailer},
        private,
    },
    search::SearchIndex,
};

/// Passwords hashed at the same time.
const PASSWORD_SLOTS: usize = 2;
/// Copies of the database at the same time.
const SNAPSHOT_SLOTS: usize = 1;
/// The one row of the table `installation`.
const THE_INSTALLATION: i32 = 1;

/// Builds an [`App`]. Tests and the demo replace the clock, the ids and other parts by their own.
pub struct AppBuilder {
    /// Settings.
    pub config: Config,
    /// Source of the current time.
    pub clock: Arc<dyn Clock>,
    /// Source of ids and secrets.
    pub ids: Ids,
    /// Currency and time zone of a new installation; an existing one keeps its own.
    pub installation: Installation,
    /// What follows from events; tests of the platform have their own.
    pub flow: &'static dyn Flow,
    /// Mailer; `None` = the one of the settings.
    pub mailer: Option<Arc<dyn Mailer>>,
    /// Whether the database is migrated to this version; otherwise it must be of this version.
    pub migrates: bool,
}

impl AppBuilder {
    /// A builder of the application as it runs in production.
    pub fn new(config: Config) -> Self {
        Self {
            config,
            clock: Arc::new(SystemClock),
            ids: Ids::from_system(),
            installation: Installation::default(),
            flow: &FLOW,
            mailer: None,
            migrates: true,
        }
    }

    /// Builds the application.
    ///
    /// # Errors
    /// Where a part cannot be reached or its setting cannot be used.
    pub async fn build(self) -> anyhow::Result<App> {
        let Self { config, clock, ids, installation, flow, mailer: own_mailer, migrates } = self;
        let db = Db::open(&config).await.context("the database cannot be opened")?;
        if migrates {
            db.migrate().await.context("the database cannot be brought up to this version")?;
            create_installation(&db, installation, clock.as_ref()).await?;
        } else {
            db.assert_migrated().await?;
        }
        let installation = load_installation(&db).await?;
        Ok(App::new(Parts {
            mailer: match own_mailer {
                Some(mailer) => mailer,
                None => mailer(&config)?,
            },
            files: file_store(&config)?,
            installation,
            db,
            clock,
            ids,
            flow,
            password_slots: Semaphore::new(PASSWORD_SLOTS),
            snapshot_slots: Arc::new(Semaphore::new(SNAPSHOT_SLOTS)),
            wake: Notify::new(),
            slices: slice_parts(&config)?,
            config,
        }))
    }
}

impl App {
    /// Builds the application with these settings.
    ///
    /// # Errors
    /// Where a part cannot be reached or its setting cannot be used.
    pub async fn open(config: Config) -> anyhow::Result<Self> {
        AppBuilder::new(config).build().await
    }

    /// Opens an installation that exists, so that a mistyped folder is an error and not a new installation.
    ///
    /// # Errors
    /// Where there is no installation, and as `open`.
    pub async fn open_existing(config: Config) -> anyhow::Result<Self> {
        Self::assert_existing(&config).await?;
        Self::open(config).await
    }

    /// Opens an installation of this version of the program, to read it. Migrates nothing.
    ///
    /// # Errors
    /// Where there is no installation, or it is of another version, and as `open`.
    pub async fn open_unchanged(config: Config) -> anyhow::Result<Self> {
        Self::assert_existing(&config).await?;
        AppBuilder { migrates: false, ..AppBuilder::new(config) }.build().await
    }

    async fn assert_existing(config: &Config) -> anyhow::Result<()> {
        let place = match &config.database_url {
            Some(_) => "the database of DATABASE_URL".to_owned(),
            None => config.data.display().to_string(),
        };
        anyhow::ensure!(
            Db::has_installation(config).await.context("the database cannot be opened")?,
            "no installation has begun in {place}: name the right one with --data (MINGA_DATA) or DATABASE_URL"
        );
        Ok(())
    }

    /// Opens the installation for a dry run. Where there is none, opens a new one in a temporary folder, which is deleted
    /// when the returned `TempDir` is dropped. An existing one is migrated, as at every start.
    ///
    /// # Errors
    /// As `open`.
    pub async fn open_for_dry_run(config: Config) -> anyhow::Result<(Self, Option<TempDir>)> {
        if Db::has_installation(&config).await.context("the database cannot be opened")? {
            return Ok((Self::open(config).await?, None));
        }
        let folder = private::temporary_folder().context("no temporary folder can be created")?;
        let config = Config { data: folder.path().to_owned(), database_url: None, search_url: None, ..config };
        Ok((Self::open(config).await?, Some(folder)))
    }
}

/// Stores the currency and time zone of a new installation; an existing one keeps its own.
async fn create_installation(db: &Db, new: Installation, clock: &dyn Clock) -> anyhow::Result<()> {
    let row = installation::ActiveModel {
        id: Set(THE_INSTALLATION),
        currency: Set(new.currency),
        time_zone: Set(new.time_zone.name().to_owned()),
        created_at: Set(clock.now()),
    };
    installation::Entity::insert(row)
        .on_conflict_do_nothing_on([installation::Column::Id])
        .exec_without_returning(db.outside_transactions())
        .await?;
    Ok(())
}

/// The currency and time zone of the installation.
async fn load_installation(db: &Db) -> anyhow::Result<Installation> {
    let db = db.outside_transactions();
    let row = installation::Entity::find_by_id(THE_INSTALLATION).one(db).await?;
    let row = row.context("the installation has no row")?;
    let time_zone: Tz = row.time_zone.parse().map_err(|_| {
        anyhow::anyhow!("the installation's time zone is `{}`, which this version does not know", row.time_zone)
    })?;
    Ok(Installation { currency: row.currency, time_zone })
}

/// What slices keep per process, such as an open search index, by type.
fn slice_parts(config: &Config) -> anyhow::Result<HashMap<TypeId, Arc<dyn Any + Send + Sync>>> {
    let index: Arc<dyn Any + Send + Sync> = Arc::new(SearchIndex::open(config)?);
    let mut parts = HashMap::from([(TypeId::of::<SearchIndex>(), index)]);
    if let Some(cards) = CardProcessing::from_config(config)? {
        parts.insert(TypeId::of::<CardProcessing>(), Arc::new(cards));
    }
    Ok(parts)
}
