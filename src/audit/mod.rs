//! The audit: what must be true of an installation at any moment, whatever crashed, raced or was repeated. Each law is
//! a few set-based queries that find its breaches, so that an operator can run it on a live system.

mod laws;
mod supply;

use chrono::{DateTime, TimeDelta, Utc};
use entities::platform::job;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, Statement};
use uuid::Uuid;

use crate::{
    platform::{
        app::App,
        http::problem::Result,
        unit_of_work::{Actor, Job},
    },
    search,
};

/// A law with what breaks it.
#[derive(Clone, Copy, Debug)]
pub struct Law {
    /// Its name in the documentation, such as `I1`.
    pub name: &'static str,
    /// What is true while it holds.
    pub says: &'static str,
    /// What to look for.
    pub breaches: &'static [Breach],
}

/// A query that finds breaches: each row names a thing, by `id` (a UUID) or by `name` (a text).
#[derive(Clone, Copy, Debug)]
pub struct Breach {
    /// What is wrong with the things found.
    pub what: &'static str,
    /// The query.
    pub sql: &'static str,
    /// What its rows say.
    pub found: Found,
}

/// What the rows of a query say.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Found {
    /// Each is a breach.
    Breaches,
    /// Each is a breach; the query asks for `$1`, the instant after which waiting is none.
    Overdue,
    /// Each names two instants, `earlier` and `later`, of which the first would have forbidden the second. An instant is
    /// when its work began, so works that ran at once may stand in either order: only what lies further apart counts.
    InOrder,
}

/// A law that does not hold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Broken {
    /// The law.
    pub law: &'static str,
    /// What is wrong.
    pub what: &'static str,
    /// The first things of which it is wrong.
    pub things: Vec<String>,
}

/// The law that is asked of the search engine and not of the database.
const INDEX: &str = "I10";
/// Things named of one breach.
const NAMED: usize = 10;
/// How long works may have run at once.
const AT_ONCE: TimeDelta = TimeDelta::minutes(1);
/// How long a job may have been due.
const PATIENCE: TimeDelta = TimeDelta::minutes(5);

/// All laws that are audited, in order.
pub fn laws() -> &'static [Law] {
    laws::LAWS
}

/// Looks for breaches of every law, in one moment of the database.
pub async fn audit(app: &App) -> Result<Vec<Broken>> {
    let tx = app.read(Actor::System).await?;
    let overdue = tx.now() - PATIENCE;
    let mut broken = Vec::new();
    for law in laws::LAWS {
        for breach in law.breaches {
            let things = find(tx.db(), breach, overdue).await?;
            if !things.is_empty() {
                broken.push(Broken { law: law.name, what: breach.what, things });
            }
        }
    }
    drop(tx);
    if app.part::<search::SearchIndex>().is_some() {
        let things: Vec<String> =
            search::find_index_differences(app).await?.into_iter().take(NAMED).map(|id| id.to_string()).collect();
        if !things.is_empty() && !refresh_waits(app).await? {
            broken.push(Broken { law: INDEX, what: "a product of which the index says something else", things });
        }
    }
    Ok(broken)
}

/// Whether a refresh of the index still waits in the jobs: then the index may differ.
async fn refresh_waits(app: &App) -> Result<bool> {
    let tx = app.read(Actor::System).await?;
    let waiting = job::Entity::find()
        .filter(job::Column::Kind.eq(search::RefreshIndex::KIND))
        .filter(job::Column::DoneAt.is_null())
        .one(tx.db())
        .await?;
    Ok(waiting.is_some())
}

async fn find(db: &impl ConnectionTrait, breach: &Breach, overdue: DateTime<Utc>) -> Result<Vec<String>> {
    let backend = db.get_database_backend();
    let statement = match breach.found {
        Found::Overdue => Statement::from_sql_and_values(backend, breach.sql, [overdue.into()]),
        Found::Breaches | Found::InOrder => Statement::from_string(backend, breach.sql),
    };
    let rows = db.query_all_raw(statement).await?;
    let mut things = Vec::new();
    for row in rows {
        if things.len() == NAMED {
            break;
        }
        if breach.found == Found::InOrder {
            let earlier: DateTime<Utc> = row.try_get("", "earlier")?;
            let later: DateTime<Utc> = row.try_get("", "later")?;
            if later - earlier <= AT_ONCE {
                continue;
            }
        }
        let name = match row.try_get::<Uuid>("", "id") {
            Ok(id) => id.to_string(),
            Err(_) => row.try_get::<String>("", "name")?,
        };
        things.push(name);
    }
    Ok(things)
}
