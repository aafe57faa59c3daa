//! Starts a process: opens its database, brings the schema up to this version, reads what was chosen for the
//! installation, and puts the parts at the edge of the company in their places.

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
    notifications::MailLine,
    payments::Cards,
    platform::{
        app::{App, Flow, Installation, Parts},
        clock::{Clock, Ids, SystemClock},
        config::Config,
        db::Db,
        files::file_store,
        http::problem::Result,
        mail::{Mailer, mailer},
        unit_of_work::UnitOfWork,
    },
    search::SearchIndex,
};

/// Passwords hashed at the same time.
const PASSWORD_SLOTS: usize = 2;
/// The one row of the table `installation`.
const THE_INSTALLATION: i32 = 1;

/// What a start may choose otherwise than the running installation does: tests and the demo move their own clock.
pub struct Opening {
    /// Settings.
    pub config: Config,
    /// Time.
    pub clock: Arc<dyn Clock>,
    /// Ids and secrets.
    pub ids: Ids,
    /// Currency and time zone of a new installation; an old one keeps its own.
    pub installation: Installation,
    /// All arrows between slices; tests of the floor below the slices have their own.
    pub flow: &'static dyn Flow,
    /// Mail; none = what the settings choose.
    pub mailer: Option<Arc<dyn Mailer>>,
}

impl Opening {
    /// The start of a real installation.
    pub fn new(config: Config) -> Self {
        Self {
            config,
            clock: Arc::new(SystemClock),
            ids: Ids::from_system(),
            installation: Installation::default(),
            flow: &FLOW,
            mailer: None,
        }
    }
}

impl App {
    /// Starts a process with these settings.
    ///
    /// # Errors
    /// Where a part cannot be reached or its setting cannot be used.
    pub async fn open(config: Config) -> anyhow::Result<Self> {
        Self::open_with(Opening::new(config)).await
    }

    /// Starts a process on an installation that has begun: a mistyped folder is told, not filled with a new one.
    ///
    /// # Errors
    /// Where there is no installation, and as `open`.
    pub async fn open_begun(config: Config) -> anyhow::Result<Self> {
        let place = match &config.database_url {
            Some(_) => "the database of DATABASE_URL".to_owned(),
            None => config.data.display().to_string(),
        };
        anyhow::ensure!(
            Db::is_begun(&config).await.context("the database cannot be opened")?,
            "no installation has begun in {place}: name the right one with --data (MINGA_DATA) or DATABASE_URL"
        );
        Self::open(config).await
    }

    /// Starts a process for what is only tried. Where no installation has begun it works on one in a folder that goes
    /// when the second of the two is dropped; one that has begun is brought up to this version, as at every start.
    ///
    /// # Errors
    /// As `open`.
    pub async fn open_to_try(config: Config) -> anyhow::Result<(Self, Option<TempDir>)> {
        if Db::is_begun(&config).await.context("the database cannot be opened")? {
            return Ok((Self::open(config).await?, None));
        }
        let folder = tempfile::tempdir().context("there is no place for what is only tried")?;
        let config = Config { data: folder.path().to_owned(), database_url: None, search_url: None, ..config };
        Ok((Self::open(config).await?, Some(folder)))
    }

    /// Starts a process with a clock, ids or a new installation of its own.
    ///
    /// # Errors
    /// As `open`.
    pub async fn open_with(opening: Opening) -> anyhow::Result<Self> {
        let Opening { config, clock, ids, installation, flow, mailer: given } = opening;
        let db = Db::open(&config).await.context("the database cannot be opened")?;
        db.migrate().await.context("the database cannot be brought up to this version")?;
        let installation = chosen(&db, installation, clock.as_ref()).await?;
        Ok(Self::new(Parts {
            mailer: match given {
                Some(given) => given,
                None => mailer(&config)?,
            },
            files: file_store(&config)?,
            installation,
            db,
            clock,
            ids,
            flow,
            password_slots: Semaphore::new(PASSWORD_SLOTS),
            wake: Notify::new(),
            slices: slices(&config)?,
            config,
        }))
    }
}

/// What was chosen once; the first start chooses `new`.
async fn chosen(db: &Db, new: Installation, clock: &dyn Clock) -> anyhow::Result<Installation> {
    let row = installation::ActiveModel {
        id: Set(THE_INSTALLATION),
        currency: Set(new.currency),
        time_zone: Set(new.time_zone.name().to_owned()),
        created_at: Set(clock.now()),
    };
    let db = db.outside_transactions();
    installation::Entity::insert(row)
        .on_conflict_do_nothing_on([installation::Column::Id])
        .exec_without_returning(db)
        .await?;
    let row = installation::Entity::find_by_id(THE_INSTALLATION).one(db).await?;
    let row = row.context("the installation has no row")?;
    let time_zone: Tz = row.time_zone.parse().map_err(|_| {
        anyhow::anyhow!("the installation's time zone is `{}`, which this version does not know", row.time_zone)
    })?;
    Ok(Installation { currency: row.currency, time_zone })
}

/// What slices keep per process, such as an open index: `parts.insert(TypeId::of::<T>(), Arc::new(part))`.
pub fn slices(config: &Config) -> anyhow::Result<HashMap<TypeId, Arc<dyn Any + Send + Sync>>> {
    let index: Arc<dyn Any + Send + Sync> = Arc::new(SearchIndex::open(config)?);
    let line: Arc<dyn Any + Send + Sync> = Arc::new(MailLine::default());
    let mut parts = HashMap::from([(TypeId::of::<SearchIndex>(), index), (TypeId::of::<MailLine>(), line)]);
    if let Some(cards) = Cards::open(config)? {
        parts.insert(TypeId::of::<Cards>(), Arc::new(cards));
    }
    Ok(parts)
}

/// Whether the database answers.
pub(crate) async fn is_reached(tx: &UnitOfWork) -> Result<()> {
    installation::Entity::find_by_id(THE_INSTALLATION).one(tx.db()).await?;
    Ok(())
}
